"""Tables of data: each row is one paragraph. Tables that only lay out a page are read like the page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from williams.domain.table_rows import row_text
from williams_html.tree import plain

_LONG_CELL = 400
"""Characters. Cells of data are short; one that holds an article lays out a page."""
_MOST_SPANNED = 1000
_MOST_REPEATED = 1_000_000
"""Characters of a table that are said again in further rows."""


def is_data_table(table: HtmlElement) -> bool:
    """True if rows of cells stand in it: no table within, at least two columns, no cell as long as an article.

    Where rows have several cells, but never two that say something, a picture stands beside a text: DocBook's notes.
    """
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    rows = [_cells(row) for row in table.iter("tr")]
    if table.find(".//img") is not None and _is_picture_beside_text(rows):
        return False
    if table.find(".//th") is not None or table.find("./caption") is not None:
        return True
    return any(len(row) > 1 for row in rows) and all(len(plain(cell)) < _LONG_CELL for row in rows for cell in row)


def _is_picture_beside_text(rows: list[list[HtmlElement]]) -> bool:
    return any(len(row) > 1 for row in rows) and all(sum(bool(plain(cell)) for cell in row) < 2 for row in rows)


def caption_of(table: HtmlElement) -> str:
    """Return the caption, or nothing."""
    caption = table.find("./caption")
    return plain(caption) if caption is not None else ""


def row_texts(table: HtmlElement) -> Iterator[str]:
    """Yield the text of each row that says something, its cells parted by bars; empty cells at its end go.

    A cell that reaches down into further rows is said in each of them.
    """
    spanning = _Spanning()
    for row in table.iter("tr"):
        own, texts = spanning.texts(row)
        if own:
            yield row_text(texts)


class _Spanning:
    """The cells that reach down from the rows above, by the column in which they begin."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, int, str]] = {}
        """Rows that are left, columns, text."""
        self._allowance = _MOST_REPEATED

    def texts(self, row: HtmlElement) -> tuple[bool, list[str]]:
        """Return whether the row says something of its own, and the texts of all cells that stand in it."""
        above, self._open = self._open, {}
        found: list[str] = []
        own, column = False, 0
        for cell in _cells(row):
            column = self._from_above(above, column, found)
            text, wide = plain(cell), _span(cell, "colspan")
            own = own or bool(text)
            found.append(text)
            self._reach_down(column, _span(cell, "rowspan") - 1, wide, text)
            column += wide
        for column in sorted(above):
            self._from_above(above, column, found)
        return own, found

    def _from_above(self, above: dict[int, tuple[int, int, str]], column: int, found: list[str]) -> int:
        while column in above:
            rows, wide, text = above.pop(column)
            found.append(text)
            self._reach_down(column, rows - 1, wide, text)
            column += wide
        return column

    def _reach_down(self, column: int, rows: int, wide: int, text: str) -> None:
        if rows > 0 and self._allowance >= len(text):
            self._allowance -= len(text)
            self._open[column] = (rows, wide, text)


def _span(cell: HtmlElement, name: str) -> int:
    """Return how many columns or rows a cell takes; a rowspan of 0 takes all that follow."""
    given = (cell.get(name) or "1").strip()
    if not given.isascii() or not given.isdecimal():
        return 1
    return min(int(given[:6]), _MOST_SPANNED) or (_MOST_SPANNED if name == "rowspan" else 1)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]
