"""Pages with what is drawn on them, and pictures of their parts."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.boxes import Box

_PATH, _IMAGE, _FORM = 2, 3, 5
_DRAWN: Final = frozenset({_PATH, _IMAGE, _FORM})
_MOST_OBJECTS: Final = 20_000
_WHOLE: Final = 0.9
"""Of the page: what covers more is its ground, or the page is a scan."""
_SMALLEST: Final = 40.0
"""Points, of each side."""
_SCALE: Final = 150 / 72
_WIDEST: Final = 2000.0
_MARGIN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open page with its size, and the boxes of what is drawn on it; ``operations`` drew them, one each."""

    handle: Any
    box: Box
    drawn: list[Box]
    operations: list[Any]

    def is_ground(self, part: Box) -> bool:
        """Return True for what covers nearly all of the page."""
        return area(part) >= _WHOLE * area(self.box)


def area(box: Box) -> float:
    """Return how large a box is, in square points; nothing for one that is turned inside out."""
    return max(box.right - box.left, 0.0) * max(box.top - box.bottom, 0.0)


def is_small(part: Box) -> bool:
    """Return True for a part of the page in which nothing can be seen, as rules and icons are."""
    return min(part.right - part.left, part.top - part.bottom) < _SMALLEST


@contextmanager
def open_sheet(handle: Any, number: int) -> Iterator[Sheet | None]:
    """Yield a page of PDFium's document, which counts from 1; None for one that is turned or cannot be read."""
    page = pdfium.FPDF_LoadPage(handle, number - 1)
    try:
        yield _sheet(page) if page and not pdfium.FPDFPage_GetRotation(page) else None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _sheet(page: Any) -> Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    sheet = Sheet(page, Box(box.left, box.bottom, box.right, box.top), [], [])
    for operation, drawn in _operations(page):
        if not sheet.is_ground(drawn):
            sheet.operations.append(operation)
            sheet.drawn.append(drawn)
    return sheet


def _operations(page: Any) -> Iterator[tuple[Any, Box]]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for number in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(drawn) in _DRAWN and pdfium.FPDFPageObj_GetBounds(
            drawn, left, bottom, right, top
        ):
            yield drawn, Box(left.value, bottom.value, right.value, top.value)


def picture_of(sheet: Sheet, part: Box) -> bytes:
    """Return a part of the page as PNG, as viewers show it."""
    from PIL import Image

    whole = sheet.box
    left, right = max(part.left - _MARGIN, whole.left), min(part.right + _MARGIN, whole.right)
    bottom, top = max(part.bottom - _MARGIN, whole.bottom), min(part.top + _MARGIN, whole.top)
    scale = min(_SCALE, _WIDEST / max(right - left, top - bottom, 1))
    width, height = max(round((right - left) * scale), 1), max(round((top - bottom) * scale), 1)
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(
            bitmap,
            sheet.handle,
            round((whole.left - left) * scale),
            round((top - whole.top) * scale),
            round((whole.right - whole.left) * scale),
            round((whole.top - whole.bottom) * scale),
            0,
            pdfium.FPDF_ANNOT,
        )
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    written = io.BytesIO()
    Image.frombuffer("RGB", (width, height), data, "raw", "BGRX", stride, 1).save(written, "PNG")
    return written.getvalue()
