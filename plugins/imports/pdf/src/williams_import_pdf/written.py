"""Reads columns in the order of the file, where it runs down them as programs write that typeset papers."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterator, Sequence

from williams_import_pdf.gutters import FILLED, FILLED_WEAKLY, column_of
from williams_import_pdf.model import Segment
from williams_import_pdf.rows import filled, rows_of, same_row

_RISES = 1.5
"""Of the font size: where the file goes on higher up by more, it begins another column."""
_SCATTERED = 3.0
"""Of the font size: parts of a formula are written in any order, within so much."""
_BACK = 0.05
"""Of the segments: labels of figures may jump back."""
_FEWEST_ROWS = 3
_SHORTEST = 15
"""Characters of a column's middling line; cells of tables are shorter."""
_SAME_GUTTER = 8.0
"""Points."""
_TOUCHING = 0.5
"""Of the font size: gutters are wider."""
_TAIL_ROWS = 2
_LEADING = 1.6
"""Of the font size: lines of one paragraph are nearer."""

_Part = tuple[int | None, list[Segment]]
"""Segments that the file writes one after the other in one column; None for what stands across columns."""


def written_gutters(segments: Sequence[Segment]) -> list[float]:
    """Return the middles of the strips between columns that the file writes one after the other.

    ``segments`` are in the order of the file. Columns may be shorter here than where only their shape shows them.
    """
    rises = [
        number
        for number, (before, one) in enumerate(itertools.pairwise(segments), 1)
        if one.baseline > before.baseline + _RISES * before.size and one.left > before.left
    ]
    found: list[float] = []
    for begin, middle, end in zip([0, *rises], rises, [*rises[1:], len(segments)], strict=False):
        x = _strip(segments[begin:middle], segments[middle:end])
        if x is not None and all(abs(x - other) >= _SAME_GUTTER for other in found):
            found.append(x)
    found.sort()
    return found if found and written_columns(segments, found) else []


def _strip(part: Sequence[Segment], following: Sequence[Segment]) -> float | None:
    """Return the middle of the empty strip between two columns of running text that stand beside each other."""
    top = max(one.baseline + one.size for one in following)
    column = [one for one in part if one.baseline < top]
    if not column:
        return None
    bottom = min(one.baseline - one.size for one in column)
    beside = [one for one in following if one.baseline > bottom]
    right, left = max(one.right for one in column), min(one.left for one in beside)
    if right >= left:
        return None
    x = (left + right) / 2
    shares = (
        _share(column, x - min(one.left for one in column)),
        _share(beside, max(one.right for one in beside) - x),
    )
    return x if max(shares) >= FILLED and min(shares) >= FILLED_WEAKLY else None


def _share(column: list[Segment], width: float) -> float:
    """Return how much of its width running text fills; nothing for cells of a table, or too few lines."""
    rows = rows_of(column)
    if len(rows) < _FEWEST_ROWS or statistics.median(len(row.text) for row in rows) < _SHORTEST:
        return 0.0
    return filled(column, width)


def written_columns(segments: Sequence[Segment], gutters: Sequence[float]) -> list[list[Segment]] | None:
    """Part a page into columns, and what stands across them, as the file writes them; None if it jumps back.

    ``segments`` are in the order of the file. A line that runs over its column's edge stays in it.
    """
    parts = _with_tails(_with_overfull(_parts(segments, gutters)))
    return [part for _, part in parts] if _runs_down(parts, len(segments)) else None


def _parts(segments: Sequence[Segment], gutters: Sequence[float]) -> list[_Part]:
    placed = [(column, one) for row in _lines(segments) for column, one in _placed(row, gutters)]
    return [(column, [one for _, one in part]) for column, part in itertools.groupby(placed, lambda each: each[0])]


