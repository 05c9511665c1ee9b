"""Tables of data: each row is one paragraph. Tables that only lay out a page are read like the page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from williams_html.tree import plain

CELL_SEPARATOR = " | "
_LONG_CELL = 400
"""Characters. Cells of data are short; one that holds an article lays out a page."""


def is_data_table(table: HtmlElement) -> bool:
    """True if rows of cells stand in it: no table within, at least two columns, no cell as long as an article."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    if table.find(".//th") is not None or table.find("./caption") is not None:
        return True
    rows = [_cells(row) for row in table.iter("tr")]
    return any(len(row) > 1 for row in rows) and all(len(plain(cell)) < _LONG_CELL for row in rows for cell in row)


def caption_of(table: HtmlElement) -> str:
    """Return the caption, or nothing."""
    caption = table.find("./caption")
    return plain(caption) if caption is not None else ""


def row_texts(table: HtmlElement) -> Iterator[str]:
    """Yield the text of each row that says something, its cells parted by bars; empty cells at its end go."""
    for row in table.iter("tr"):
        texts = [plain(cell) for cell in _cells(row)]
        while texts and not texts[-1]:
            texts.pop()
        if any(texts):
            yield CELL_SEPARATOR.join(text or "–" for text in texts)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]
