"""Which parts of its pages a paragraph covers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from williams_import_pdf.boxes import Box
from williams_import_pdf.model import Block, PageText

_ASCENT, _DESCENT = 0.8, 0.3
"""Of the font size: how far letters reach above and below their line."""
_DIGITS = 4

_Edges = tuple[float, float, float, float]


def covered(block: Block, pages: Mapping[int, PageText]) -> list[dict[str, Any]] | None:
    """Return the fields of a ``PageBox`` for each column that a paragraph stands in; None where there is none.

    Text that runs in another direction than its page's has none.
    """
    parts = [(part.page, _covered(part, pages[part.page])) for part in (block, *block.continued)]
    return [{"page": page, "box": edges} for page, edges in parts if edges] or None


def around(block: Block) -> Box:
    """Return where the rows of a block stand that is not parted, as its text is read."""
    rows = block.rows
    if len(rows) == 1:
        row = rows[0]
        return Box(row.left, row.baseline - _DESCENT * row.size, row.right, row.baseline + _ASCENT * row.size)
    left = bottom = math.inf
    right = top = -math.inf
    for row in rows:
        left, right = min(left, row.left), max(right, row.right)
        bottom = min(bottom, row.baseline - _DESCENT * row.size)
        top = max(top, row.baseline + _ASCENT * row.size)
    return Box(left, bottom, right, top)


def _covered(part: Block, page: PageText) -> _Edges | None:
    segments = part.first.parts
    if segments and segments[0].turned:
        return None
    box = around(part)
    if page.mirrored:
        box = Box(-box.right, box.bottom, -box.left, box.top)
    if page.turns:
        box = box.unturned(page.turns)
    if part.picture:
        box = box.with_other(part.picture)
    return _as_shown(box, page.box, page.rotation)


def _as_shown(box: Box, whole: Box, rotation: int) -> _Edges | None:
    """Return left, top, right, bottom in parts of the page, from the upper left of how viewers show it."""
    width, height = whole.right - whole.left, whole.top - whole.bottom
    if width <= 0 or height <= 0:
        return None
    (left, bottom, right, top), (edge, _, _, ceiling) = box, whole
    left, right = (left - edge) / width, (right - edge) / width
    top, bottom = (ceiling - top) / height, (ceiling - bottom) / height
    for _ in range(rotation % 4):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return round(left, _DIGITS), round(top, _DIGITS), round(right, _DIGITS), round(bottom, _DIGITS)
