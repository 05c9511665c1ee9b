"""Looking into an answer in JSON that may be of any shape."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

_TAGS: Final = re.compile(r"<[^<>]{1,200}>")
_SECTIONS: Final = re.compile(r"</(?:jats:)?(?:p|title|sec)>", re.IGNORECASE)
LONGEST_ABSTRACT: Final = 50_000


def at(value: Any, *path: str | int) -> Any:
    """Return what stands at a path; None where there is nothing, or something else on the way."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and len(value) > step else None
    return value


def text_at(value: Any, *path: str | int) -> str | None:
    """Return the text or number at a path as one line without tags; None where there is none."""
    found = at(value, *path)
    return plain(str(found)) or None if isinstance(found, str | int) and not isinstance(found, bool) else None


def each_at(value: Any, *path: str | int) -> Iterator[dict[str, Any]]:
    """Give the objects of the list at a path."""
    found = at(value, *path)
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())


def texts_at(value: Any, *path: str | int) -> list[str]:
    """Return the texts of the list at a path, or the one that stands there."""
    found = at(value, *path)
    items = found if isinstance(found, list) else [found]
    return [line for each in items if isinstance(each, str) and (line := plain(each))]


def plain(text: str) -> str:
    """Return a text of a catalogue on one line: they hold tags and entities."""
    return " ".join(html.unescape(_TAGS.sub("", text)).split())


def abstract_of(text: Any) -> str | None:
    """Return an abstract's paragraphs, parted by blank lines."""
    if not isinstance(text, str):
        return None
    parts = _SECTIONS.split(text[:LONGEST_ABSTRACT])
    return "\n\n".join(line for part in parts if (line := plain(part))) or None


def date_of(parts: Any) -> str | None:
    """Return ``[2020, 5, 1]`` in ISO 8601, as far as it goes."""
    numbers = [each for each in parts if isinstance(each, int)] if isinstance(parts, list) else []
    fits = numbers and 1000 <= numbers[0] <= 9999 and all(0 < each <= 31 for each in numbers[1:3])
    return "-".join([str(numbers[0]), *(f"{each:02}" for each in numbers[1:3])]) if fits else None
