"""Takes the notes that stand together at the end of a chapter or of the document, and finds what they note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from typing import Final

from williams_import_pdf.footnotes import Footnote, raised_above
from williams_import_pdf.model import Block, Flow, PageText, Row, Segment
from williams_import_pdf.note_marks import Sighting, respell, sightings, without_marks
from williams_import_pdf.patterns import NOTES, ends_sentence, without_number

_OPENING = re.compile(r"(?:[\[(]?(\d{1,3}|[ivxlc]{1,7})(?:[\])]\.?|\.(?!\d)|(?![\w.]))|(\d{1,3})(?=[^\W\d_]))\s*")
_FIRST: Final = ("1", "i")
_LONGEST_HEADING: Final = 32
"""Characters."""
_SMALL: Final = 0.95
"""Of the body's size: notes without a heading are smaller."""
_LAST_PAGES: Final = 5
"""On so many pages at the end notes without a heading are looked for."""
_LONGEST: Final = 30
"""Stretches of text, within which the next note of a list begins."""
_APART: Final = 2.5
"""Of the font size: what stands further below a note is no part of it."""
_STRAYS: Final = 3
"""Rows that are no part of a note, as names of chapters are; behind more of them the list has ended."""
_FOUND: Final = 0.5
"""Of the notes of a list: so many have their mark in the text."""
_NUMERALS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _number(mark: str) -> int:
    """Return the value of a mark in digits or as a Roman numeral."""
    if mark.isdigit():
        return int(mark)
    values = [_NUMERALS[letter] for letter in mark]
    return sum(-one if one < max(values[place:]) else one for place, one in enumerate(values))


def _counts_on(mark: str, before: str | None) -> bool:
    if before is None:
        return mark in _FIRST
    return mark.isdigit() == before.isdigit() and (mark in _FIRST or _number(mark) == _number(before) + 1)


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and bool(NOTES.match(without_number(text)))


def _mark(text: str) -> str | None:
    opening = _OPENING.match(text)
    return opening.group(1) or opening.group(2) if opening else None


def listed_marks(pages: Sequence[PageText]) -> frozenset[str]:
    """Return the marks of all notes that stand in lists: below a heading, or in small print at the document's end."""
    found: set[str] = set()
    before: str | None = None
    left = 0
    for segment in (segment for page in pages for segment in page.segments):
        mark = _mark(segment.text) if left else None
        left -= left > 0
        if mark and _counts_on(mark, before):
            found.add(mark)
            before, left = mark, _LONGEST
        elif _is_heading(segment.text):
            before, left = None, 1
    return frozenset(found or _last_marks(pages))


def _last_marks(pages: Sequence[PageText]) -> Iterator[str]:
    before: str | None = None
    for segment in _last_small_print(pages):
        mark = _mark(segment.text)
        if mark and _counts_on(mark, before):
            yield mark
            before = mark


def _last_small_print(pages: Sequence[PageText]) -> list[Segment]:
    """Return the small lines with which the document ends, but for the numbers of pages."""
    small = _small(segment for page in pages for segment in page.segments)
    last = [one for page in pages[-_LAST_PAGES:] for one in page.segments if not one.text.isdecimal()]
    return list(takewhile(lambda one: one.size <= small, reversed(last)))[::-1]


def _small(lines: Iterable[Segment | Row]) -> float:
    """Return the size of font below which a line is small beside the body."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return _SMALL * sizes.most_common(1)[0][0] if sizes else 0.0


@dataclass(slots=True)
class _Note:
    """A note of a list: its mark, its rows with the columns they stand in, and where its mark stands in the text."""

    mark: str
    rows: list[tuple[Flow, Row]]
    seen: Sighting | None = None


@dataclass(slots=True)
class _Lists:
    """The lists of notes in a document's columns, each with its notes."""

    found: list[list[_Note]] = field(default_factory=list)
    _listing: bool = False
    _open: bool = False
    _strays: int = 0

    def read(self, flow: Flow) -> None:
        for index, row in enumerate(flow.rows):
            if _is_heading(row.text):
                self._listing, self._open, self._strays = True, False, 0
                self.found.append([])
            elif self._listing:
                self.read_row(flow, index, row)

    def read_row(self, flow: Flow, index: int, row: Row) -> None:
        """Read the row ``index`` of a column as the next one of a list: it begins a note, goes on with it or strays."""
        notes = self.found[-1]
        mark = raised_above(flow.rows, index) or _mark(row.text)
        if mark and _counts_on(mark, notes[-1].mark if notes else None):
            notes.append(_Note(mark, [(flow, row)]))
            self._open, self._strays = True, 0
        elif self._open and _goes_on(notes[-1], flow, row):
            notes[-1].rows.append((flow, row))
        else:
            self._open = False
            self._strays += 1
            self._listing = bool(notes) and self._strays <= _STRAYS


