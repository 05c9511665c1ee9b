"""The lines that are drawn on a page, as those above, in and below a table."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.boxes import Box
from williams_import_pdf.queries import function

_PATH = 2
_THIN = 2.5
_SHORTEST = 12.0
"""Points."""
_MOST_OBJECTS = 20_000
_SAME = 2.0

_object = function("FPDFPage_GetObject", ctypes.c_void_p)
_kind = function("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p)
_bounds = function("FPDFPageObj_GetBounds", ctypes.c_int, *[ctypes.c_void_p] * 5)


@dataclass(slots=True)
class Rules:
    """Level lines of a page as left edge, right edge and height, in the coordinates of its text."""

    level: list[tuple[float, float, float]] = field(default_factory=list)

    def heights(self, left: float, right: float, bottom: float, top: float) -> list[float]:
        """Return where lines stand that reach over most of a stretch, from top to bottom, each once."""
        needed = 0.6 * (right - left)
        within: dict[int, float] = {}
        for begins, ends, y in self.level:
            if bottom <= y <= top:
                key = round(y / _SAME)
                within[key] = within.get(key, 0.0) + max(0.0, min(ends, right) - max(begins, left))
        found: list[float] = []
        for key in sorted((key for key, length in within.items() if length >= needed), reverse=True):
            if not found or found[-1] - key * _SAME > 1.5 * _SAME:
                found.append(key * _SAME)
        return found


def read_rules(page: Any, turns: int, mirrored: bool) -> Rules:
    """Return a page's lines; ``turns`` and ``mirrored`` say how its text runs."""
    rules = Rules()
    for box in _boxes(page):
        for edge in _edges(box):
            left, right = edge.along(turns)
            height = edge.level(turns)
            if right - left >= _SHORTEST:
                rules.level.append((-right, -left, height) if mirrored else (left, right, height))
    return rules


def _boxes(page: Any) -> Iterator[Box]:
    left, bottom, right, top = edges = [ctypes.c_float() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    numbers = range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS))
    objects = list(map(_object, repeat(ctypes.cast(page, ctypes.c_void_p)), numbers))
    for drawn in [one for one, kind in zip(objects, map(_kind, objects), strict=True) if kind == _PATH]:
        if _bounds(drawn, *places):
            yield Box(left.value, bottom.value, right.value, top.value)


def _edges(box: Box) -> Iterator[Box]:
    """A thin shape is a line; of a larger one, which may be a cell, the edges are lines."""
    if min(box.right - box.left, box.top - box.bottom) <= _THIN:
        yield box
        return
    yield box._replace(bottom=box.top)
    yield box._replace(top=box.bottom)
    yield box._replace(right=box.left)
    yield box._replace(left=box.right)
