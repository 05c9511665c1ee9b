"""Lists and tables of a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from williams.domain.content import Paragraph
from williams.domain.table_rows import cells_of, filled_up
from williams_export_ebook.book.blocks import Block
from williams_export_ebook.book.formulas import drawn
from williams_export_ebook.book.markup import Element, el

# An item that brought its own mark or number: "• one", "1. two", "(c) three", "一、四".
_MARKED = re.compile(
    r"\s*(?:[^\w\s(\[\"'“‘«„$]|\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,5})[.)]|[一二三四五六七八九十]{1,3}[、.])\s*\S"
)

Anchor = Callable[[Paragraph], str]


def listed(block: Block, anchor: Anchor, marks: Callable[[Paragraph], Sequence[Element]]) -> Element:
    """Return a list; its items have no bullets where they brought marks of their own."""
    items = [el("li", *drawn(each.text), *marks(each), id=anchor(each)) for each in block.paragraphs]
    marked = all(_MARKED.match(each.text) for each in block.paragraphs)
    return el("ul", *items, **({"class_": "marked"} if marked else {}))


def tabled(block: Block, anchor: Anchor) -> Element:
    """Return a table. Short rows are filled up."""
    rows = filled_up([cells_of(each.text) for each in block.paragraphs])
    return el(
        "table",
        el(
            "tbody",
            *(
                el("tr", *(el("td", *drawn(cell)) for cell in cells), id=anchor(each))
                for each, cells in zip(block.paragraphs, rows, strict=True)
            ),
        ),
    )
