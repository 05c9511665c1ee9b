"""Rows under headings, and names with their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from williams_cli.bars import STYLES
from williams_cli.output import clean

_LEAST_WIDE = 16


class Listing:
    """Rows under headings, of which only the column ``wide`` gives way when there is little room.

    Where even that is not enough, so that cells would be cropped, each row is a block of its own: a name and its value
    a line, the first value alone, to be copied.
    """

    def __init__(self, *columns: str, wide: str) -> None:
        self._columns = columns
        self._wide = columns.index(wide)
        self._rows: list[tuple[Text, ...]] = []

    def add_row(self, *cells: str | Text) -> None:
        self._rows.append(tuple(cell if isinstance(cell, Text) else Text(cell) for cell in cells))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._needs() <= options.max_width:
            yield self._table()
        else:
            for row in self._rows:
                yield from self._block(row)

    def _needs(self) -> int:
        """Return the width from which on nothing is cropped, in columns of the terminal."""
        lines = [tuple(map(Text, self._columns)), *self._rows]
        widths: list[int] = [max(cell.cell_len for cell in cells) for cells in zip(*lines, strict=True)]
        widths[self._wide] = min(widths[self._wide], _LEAST_WIDE)
        return sum(widths) + len(widths) - 1

    def _table(self) -> Table:
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
        for number, name in enumerate(self._columns):
            made.add_column(name, no_wrap=number != self._wide, overflow="fold")
        for row in self._rows:
            made.add_row(*row)
        return made

    def _block(self, row: tuple[Text, ...]) -> Iterator[RenderableType]:
        first, *others = row
        first.overflow = "fold"
        yield first
        told = zip(self._columns[1:], others, strict=True)
        yield Padding(fields([(name, cell) for name, cell in told if cell.plain not in ("", "–")]), (0, 0, 0, 2))


def fields(rows: Iterable[tuple[str, str | Text | None]]) -> Table:
    """Return names and values, one pair a line; pairs without a value are left out."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value not in (None, ""):
            made.add_row(name, value if isinstance(value, Text) else clean(value))
    return made


def status_text(status: str) -> Text:
    return Text(clean(status), STYLES.get(status, "cyan"))
