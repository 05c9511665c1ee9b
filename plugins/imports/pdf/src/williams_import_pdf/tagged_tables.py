"""Tables by the tags of a document, and which of them stand beside those that the page's geometry shows."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from williams_import_pdf.grids import Table, TableRow
from williams_import_pdf.model import Flow, Row
from williams_import_pdf.structure import Cell

_LONGEST: Final = 500
"""Characters of a cell: where one has more, the table only lays out the page."""

TaggedTables: TypeAlias = dict[int, list[Table]]
"""The tables of each flow, by its ``id``."""


def tagged_tables(flows: Iterable[Flow]) -> TaggedTables:
    """Return the tables whose rows stand together in one column, as their tags say, from left to right."""
    runs = [(flow, *run) for flow in flows for run in _runs(flow)]
    times = Counter((flow.page, table) for flow, table, _, _ in runs)
    found: TaggedTables = {}
    for flow, table, first, end in runs:
        rows = _table_rows(flow.rows[first:end]) if times[flow.page, table] == 1 else []
        if _is_table(rows):
            found.setdefault(id(flow), []).append((first, end, rows))
    return found


def with_tagged(shown: list[Table], tagged: Sequence[Table]) -> list[Table]:
    """Return the tables of a column: tagged ones instead of those shown at their place.

    Where cells span columns or rows, tags do not say under which others a cell stands, but the page may.
    """
    kept = [one for one in tagged if _is_even(one) or not any(_overlap(one, other) for other in shown)]
    others = [one for one in shown if not any(_overlap(one, other) for other in kept)]
    return sorted(kept + others, key=lambda table: table[0])


def _cells(row: Row) -> list[Cell]:
    """Return the cells in which the parts of a row stand; none where one of them stands in none."""
    found = [part.element.cell for part in row.parts if part.element and part.element.cell]
    return found if len(found) == len(row.parts) else []


def _runs(flow: Flow) -> Iterator[tuple[int, int, int]]:
    """Yield the tables of a column with their first row and the one behind their last."""
    tables = [cells[0].table if (cells := _cells(row)) else 0 for row in flow.rows]
    first = 0
    for table, run in itertools.groupby(tables):
        end = first + sum(1 for _ in run)
        if table:
            yield table, first, end
        first = end


def _table_rows(lines: Sequence[Row]) -> list[TableRow]:
    """Return the rows of a table; nothing where they do not stand on the page as the tags have them."""
    rows: list[TableRow] = []
    before = 0
    for number, group in itertools.groupby(lines, key=lambda line: _cells(line)[0].row):
        own = list(group)
        if number <= before or not all(_is_line(line, number) for line in own):
            return []
        before = number
        rows.append(_table_row(own))
    return rows


def _table_row(lines: list[Row]) -> TableRow:
    cells: list[list[str]] = [[] for _ in range(1 + max(cell.column for line in lines for cell in _cells(line)))]
    for line in lines:
        for part, cell in zip(line.parts, _cells(line), strict=True):
            cells[cell.column].append(part.text)
    return TableRow(lines, cells)


def _is_line(row: Row, number: int) -> bool:
    cells = _cells(row)
    columns = [cell.column for cell in cells]
    return columns == sorted(columns) and all(cell.row == number for cell in cells)


def _is_table(rows: Sequence[TableRow]) -> bool:
    if any(sum(map(len, cell)) > _LONGEST for row in rows for cell in row.cells):
        return False
    return sum(sum(map(bool, row.cells)) > 1 for row in rows) > 1


def _is_even(table: Table) -> bool:
    return len({len(row.cells) for row in table[2]}) == 1


def _overlap(one: Table, other: Table) -> bool:
    return one[0] < other[1] and other[0] < one[1]