def _lines(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield what the file writes on one baseline, from left to right, before it goes on elsewhere."""
    line: list[Segment] = []
    for one in segments:
        if line and not (same_row(line[-1], one) and one.left > line[-1].left):
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def _placed(line: list[Segment], gutters: Sequence[float]) -> list[tuple[int | None, Segment]]:
    """Say of each part of a line in which column it stands; in none if a part of it, or no gap, is at a gutter."""
    columns = [column_of(one, gutters) for one in line]
    whole = any(
        before != after and one.left - other.right < _TOUCHING * one.size
        for (before, after), (other, one) in zip(itertools.pairwise(columns), itertools.pairwise(line), strict=True)
    )
    return [(None if whole or None in columns else column, one) for column, one in zip(columns, line, strict=True)]


def _joined(parts: list[_Part], number: int) -> None:
    """Make one part of three, in the column of the outer ones."""
    column = parts[number - 1][0]
    parts[number - 1 : number + 2] = [(column, [one for _, part in parts[number - 1 : number + 2] for one in part])]


def _with_overfull(parts: list[_Part]) -> list[_Part]:
    """Let what stands across be part of the column that it is written in the middle of, beside another one."""
    tops: dict[int | None, float] = {}
    for column, part in parts:
        tops[column] = max(tops.get(column, -math.inf), *(one.baseline for one in part))
    number = 1
    while number < len(parts) - 1:
        (before, above), (column, part), (after, below) = parts[number - 1 : number + 2]
        inside = above[-1].baseline > part[0].baseline > below[0].baseline
        others = [top for other, top in tops.items() if other is not None and other != before]
        if column is None and before == after and inside and max(others, default=-math.inf) > part[0].baseline:
            _joined(parts, number)
        else:
            number += 1
    return parts


def _with_tails(parts: list[_Part]) -> list[_Part]:
    """Let short last lines of what stands across be part of it."""
    number = 1
    while number < len(parts):
        (before, above), (column, part) = parts[number - 1 : number + 1]
        after = parts[number + 1][0] if number + 1 < len(parts) else 0
        if column is not None and before is after is None and len(rows_of(part)) <= _TAIL_ROWS:
            _joined(parts, number)
            continue
        if column is not None and before is None:
            beside = [one for other, following in parts[number + 1 :] if other != column for one in following]
            tail = _tail(above, part, max((one.baseline for one in beside), default=math.inf))
            parts[number - 1 : number + 1] = [(before, above + part[:tail]), (column, part[tail:])]
        number += 1
    return [(column, part) for column, part in parts if part]


def _tail(above: list[Segment], part: list[Segment], beside: float) -> int:
    """Count the lines that go on with what stands across above, in its size and with nothing beside them."""
    last, count = above[-1], 0
    for one in part:
        near = last.baseline - one.baseline < _LEADING * last.size
        if not near or one.size != last.size or one.baseline < beside + one.size:
            break
        last, count = one, count + 1
    return count


def _runs_down(parts: list[_Part], count: int) -> bool:
    """Return True if every column is written downwards and whole before what stands beside it.

    Rows that are written across the columns, as those of tables, are not.
    """
    lowest: dict[int, float] = {}
    before: _Part | None = None
    back = 0
    for column, part in parts:
        first = part[0]
        if before is not None and not _follows(before, column, first, lowest):
            return False
        place = lowest.get(column, first.baseline + first.size) if column is not None else first.baseline
        for one in part:
            if one.baseline > place + _SCATTERED * one.size:
                back += 1
            place = min(place, one.baseline)
        for beside in [column] if column is not None else list(lowest):
            lowest[beside] = min(place, lowest.get(beside, place))
        before = column, part
    return len(lowest) > 1 and back <= _BACK * count


def _follows(before: _Part, column: int | None, first: Segment, lowest: dict[int, float]) -> bool:
    """Return True if a part may be read behind another one, as far as their places tell."""
    if column is not None and before[0] is not None and column > before[0]:
        above = first.baseline > before[1][-1].baseline + first.size
        return above and first.baseline < lowest.get(column, math.inf)
    return first.baseline < min(lowest.values(), default=first.baseline + 1) + first.size
