"""Groups the rows of each column into paragraphs, by what the page shows: gaps, indents, sizes, weights and marks."""

from __future__ import annotations

import statistics
from collections import defaultdict

from williams_import_pdf import tagging
from williams_import_pdf.grids import find_tables
from williams_import_pdf.model import Block, Flow, Row
from williams_import_pdf.patterns import (
    BULLET,
    CAPTION,
    CONTENTS_LINE,
    NUMBERED,
    REFERENCE_MARK,
    SECTION_NUMBER,
    ends_sentence,
)
from williams_import_pdf.table_signs import RulesOf
from williams_import_pdf.tagged_tables import TaggedTables, tagged_tables, with_tagged

_INDENT = 0.7
"""Of the font size; smaller differences between left edges are noise."""


class Leading:
    """The usual distance of baselines, for each font size."""

    def __init__(self, flows: list[Flow]) -> None:
        gaps: dict[float, list[float]] = defaultdict(list)
        for flow in flows:
            for above, row in zip(flow.rows, flow.rows[1:], strict=False):
                gap = above.baseline - row.baseline
                if above.size == row.size and 0.9 * row.size < gap < 2.2 * row.size:
                    gaps[row.size].append(gap)
        self._usual = {size: statistics.median(values) for size, values in gaps.items() if len(values) >= 3}

    def of(self, size: float) -> float:
        return self._usual.get(size, 1.25 * size)


def _has_mark(text: str) -> bool:
    return bool(BULLET.match(text) or NUMBERED.match(text))


def _ended_short(row: Row, flow: Flow) -> bool:
    return row.right < flow.right - max(3 * row.size, 0.12 * (flow.right - flow.left))


def _is_closed(row: Row, flow: Flow) -> bool:
    return ends_sentence(row.text) or _ended_short(row, flow)


class Grouper:
    """Decides where a new paragraph begins."""

    def __init__(self, leading: Leading, rules_of: RulesOf, tagged: TaggedTables) -> None:
        self._leading = leading
        self._rules_of = rules_of
        self._tagged = tagged

    def blocks(self, flow: Flow) -> list[Block]:
        found: list[Block] = []
        begin = 0
        tables = find_tables(flow, self._rules_of)
        if tagged := self._tagged.get(id(flow)):
            tables = with_tagged(tables, tagged)
        for first, end, rows in tables:
            found += self._paragraphs(flow, flow.rows[begin:first])
            found += [Block(flow.page, row.rows, flow, kind="table_row", cells=row.cells) for row in rows]
            begin = end
        return found + self._paragraphs(flow, flow.rows[begin:])

    def _paragraphs(self, flow: Flow, rows: list[Row]) -> list[Block]:
        found: list[Block] = []
        for row in rows:
            if found and not self._begins(found[-1].rows, row, flow):
                found[-1].rows.append(row)
            elif found and self._began_above(found[-1].rows, row, flow):
                found.append(Block(flow.page, [found[-1].rows.pop(), row], flow))
            else:
                found.append(Block(flow.page, [row], flow))
        return found

    def _began_above(self, rows: list[Row], row: Row, flow: Flow) -> bool:
        """True if the row above is the indented first line of this row's paragraph, below text with the same indent."""
        above = rows[-1]
        if (
            len(rows) < 2
            or tagging.parts(above, row) is not None
            or self._apart(above, row)
            or self._looks_different(above, row)
        ):
            return False
        outdented = row.left < above.left - _INDENT * row.size and rows[-2].left > row.left + _INDENT * row.size
        return outdented and not _ended_short(above, flow) and _ended_short(rows[-2], flow)

    def _begins(self, rows: list[Row], row: Row, flow: Flow) -> bool:
        above = rows[-1]
        told = tagging.parts(above, row)
        if told is not None:
            return told
        if row.cells > 2 and above.cells > 2:
            return True
        return (
            self._apart(above, row)
            or self._looks_different(above, row)
            or self._marked(rows, row, flow)
            or self._moved(rows, row, flow)
            or self._block_style(above, row, flow)
        )

    def _apart(self, above: Row, row: Row) -> bool:
        leading = self._leading.of(row.size)
        if above.size != row.size:
            leading = max(leading, self._leading.of(above.size))
        return above.baseline - row.baseline > 1.3 * leading

    @staticmethod
    def _looks_different(above: Row, row: Row) -> bool:
        if above.bold != row.bold and min(len(above.text), len(row.text)) > 2:
            return True
        ratio = row.size / above.size
        # Two sizes may meet in one paragraph where a row is mostly a formula or code.
        return not 0.87 < ratio < 1.12

    @staticmethod
    def _marked(rows: list[Row], row: Row, flow: Flow) -> bool:
        above, text = rows[-1], row.text
        if BULLET.match(text) and not above.text.endswith("-"):
            return bool(BULLET.match(rows[0].text)) or text[0] not in "–—-*·"
        if above.text[-1:].isalnum() and CONTENTS_LINE.search(above.text):
            return True
        if REFERENCE_MARK.match(text) and REFERENCE_MARK.match(rows[0].text):
            return row.left < rows[0].left + _INDENT * row.size
        if row.bold and SECTION_NUMBER.match(text):
            return _ended_short(above, flow)
        if NUMBERED.match(text):
            return _is_closed(above, flow) and (above.text[-1:] in ".:;" or _has_mark(rows[0].text))
        return bool(CAPTION.match(text)) and _is_closed(above, flow)

    @staticmethod
    def _moved(rows: list[Row], row: Row, flow: Flow) -> bool:
        first, above = rows[0], rows[-1]
        step = _INDENT * row.size
        if flow.ragged_left or _centred(above, row, flow):
            return False
        if above.bold and row.bold:
            # Two headings, or one that is too long for a line.
            return _ended_short(above, flow) and row.left <= first.left + step
        if len(rows) == 1:
            if row.left <= first.left + step:
                return row.left < first.left - 6 * row.size
            hanging = _has_mark(first.text) or bool(REFERENCE_MARK.match(first.text))
            return not hanging and (_ended_short(first, flow) or ends_sentence(first.text))
        if rows[1].left > first.left + step:
            # The first row hangs out: back at its edge, the next entry begins.
            return abs(row.left - first.left) < step or row.left < first.left - step
        return abs(row.left - above.left) > step

    @staticmethod
    def _block_style(above: Row, row: Row, flow: Flow) -> bool:
        if not _ended_short(above, flow) or not ends_sentence(above.text):
            return False
        return not row.text[:1].islower()


def _centred(above: Row, row: Row, flow: Flow) -> bool:
    if min(above.left, row.left) < flow.left + row.size:
        return False
    return abs((above.left + above.right) - (row.left + row.right)) < 2 * row.size


def group(flows: list[Flow], rules_of: RulesOf, is_tagged: bool) -> list[Block]:
    """Return the document's blocks in reading order; paragraphs that go on in another column are still in parts.

    ``is_tagged`` says that the tags are believed.
    """
    grouper = Grouper(Leading(flows), rules_of, tagged_tables(flows) if is_tagged else {})
    return [block for flow in flows for block in grouper.blocks(flow)]
