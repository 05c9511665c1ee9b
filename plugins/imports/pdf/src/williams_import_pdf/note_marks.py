"""The raised marks in the rows of a page: which may lead to a footnote, and the rows without them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from williams_import_pdf.model import Flow, Row, Segment
from williams_import_pdf.raised import is_mark, is_raised
from williams_import_pdf.rows import text_of

_STARS = str.maketrans("∗⁎", "**")
_VARIABLE = re.compile(r"(?:^|[^\w'’])[^\W\d_]$")
_POWERED = re.compile(r"(?:^|[^\w])(?:[cdkmnµμ]m|ft|in|log|ln|sin|cos|tan|exp|sec|min|px|pt)$")
"""Units and functions, which have powers."""
_CLOSED = re.compile(r"[^\W\d_]{3,}[^\w]*[)\]}]$")
_OPERATORS = "+-−–=×·/<>^_|("
_TOGETHER = re.compile(r"\s*[,;]?\s*")
"""What parts two marks of one word."""
_TOGETHER_MORE = re.compile(r",\s?[\d*∗†‡§¶‖]{1,3}(?!\w)")
"""What follows a mark where others do."""


@dataclass(slots=True)
class Sighting:
    """A raised mark in a part of a row. ``mark`` is spelled as a plain one."""

    flow: Flow
    row: Row
    part: Segment
    start: int
    length: int
    mark: str


def plain(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark).translate(_STARS)


def sightings(flows: Iterable[Flow]) -> list[Sighting]:
    """Return the marks in the rows of a page that look as if they led to a note, in reading order."""
    found: list[Sighting] = []
    for flow in flows:
        for row in [] if flow.aside else flow.rows:
            if len(row.parts) > 1 or (row.parts and row.parts[0].marks):
                found += filter(_may_note, _in_row(flow, row))
    return found


def _in_row(flow: Flow, row: Row) -> Iterator[Sighting]:
    for number, part in enumerate(row.parts):
        if number and is_mark(part.text) and is_raised(part.size, part.baseline - row.baseline, row.size):
            yield Sighting(flow, row, part, 0, len(part.text), plain(part.text))
            continue
        for start, mark in sorted(part.marks):
            if part.text.startswith(mark, start):
                yield Sighting(flow, row, part, start, len(mark), plain(mark))


def _may_note(seen: Sighting) -> bool:
    """False for powers, charges and what else is raised."""
    before = _before(seen).rstrip()
    if not any(map(str.isalpha, before)) or _VARIABLE.search(before) or before[-1] in _OPERATORS:
        return False
    if seen.mark.isalpha():
        return before[-1].isalpha() or before[-1] in ".,"
    if not seen.mark.isdigit():
        return True
    after = seen.part.text[seen.start + seen.length :]
    if before[-1].isdigit() or _POWERED.search(before) or after.startswith(("+", "-", "−")):
        return False
    return before[-1] not in ")]}" or bool(_CLOSED.search(before))


def _before(seen: Sighting) -> str:
    """Return what stands before a mark on its row, and before other marks that it follows."""
    parts, end = seen.row.parts, seen.start
    for start, mark in sorted(seen.part.marks, reverse=True):
        stop = start + len(mark)
        if stop <= end and _TOGETHER.fullmatch(seen.part.text[stop:end]):
            end = start
    place = next(number for number, part in enumerate(parts) if part is seen.part)
    return " ".join([*(part.text for part in parts[:place]), seen.part.text[:end]])


def without_marks(seen: Iterable[Sighting]) -> None:
    """Take marks out of their rows, with what parts two of them; a word that keeps another mark keeps all."""
    of_part: dict[int, list[Sighting]] = {}
    for each in seen:
        of_part.setdefault(id(each.part), []).append(each)
    for marks in of_part.values():
        for first, end in _spans(marks):
            text = marks[0].part.text
            marks[0].part.text = (text[:first].rstrip() + text[end:]).lstrip()
        respell(marks[0].row)


def _spans(marks: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
    """Yield from the last to the first where marks stand that may go, those of one word together."""
    part, going = marks[0].part, {each.start for each in marks}
    words: list[list[tuple[int, int]]] = []
    for start, mark in sorted(part.marks or [(marks[0].start, part.text)]):
        if words and _TOGETHER.fullmatch(part.text[words[-1][-1][1] : start]):
            words[-1].append((start, start + len(mark)))
        else:
            words.append([(start, start + len(mark))])
    for word in reversed(words):
        if all(start in going for start, _ in word) and not _TOGETHER_MORE.match(part.text, word[-1][1]):
            yield word[0][0], word[-1][1]


def respell(row: Row) -> None:
    """Spell a row as its parts are spelled."""
    row.parts = tuple(part for part in row.parts if part.text)
    row.text = text_of(row.parts)
