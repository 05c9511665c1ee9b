"""What stands behind text, which decides whether white letters can be seen."""

from __future__ import annotations

import ctypes
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from williams_import_pdf.boxes import Box

_PAPER = 235
"""Of 255: fills that are lighter than this do not set off white letters."""
_FILLS = (pdfium.FPDF_PAGEOBJ_PATH,)
_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
_MOST_OBJECTS = 100_000

Place = tuple[float, float, float, float]


class Backgrounds:
    """The coloured surfaces and pictures of one page; read when first asked for, as few pages have white letters."""

    def __init__(self, page: Any) -> None:
        self._page = page

    @cached_property
    def _places(self) -> list[Place]:
        count = min(pdfium.FPDFPage_CountObjects(self._page), _MOST_OBJECTS)
        objects = (pdfium.FPDFPage_GetObject(self._page, number) for number in range(count))
        return [_bounds(one) for one in objects if _is_surface(one)]

    @cached_property
    def _pictures(self) -> list[Place]:
        count = min(pdfium.FPDFPage_CountObjects(self._page), _MOST_OBJECTS)
        objects = (pdfium.FPDFPage_GetObject(self._page, number) for number in range(count))
        return [_bounds(one) for one in objects if pdfium.FPDFPageObj_GetType(one) in _PICTURES]

    def behind(self, box: Box) -> bool:
        """Return True if a surface or a picture stands where the middle of the box is."""
        return _covered(self._places, box)

    def picture_behind(self, box: Box) -> bool:
        return _covered(self._pictures, box)


def _covered(places: list[Place], box: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in places)


def _is_surface(drawn: Any) -> bool:
    kind: int = pdfium.FPDFPageObj_GetType(drawn)
    return kind in _PICTURES or (kind in _FILLS and _is_filled(drawn) and _is_coloured(drawn))


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    return bool(mode.value != pdfium.FPDF_FILLMODE_NONE)


def _is_coloured(path: Any) -> bool:
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, opaque):
        return True
    return opaque.value > 0 and min(red.value, green.value, blue.value) < _PAPER


def _bounds(drawn: Any) -> Place:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value