def _goes_on(note: _Note, flow: Flow, row: Row) -> bool:
    last_flow, last = note.rows[-1]
    first = max((one for _, one in note.rows), key=lambda one: len(one.text))
    if abs(row.size - first.size) > 0.08 * first.size or row.bold != first.bold:
        return False
    if flow is not last_flow:
        return not ends_sentence(last.text)
    return last.baseline - row.baseline < _APART * row.size


def take_endnotes(flows: list[Flow]) -> list[Footnote]:
    """Take lists of notes out of the columns, and their marks out of the text; a column is parted at a list.

    A list counts from one on, below a heading or in small print at the document's end, and half of its marks stand
    raised in the text before it.
    """
    lists = _lists(flows)
    if not lists:
        return []
    seen = [one for one in sightings(flows) if not one.part.is_math]
    place = {id(row): number for number, row in enumerate(row for flow in flows for row in flow.rows)}
    taken: list[_Note] = []
    begin = 0
    for notes in lists:
        begin = _find_marks(notes, seen, place, begin)
        if sum(note.seen is not None for note in notes) >= _FOUND * len(notes):
            taken += notes
    without_marks([note.seen for note in taken if note.seen])
    return _without_notes(flows, taken)


def _lists(flows: Sequence[Flow]) -> list[list[_Note]]:
    lists = _Lists()
    for flow in flows:
        if not flow.aside:
            lists.read(flow)
    found = [notes for notes in lists.found if notes]
    return found or [notes for notes in [_last_list(flows)] if len(notes) > 1]


def _last_list(flows: Sequence[Flow]) -> list[_Note]:
    """Return the notes in small print with which the document ends."""
    small = _small(row for flow in flows for row in flow.rows)
    lists = _Lists([[]])
    rows = [(flow, index) for flow in flows if not flow.aside for index in range(len(flow.rows))]
    first = len(rows)
    while first and rows[first - 1][0].rows[rows[first - 1][1]].size <= small:
        first -= 1
    for flow, index in rows[first:]:
        lists.read_row(flow, index, flow.rows[index])
    return lists.found[0]


def _find_marks(notes: Sequence[_Note], seen: Sequence[Sighting], place: dict[int, int], begin: int) -> int:
    """Give notes the places of their marks, from one of ``seen`` on; return the one behind the last that was found.

    Marks that begin to count anew are of the next chapter.
    """
    for note in notes:
        for number in range(begin, len(seen)):
            one = seen[number]
            if place[id(one.row)] >= place[id(note.rows[0][1])]:
                break
            if one.mark == note.mark:
                note.seen, begin = one, number + 1
                break
            if one.mark in _FIRST and note.mark not in _FIRST:
                break
    return begin


def _without_notes(flows: list[Flow], taken: Iterable[_Note]) -> list[Footnote]:
    notes = {id(note.rows[0][1]): note for note in taken}
    gone = {id(row) for note in notes.values() for _, row in note.rows}
    found: list[Footnote] = []
    for flow in list(flows) if gone else ():
        column = flow
        parts = [(is_note, list(rows)) for is_note, rows in groupby(flow.rows, lambda row: id(row) in gone)]
        for number, (is_note, rows) in enumerate(parts):
            if is_note:
                if number == 0:
                    flow.rows = []
                begun = [notes[id(row)] for row in rows if id(row) in notes]
                found += [Footnote(_block(note), column, note.seen.row if note.seen else None) for note in begun]
            elif number == 0:
                flow.rows = rows
            else:
                column = replace(flow, rows=rows)
                flows.insert(flows.index(flow) + number, column)
    return found


def _block(note: _Note) -> Block:
    parts = [(flow, [row for _, row in rows]) for flow, rows in _by_flow(note.rows)]
    blocks = [
        Block(flow.page, rows, Flow(flow.page, rows, flow.left, flow.right), kind="footnote") for flow, rows in parts
    ]
    block = blocks[0]
    block.continued = blocks[1:]
    _leave_out_mark(block)
    return block


def _by_flow(rows: Sequence[tuple[Flow, Row]]) -> Iterator[tuple[Flow, list[tuple[Flow, Row]]]]:
    for _, part in groupby(rows, lambda each: id(each[0])):
        own = list(part)
        yield own[0][0], own


def _leave_out_mark(block: Block) -> None:
    if raised_above(block.rows, 0):
        del block.rows[0]
        return
    first = block.rows[0].parts[0]
    opening = _OPENING.match(first.text)
    if opening:
        first.text = first.text[opening.end() :]
        respell(block.rows[0])
