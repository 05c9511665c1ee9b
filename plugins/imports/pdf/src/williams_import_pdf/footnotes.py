"""Takes footnotes out of the columns, and finds what they note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final

from williams_import_pdf.model import LINE_END_HYPHEN, Block, Flow, Row
from williams_import_pdf.note_marks import Sighting, plain, respell, sightings, without_marks
from williams_import_pdf.patterns import ends_sentence
from williams_import_pdf.raised import MARK, is_mark, is_raised

_OPENING = re.compile(rf"({MARK})(?!\d)(?P<close>\)|\.(?!\d))?\s*")
_LARGER: Final = 1.05
"""How much larger what is noted is than its note."""
_APART: Final = 2.2
"""Of the font size: what stands so far below a note's last line is no part of it."""
_SIGNS: Final = "*†‡§¶‖"


@dataclass(slots=True)
class Footnote:
    """A footnote as a block of its own, the column at whose foot it stands, and the row that it surely notes."""

    block: Block
    column: Flow
    noted: Row | None


@dataclass(slots=True)
class _Opening:
    """A row that begins a note, by its number in the flow."""

    index: int
    mark: str
    seen: Sighting | None = None


@dataclass(slots=True)
class _Taker:
    """Goes through a document's columns; ``last`` is the note that may go on at the foot of the next one."""

    body_size: float
    found: list[Footnote] = field(default_factory=list)
    last: Footnote | None = None

    def take_page(self, flows: Sequence[Flow]) -> None:
        seen = sightings(flows)
        if not seen and not self._is_open(flows[0].page):
            return
        order = {id(each): number for number, each in enumerate(seen)}
        used: list[Sighting] = []
        for flow in flows:
            if not flow.aside:
                used += self._take(flow, [each for each in seen if each not in used], order)
        marks = {each.mark for each in used}
        without_marks(each for each in seen if each.mark in marks)

    def _is_open(self, page: int) -> bool:
        return self.last is not None and page - self.last.block.flow.page <= 1 and _goes_on(self.last.block)

    def _take(self, flow: Flow, seen: Sequence[Sighting], order: dict[int, int]) -> list[Sighting]:
        """Take the notes at the foot of a column, and return the marks that lead to them."""
        tail = self._tail(flow.rows)
        openings = list(_openings(flow, tail, seen, order))
        if 2 * sum(each.seen is not None for each in openings) < len(openings):
            openings = []
        self._continue(flow, tail, openings)
        if not openings:
            return []
        end = _end(flow.rows, openings)
        bounds = [each.index for each in openings] + [end]
        for opening, stop in zip(openings, bounds[1:], strict=True):
            rows = _without_mark(flow.rows[opening.index : stop])
            block = Block(flow.page, rows, Flow(flow.page, rows, flow.left, flow.right), kind="footnote")
            self.last = Footnote(block, flow, opening.seen.row if opening.seen else None)
            self.found.append(self.last)
        del flow.rows[bounds[0] : end]
        return [each.seen for each in openings if each.seen]

    def _tail(self, rows: Sequence[Row]) -> int:
        """Return the first of the rows at the end of a column that are smaller than the body."""
        first = len(rows)
        while first and rows[first - 1].size * _LARGER <= self.body_size:
            first -= 1
        return first

    def _continue(self, flow: Flow, tail: int, openings: list[_Opening]) -> None:
        """Give the note that is open what stands of it above this column's own notes."""
        stop = openings[0].index if openings else len(flow.rows)
        rows = flow.rows[tail:stop]
        if not rows or not tail or not self._is_open(flow.page) or self.last is None:
            return
        block = self.last.block
        hyphened = block.last.text.endswith(LINE_END_HYPHEN)
        if not (openings or hyphened or rows[0].text[:1].islower()) or not _is_one_note(flow.rows, tail, stop, block):
            return
        block.continued.append(Block(flow.page, rows, flow))
        block.flow = Flow(flow.page, rows, flow.left, flow.right)
        del flow.rows[tail:stop]
        for each in openings:
            each.index -= len(rows)


def _goes_on(block: Block) -> bool:
    text = block.last.text
    return text.endswith((LINE_END_HYPHEN, "-")) or not ends_sentence(text)


