"""Which drawing operations of a page leave text that cannot be seen, or only on a dark ground."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
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
    for number, drawn in enumerate(_objects(page)):
        if number >= _MOST_OBJECTS:
            break
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT:
            invisible = pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            white = _is_white(drawn, colour)
            if invisible or white:
                found[ctypes.addressof(drawn.contents)] = Ink(invisible, white)
    return found


def _objects(page: Any) -> Iterator[Any]:
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        yield drawn
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _within(drawn, 1)


def _within(form: Any, depth: int) -> Iterator[Any]:
    for number in range(pdfium.FPDFFormObj_CountObjects(form)):
        drawn = pdfium.FPDFFormObj_GetObject(form, number)
        yield drawn
        if depth < _DEEPEST and pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _within(drawn, depth + 1)


def _is_white(drawn: Any, colour: list[Any]) -> bool:
    red, green, blue, opaque = colour
    if not pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, opaque):
        return False
    return bool(opaque.value == 0 or min(red.value, green.value, blue.value) >= _WHITE)
