"""Lines that a text begins with and that name its title, as MultiMarkdown, Pelican and Pandoc write them."""

from __future__ import annotations

import re
from typing import Final

_TITLE_BLOCK: Final = re.compile(r"\A(?:%(?:[ \t].*)?\n(?:[ \t]+\S.*\n)*){1,3}(?=[ \t]*(?:\n|\Z))")
_IN_BLOCK: Final = ("title", "authors", "date")
_NAME: Final = r"[A-Za-z](?:[\w -]{0,29}[\w-])?"
"""Its last sign is no blank: blanks before a colon would be its own or not, in each line anew."""
_FIELD: Final = re.compile(rf"(?P<name>{_NAME})[ \t]*:[ \t]+(?P<value>\S.*)")
_FIELDS: Final = re.compile(rf"\A(?:{_NAME}[ \t]*:[ \t].*\n(?:[ \t]+\S.*\n)*)+(?=[ \t]*(?:\n|\Z))")
KNOWN: Final = frozenset(
    ("title", "author", "authors", "date", "language", "lang", "keywords", "tags", "license", "summary", "description")
)
"""Names of fields by which lines are told from remarks that look like them."""
_FEWEST_KNOWN: Final = 2


def header(text: str) -> tuple[dict[str, str], str] | None:
    """Return the fields that a text begins with, and the text behind them; None where it begins like any other."""
    found = _TITLE_BLOCK.match(text) or _FIELDS.match(text)
    if not found or not text[found.end() :].strip():
        return None
    fields = _block(found.group()) if found.re is _TITLE_BLOCK else _fields(found.group())
    return (fields, text[found.end() :]) if fields else None


def _block(lines: str) -> dict[str, str]:
    """Title, authors (one a line, or parted by semicolons) and date, each behind its ``%``."""
    said = [each.strip() for each in re.split(r"^%", lines, flags=re.MULTILINE)[1:]]
    found = zip(_IN_BLOCK, said, strict=False)
    return {name: re.sub(r"\s*\n\s*", "; " if name == "authors" else " ", value) for name, value in found if value}


def _fields(lines: str) -> dict[str, str]:
    """A line that begins with blanks goes on with the value above it. Nothing, if the names are not of documents."""
    whole = re.sub(r"\n[ \t]+", " ", lines)
    fields = {found["name"]: found["value"].strip() for line in whole.splitlines() if (found := _FIELD.match(line))}
    known = KNOWN.intersection(name.lower() for name in fields)
    return fields if "title" in known or len(known) >= _FEWEST_KNOWN else {}
