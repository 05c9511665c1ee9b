"""Puts lines that came from the upper left to the lower right into columns and paragraphs.

The page is cut along the empty strips between lines: from top to bottom where columns stand beside each other, else
from left to right where a strip is higher than usual; each part again, until none can be cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

from williams.ports.recognition import RecognizedLine

_GUTTER: Final = 0.015
"""Of the page's width: narrower strips lie between words."""
_APART: Final = 0.8
"""Of a line's height: paragraphs are further apart."""
_COLUMN_LINES: Final = 2

Lines = Sequence[RecognizedLine]


def in_reading_order(lines: Lines) -> list[RecognizedLine]:
    """Return the lines column after column, with the numbers of their paragraphs."""
    if not lines:
        return []
    height = median(line.box[3] - line.box[1] for line in lines)
    parts = list(_parts(lines, height))
    return [line.model_copy(update={"paragraph": number}) for number, part in enumerate(parts) for line in part]


def _parts(lines: Lines, height: float) -> Iterator[Lines]:
    if columns := _columns(lines):
        for column in columns:
            yield from _parts(column, height)
        return
    bands = _cut(lines, 1, _APART * height)
    if len(bands) > 1:
        for band in _rejoined(bands):
            yield from _parts(band, height)
        return
    yield sorted(lines, key=lambda line: line.box[1])


def _columns(lines: Lines) -> list[list[RecognizedLine]]:
    """Return the columns that stand beside each other; none where there is one."""
    found = _cut(lines, 0, _GUTTER)
    return found if len(found) > 1 and all(len(column) >= _COLUMN_LINES for column in found) else []


def _rejoined(bands: Iterable[list[RecognizedLine]]) -> Iterator[list[RecognizedLine]]:
    """Put bands together over which the same columns run: a gap in all of them ends none."""
    whole: list[RecognizedLine] = []
    for band in bands:
        if whole and not (_columns(whole) and _columns([*whole, *band])):
            yield whole
            whole = []
        whole += band
    yield whole


def _cut(lines: Lines, axis: int, least: float) -> list[list[RecognizedLine]]:
    """Part lines where a strip of at least this width is empty; ``axis`` 0 parts columns, 1 bands."""
    ordered = sorted(lines, key=lambda line: line.box[axis])
    parts, reach = [[ordered[0]]], ordered[0].box[axis + 2]
    for line in ordered[1:]:
        if line.box[axis] - reach >= least:
            parts.append([])
        parts[-1].append(line)
        reach = max(reach, line.box[axis + 2])
    return parts
