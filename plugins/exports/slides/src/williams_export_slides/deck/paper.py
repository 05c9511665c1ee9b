"""The slides on paper: a PDF (PDF/A-2a, PDF/UA-1) set by Typst, page for page what the presentation has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_export_slides.deck.directions import direction_of
from williams_export_slides.deck.fitting import Box, breakable
from williams_export_slides.deck.layout import BODY, FIRST_LINE, FIRST_TITLE, MARK, SOURCE, TITLE, Lead, Point, SetSlide

SHEET: Final = "paper.typ"
_UNPRINTABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


class Unprintable(Exception):
    """A character that no font has which Typst brings."""


def print_slides(
    slides: Sequence[SetSlide],
    title: str,
    authors: Sequence[str],
    language: str,
    modified: datetime,
    to: Path,
    folder: Path,
) -> None:
    """Write the PDF. Raises Unprintable."""
    import typst

    (folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
    day = modified.astimezone(UTC)
    said = [
        f"title: {_string(title)}",
        f"authors: ({''.join(f'{_string(each)}, ' for each in authors)})",
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        _language(language),
    ]
    head = f'#import "{SHEET}": *\n#show: deck.with({", ".join(said)})'
    source = folder / "slides.typ"
    source.write_text("\n#pagebreak(weak: true)\n".join([head, *map(_slide, slides)]), encoding="utf-8")
    try:
        typst.compile(
            str(source), output=str(to), root=str(folder), ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"]
        )
    except typst.TypstError as error:
        if not (unprintable := _UNPRINTABLE.search(str(error))):
            raise
        raise Unprintable(unprintable[1]) from error


def _slide(each: SetSlide) -> str:
    upper, lower = (FIRST_TITLE, FIRST_LINE) if each.first else (TITLE, BODY)
    said = [
        f"title: [{_words(Point(each.title, each.language), upper, each.title_size)}]",
        f"title-box: {_box(upper)}, title-size: {each.title_size}",
        f"points: ({''.join(f'[{_words(point, lower, each.size)}], ' for point in each.points)})",
        f"body-box: {_box(lower)}, size: {each.size}, first: {str(each.first).lower()}",
        f"mark-box: {_box(MARK)}",
    ]
    if each.leads:
        said.append(f"source: [{_leads(each.leads)}], source-box: {_box(SOURCE)}, source-size: {each.source_size}")
    return f"#slide({', '.join(said)})"


def _words(point: Point, box: Box, size: int) -> str:
    text = f"#text({_language(point.language)})[#{_string(breakable(point.text, box.width / size))}]"
    return f"#link({_string(point.url)})[{text}]" if point.url else text


def _leads(leads: Sequence[Lead]) -> str:
    pieces = (
        f"#link({_string(each.url)})[#{_string(each.words)};]" if each.url else f"#{_string(each.words)};"
        for each in leads
    )
    return '#"; ";'.join(pieces)


def _box(box: Box) -> str:
    return f"({box.left:g}, {box.top:g}, {box.width:g}, {box.height:g})"


def _language(tag: str) -> str:
    primary, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == 2 and part.isalpha()), None)
    said = f'lang: "{primary}", dir: {direction_of(tag)}'
    return f'{said}, region: "{region}"' if region else said


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ") + '"'
