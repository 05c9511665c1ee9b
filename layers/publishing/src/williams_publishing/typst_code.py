"""What is written into files of Typst: text as strings, in which nothing is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from williams_publishing.directions import direction_of

_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""Signs of one font, which nobody but its maker knows and no other font has."""
_UNKNOWN: Final = "\ufffd"


def string(text: str) -> str:
    """Return the text as a string of Typst's code, with U+FFFD for the signs of private fonts."""
    escaped = (
        _PRIVATE.sub(_UNKNOWN, text)
        .replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
    )
    return f'"{escaped}"'


def content(text: str) -> str:
    """Return the text as it stands in markup, in which no character of it is markup. Empty for an empty one."""
    return f"#{string(text)};" if text else ""


def language(tag: str) -> str:
    """Return a BCP 47 tag as arguments of ``text``: language, direction, and region if there is one."""
    primary, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == 2 and part.isalpha()), None)
    said = f'lang: "{primary}", dir: {direction_of(tag)}'
    return f'{said}, region: "{region}"' if region else said


def array(texts: Iterable[str]) -> str:
    """Return texts as an array of strings."""
    return f"({''.join(f'{string(text)}, ' for text in texts)})"


def day(when: datetime) -> str:
    """Return the day of a moment, in UTC, as Typst's ``datetime``."""
    own = when.astimezone(UTC)
    return f"datetime(year: {own.year}, month: {own.month}, day: {own.day})"
