"""Tables that stand across columns: the file writes their rows from one side of the gutter to the other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from williams_import_pdf.model import Segment

_FEWEST_ROWS = 3
_FEWEST_CELLS = 3
_WIDEST_CELL = 0.7
"""Of the narrowest column: a line of text fills more of it."""
_ALIGNED = 3.0
"""Points."""


def table_runs(
    rows: list[list[Segment]], gutters: Sequence[float], order: Mapping[int, int]
) -> Iterator[tuple[bool, list[list[Segment]]]]:
    """Part the rows of columns, from top to bottom, into those of tables across them (True) and others.

    ``order`` has each segment's place in the file, by its ``id``.
    """
    widest = _WIDEST_CELL * _narrowest(rows, gutters)
    others: list[list[Segment]] = []
    for is_written, run in _runs(rows, lambda cells: _is_written_across(cells, gutters, order, widest)):
        if not is_written or len(run) < _FEWEST_ROWS:
            others += run
            continue
        if others:
            yield False, others
            others = []
        yield True, run
    if others:
        yield False, others


def _runs(
    rows: list[list[Segment]], is_written: Callable[[list[Segment]], bool]
) -> Iterator[tuple[bool, list[list[Segment]]]]:
    """Part rows into runs of aligned ones that are written across, and single others."""
    run: list[list[Segment]] = []
    for row in rows:
        cells = sorted(row, key=lambda one: one.left)
        written = is_written(cells)
        if written and run and _are_aligned(run[-1], cells):
            run.append(cells)
            continue
        if run:
            yield True, run
        run = [cells] if written else []
        if not written:
            yield False, [row]
    if run:
        yield True, run


def _narrowest(rows: list[list[Segment]], gutters: Sequence[float]) -> float:
    segments = [segment for row in rows for segment in row]
    edges = [min(one.left for one in segments), *gutters, max(one.right for one in segments)]
    return min(right - left for left, right in itertools.pairwise(edges))


def _is_written_across(cells: list[Segment], gutters: Sequence[float], order: Mapping[int, int], widest: float) -> bool:
    if len(cells) < _FEWEST_CELLS or not any(cells[0].right <= x <= cells[-1].left for x in gutters):
        return False
    places = [order[id(cell)] for cell in cells]
    in_a_row = all(after - before == 1 for before, after in itertools.pairwise(places))
    return in_a_row and all(cell.right - cell.left < widest for cell in cells)


def _are_aligned(above: list[Segment], cells: list[Segment]) -> bool:
    """Return True if most cells of the shorter row stand under one of the other, at their left or right edges."""
    shorter, longer = sorted((above, cells), key=len)
    return sum(any(_is_under(cell, other) for other in longer) for cell in shorter) > len(shorter) / 2


def _is_under(cell: Segment, other: Segment) -> bool:
    edges = (cell.left - other.left, cell.right - other.right, (cell.left + cell.right - other.left - other.right) / 2)
    return min(map(abs, edges)) < _ALIGNED
