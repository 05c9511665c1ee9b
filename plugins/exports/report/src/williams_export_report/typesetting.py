"""Typst, as books are given to it: text as strings, in which nothing is markup, and its own fonts alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from williams_export_report.directions import direction_of

_UNPRINTABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_PICTURE_PPI: Final = 144


class Unprintable(Exception):
    """A character that no font has which Typst brings."""


def print_pdf(source: Path, to: Path) -> None:
    """Write the PDF of a file of Typst, as PDF/A-2a and PDF/UA-1. Raises Unprintable."""
    import typst

    try:
        typst.compile(
            str(source),
            output=str(to),
            root=str(source.parent),
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
        )
    except typst.TypstError as error:
        if not (unprintable := _UNPRINTABLE.search(str(error))):
            raise
        raise Unprintable(unprintable[1]) from error


def draw_png(source: Path, to: Path) -> None:
    """Write the picture of a page. A character that no font has is drawn as a box."""
    import typst

    typst.compile(
        str(source), output=str(to), root=str(source.parent), ignore_system_fonts=True, format="png", ppi=_PICTURE_PPI
    )


def language_of(tag: str) -> str:
    """Return a BCP 47 tag as arguments of Typst's functions."""
    primary, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == 2 and part.isalpha()), None)
    said = f'lang: "{primary}", dir: {direction_of(tag)}'
    return f'{said}, region: "{region}"' if region else said


def string(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{escaped}"'
