"""A table's row as the text of a paragraph, and back: its cells are parted by bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_SEPARATOR: Final = " | "
_EMPTY: Final = "–"


def row_text(cells: Sequence[str]) -> str:
    """Return the text of a row. Empty cells at its end go, others become a dash; nothing where all are empty."""
    filled = len(cells)
    while filled and not cells[filled - 1]:
        filled -= 1
    return _SEPARATOR.join(cell or _EMPTY for cell in cells[:filled])


def cells_of(text: str) -> list[str]:
    """Return the cells of a row's text."""
    return text.split(_SEPARATOR)


def filled_up(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return rows of one width, that of the widest."""
    width = max(map(len, rows), default=0)
    return [[*cells, *[""] * (width - len(cells))] for cells in rows]
