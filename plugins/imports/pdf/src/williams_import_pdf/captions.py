"""Brings the captions of tables to what they say."""

from __future__ import annotations

from williams_import_pdf.model import Block
from williams_import_pdf.patterns import TABLE_CAPTION


def captions_first(blocks: list[Block]) -> list[Block]:
    """Return the blocks with each table's caption before its rows, wherever it stands on the page."""
    found: list[Block] = []
    for block in blocks:
        first = _rows_above(found) if _is_caption(block) else len(found)
        own = first and _is_caption(found[first - 1])
        found.insert(len(found) if own else first, block)
    return found


def _is_caption(block: Block) -> bool:
    return block.kind == "caption" and bool(TABLE_CAPTION.match(block.text))


def _rows_above(blocks: list[Block]) -> int:
    """Return where the table begins that ends the blocks."""
    first = len(blocks)
    while first and blocks[first - 1].kind == "table_row" and blocks[first - 1].flow is blocks[-1].flow:
        first -= 1
    return first
