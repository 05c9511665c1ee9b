"""Which drawing operations of a page leave text that cannot be seen, or only on a dark ground."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

_WHITE = 250
"""Of 255, each of the three colours."""
_DEEPEST = 8
_MOST_OBJECTS = 200_000


class Ink(NamedTuple):
    """How text is drawn: ``invisible`` is without ink, as the text of scans is."""

    invisible: bool = False
    white: bool = False


BLACK = Ink()


def unusual_inks(page: Any) -> dict[int, Ink]:
    """Return the ink of each text object that is white or invisible, by its address; mostly there is none."""
    found: dict[int, Ink] = {}
    colour = [ctypes.c_uint() for _ in range(4)]
    for drawn, kind in islice(_objects(page), _MOST_OBJECTS):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            invisible = pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            white = _is_white(drawn, colour)
            if invisible or white:
                found[ctypes.addressof(drawn.contents)] = Ink(invisible, white)
    return found


def _objects(page: Any) -> Iterator[tuple[Any, int]]:
    """Yield what is drawn, and its kind; what a form draws follows it."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _with_contents(pdfium.FPDFPage_GetObject(page, number), 0)


def _with_contents(drawn: Any, depth: int) -> Iterator[tuple[Any, int]]:
    kind = pdfium.FPDFPageObj_GetType(drawn)
    yield drawn, kind
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        for number in range(pdfium.FPDFFormObj_CountObjects(drawn)):
            yield from _with_contents(pdfium.FPDFFormObj_GetObject(drawn, number), depth + 1)


def _is_white(drawn: Any, colour: list[Any]) -> bool:
    red, green, blue, opaque = colour
    if not pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, opaque):
        return False
    return bool(opaque.value == 0 or min(red.value, green.value, blue.value) >= _WHITE)
