"""Finds tables in a column: rows whose cells stand under each other, between lines or without."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from williams_import_pdf.model import Flow, Row
from williams_import_pdf.strips import Strip, strip_of, touches
from williams_import_pdf.table_signs import LONG_CELL, Grid, RulesOf, is_table

_APART = 4.0
"""Of the font size: rows further apart are of two tables."""
_WRAPPED = 2
"""So many lines of one cell may follow each other."""


@dataclass(slots=True)
class TableRow:
    """A row of a table: the page's rows that it is made of, and the lines of each of its cells."""

    rows: list[Row]
    cells: list[list[str]]


Table: TypeAlias = tuple[int, int, list[TableRow]]
"""Of a column: its first row, the one behind its last, and its rows."""


def find_tables(flow: Flow, rules_of: RulesOf) -> list[Table]:
    """Return the tables of a column that the page shows."""
    if flow.aside:
        return []
    grids = (grid for candidate in _candidates(flow) for grid in _pieces(candidate))
    return [(grid.first, grid.end, list(_table_rows(grid))) for grid in grids if is_table(grid, rules_of)]


def _pieces(grid: Grid) -> Iterator[Grid]:
    """Part rows at what stands across their columns: a heading, a caption, a line of text."""
    first: int | None = None
    last = 0
    for number, row in enumerate(grid.rows, grid.first):
        if len(row.parts) > 1:
            first, last = number if first is None else first, number
        elif first is not None and sum([touches(row.parts[0], strip) for strip in grid.columns]) > 1:
            yield Grid(grid.flow, first, last + 1)
            first = None
    if first == grid.first:
        yield grid
    elif first is not None:
        yield Grid(grid.flow, first, last + 1)


def _candidates(flow: Flow) -> Iterator[Grid]:
    """Yield stretches of rows that begin and end with rows of cells, two at least; few others stand between them."""
    rows = flow.rows
    celled = [number for number, row in enumerate(rows) if len(row.parts) > 1]
    first: int | None = None
    for last, number in itertools.pairwise(celled):
        if number - last <= _WRAPPED + 1 and _are_near(rows[last : number + 1]):
            first = last if first is None else first
        elif first is not None:
            yield Grid(flow, first, last + 1)
            first = None
    if first is not None:
        yield Grid(flow, first, celled[-1] + 1)


def _are_near(rows: Sequence[Row]) -> bool:
    return all(
        above.baseline - row.baseline < _APART * max(above.size, row.size) for above, row in itertools.pairwise(rows)
    ) and all(len(row.text) < 2 * LONG_CELL for row in rows[1:-1])


def _table_rows(grid: Grid) -> Iterator[TableRow]:
    parted = _is_parted(grid)
    current: TableRow | None = None
    above: Row | None = None
    for row in grid.rows:
        cells = _cells(row, grid.columns)
        if current and above and _goes_on(current, above, row, cells, grid, parted):
            current.rows.append(row)
            for said, more in zip(current.cells, cells, strict=True):
                said += more
        else:
            if current:
                yield current
            current = TableRow([row], cells)
        above = row
    if current:
        yield current


def _cells(row: Row, columns: Sequence[Strip]) -> list[list[str]]:
    cells: list[list[str]] = [[] for _ in columns]
    for part in row.parts:
        cells[strip_of(part, columns)].append(part.text)
    return cells


def _is_parted(grid: Grid) -> bool:
    """True if lines part the rows: most rows that stand below another one between two lines only go on with it."""
    rows = grid.rows
    if len(_within(grid.lines, rows[0].baseline, rows[-1].baseline)) < 2:
        return False
    further = [row for above, row in itertools.pairwise(rows) if not _within(grid.lines, above.baseline, row.baseline)]
    return sum(not _cells(row, grid.columns)[0] for row in further) >= 0.5 * len(further)


def _within(lines: list[float], top: float, bottom: float) -> list[float]:
    return [y for y in lines if bottom < y < top]


def _goes_on(current: TableRow, above: Row, row: Row, cells: list[list[str]], grid: Grid, parted: bool) -> bool:
    """True for a further line of the cells above: no line parts them, or the first cell is empty and they are near."""
    if parted:
        return not _within(grid.lines, above.baseline, row.baseline)
    near = above.baseline - row.baseline < 1.4 * max(above.size, row.size)
    return not cells[0] and near and all(said for said, more in zip(current.cells, cells, strict=True) if more)
