"""A table of the sources on a slide: in letters that can be read, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from williams_publishing.tables import SourceTable

from williams.domain.notices import cut
from williams_export_slides.deck.fitting import BOLD, LINE, Box, fitted, height_of, lines_of, width_of
from williams_export_slides.deck.measures import BODY, Point

CELL_WIDE, CELL_HIGH = 8, 5
"""Points between a cell's edge and its words, at the sides and above."""
_SIZES: Final = (20, 13)
_CAPTION_SIZES: Final = (16, 9)
_LONGEST_CAPTION: Final = 280
_GAP: Final = 12
_FEWEST_ROWS, _MOST_COLUMNS = 3, 7
_MOST_EMPTY: Final = 0.25
_EMPTY: Final = ("", "–")
_STRETCHED: Final = 1.6
"""Times as wide and high as its words need: a small table does not fill the slide."""


@dataclass(frozen=True)
class SetTable:
    """``widths`` and ``heights`` are in points. ``head`` says whether the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]
    head: bool
    language: str
    size: int
    box: Box
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    caption: Point | None
    caption_box: Box
    caption_size: int


def is_good(table: SourceTable) -> bool:
    """Whether it can be shown: whole, in letters that can be read, and with words in nearly all of its cells."""
    rows = table.cells
    empty = [sum(cell in _EMPTY for cell in row) for row in rows]
    filled = empty[0] <= 1 and sum(empty) <= _MOST_EMPTY * len(rows) * len(rows[0])  # the corner may be
    whole = not table.cut and len(rows) >= _FEWEST_ROWS and len(rows[0]) <= _MOST_COLUMNS
    return filled and whole and _fitting(rows, _area(table)[0], head=table.has_head) is not None


def set_table(table: SourceTable) -> SetTable:
    """Return a table that ``is_good`` on a slide that has nothing else."""
    area, caption, caption_size = _area(table)
    found = _fitting(table.cells, area, head=table.has_head)
    assert found is not None, "the table is good"
    size, widths, heights = found
    box = Box(area.left, area.top, sum(widths), sum(heights))
    below = box.top + box.height + _GAP
    return SetTable(
        rows=tuple(map(tuple, table.cells)),
        head=table.has_head,
        language=table.work.language,
        size=size,
        box=box,
        widths=widths,
        heights=heights,
        caption=Point(caption, table.work.language) if caption else None,
        caption_box=Box(BODY.left, below, BODY.width, BODY.top + BODY.height - below),
        caption_size=caption_size,
    )


def _area(table: SourceTable) -> tuple[Box, str, int]:
    """Return what its caption leaves it, the caption, and the size of that."""
    if table.caption is None:
        return BODY, "", _CAPTION_SIZES[0]
    caption = cut(" ".join(table.caption.text.split()), _LONGEST_CAPTION)
    size = fitted([caption], Box(0, 0, BODY.width, BODY.height / 3), *_CAPTION_SIZES)
    high = height_of([caption], BODY.width, size)
    return Box(BODY.left, BODY.top, BODY.width, BODY.height - _GAP - high), caption, size


def _fitting(
    rows: Sequence[Sequence[str]], area: Box, *, head: bool
) -> tuple[int, tuple[float, ...], tuple[float, ...]] | None:
    """Return the largest size in which the rows stand in the area, the widths of columns and the heights of rows."""
    for size in range(_SIZES[0], _SIZES[1] - 1, -1):
        widths = _widths(rows, size, area.width, head=head)
        if widths is None:
            continue
        heights = [
            max(lines_of(cell, (width - 2 * CELL_WIDE) / size) for cell, width in zip(row, widths, strict=True))
            * LINE
            * size
            + 2 * CELL_HIGH
            for row in rows
        ]
        if sum(heights) <= area.height:
            more = min(_STRETCHED, area.height / sum(heights))
            return size, widths, tuple(high * more for high in heights)
    return None


def _widths(rows: Sequence[Sequence[str]], size: int, room: float, *, head: bool) -> tuple[float, ...] | None:
    """Return the widths of columns; none where a word would be broken."""
    columns = list(zip(*rows, strict=True))
    bold = BOLD if head else 1
    least = [max(_wide(word, size, bold) for cell in column for word in cell.split(" ")) for column in columns]
    wished = [max(_wide(cell, size, bold) for cell in column) for column in columns]
    if sum(least) > room:
        return None
    if sum(wished) <= room:
        more = min(_STRETCHED, room / sum(wished))
        return tuple(wide * more for wide in wished)
    share = (room - sum(least)) / (sum(wished) - sum(least))
    return tuple(low + (high - low) * share for low, high in zip(least, wished, strict=True))


def _wide(text: str, size: int, bold: float) -> float:
    return width_of(text) * bold * size + 2 * CELL_WIDE