def _is_one_note(rows: Sequence[Row], tail: int, stop: int, block: Block) -> bool:
    """Return True for lines in a note's size without gaps, set off from what stands above."""
    size = block.size
    part = rows[tail:stop]
    if any(abs(row.size - size) > 0.05 * size or row.cells > 1 for row in part):
        return False
    gaps = [above.baseline - row.baseline for above, row in pairwise(part)]
    return all(gap < 1.6 * size for gap in gaps) and rows[tail - 1].baseline - part[0].baseline > 1.6 * size


def _openings(flow: Flow, tail: int, seen: Sequence[Sighting], order: dict[int, int]) -> Iterator[_Opening]:
    """Yield the rows that begin a note: the first has its mark above, as those behind it have or count on from it."""
    place, before = -1, ""
    for index in range(tail, len(flow.rows)):
        row = flow.rows[index]
        mark = raised_above(flow.rows, index) or _mark(row)
        if mark is None or (index > tail and raised_above(flow.rows, index - 1)):
            continue
        later = (one for one in seen if one.mark == mark and order[id(one)] > place)
        found = next((one for one in later if _is_above(one, flow, row)), None)
        if found is None and not (before and _follows(mark, before)):
            continue
        place, before = order[id(found)] if found else place, mark
        yield _Opening(index, mark, found)


def _is_above(seen: Sighting, flow: Flow, row: Row) -> bool:
    """True for a mark in text that is larger than the row, and above it or in another column."""
    above = seen.flow is not flow or seen.row.baseline > row.baseline
    return above and seen.row.size >= _LARGER * row.size


def raised_above(rows: Sequence[Row], index: int) -> str | None:
    """Return the mark that a row consists of which is raised before the next one."""
    row = rows[index]
    if index + 1 == len(rows) or not is_mark(row.text):
        return None
    below = rows[index + 1]
    beside = row.right < below.left + below.size and is_raised(row.size, row.baseline - below.baseline, below.size)
    return plain(row.text) if beside else None


def _mark(row: Row) -> str | None:
    """Return the mark that a row begins with, as a plain one; None for none and for a row of a table."""
    first = row.parts[0]
    opening = _OPENING.match(first.text)
    if opening is None or row.cells > 2 or len(row.text) <= opening.end():
        return None
    mark = opening.group(1)
    alone = (
        len(row.parts) > 1 and is_mark(first.text) and is_raised(first.size, first.baseline - row.baseline, row.size)
    )
    if mark.isalpha() and not (alone or opening["close"] == ")" or (0, mark) in first.marks):
        return None
    return plain(mark)


def _follows(mark: str, before: str) -> bool:
    if mark.isdigit() and before.isdigit():
        return int(mark) == int(before) + 1
    if mark in _SIGNS and before in _SIGNS:
        return _SIGNS.index(mark) == _SIGNS.index(before) + 1
    return mark.isalpha() and before.isalpha() and ord(mark) == ord(before) + 1


def _end(rows: Sequence[Row], openings: Sequence[_Opening]) -> int:
    """Return the row behind the last note: what stands far below is a footer."""
    begins = {each.index for each in openings}
    last = openings[-1].index
    for index in range(last + 1, len(rows)):
        if index not in begins and rows[index - 1].baseline - rows[index].baseline > _APART * rows[index].size:
            return index
    return len(rows)


def _without_mark(rows: list[Row]) -> list[Row]:
    """Return the rows of a note without its mark, which may be a row of its own."""
    if raised_above(rows, 0):
        return rows[1:]
    first = rows[0].parts[0]
    opening = _OPENING.match(first.text)
    if opening:
        first.text = first.text[opening.end() :]
        respell(rows[0])
    return rows


def take_footnotes(flows: Sequence[Flow]) -> list[Footnote]:
    """Take the footnotes out of the columns, and their marks out of the text; the columns keep their other rows."""
    sizes: Counter[float] = Counter()
    for flow in flows:
        for row in flow.rows:
            sizes[row.size] += len(row.text)
    taker = _Taker(sizes.most_common(1)[0][0] if sizes else 0.0)
    for _, page in groupby(flows, key=lambda flow: flow.page):
        taker.take_page(list(page))
    return taker.found
