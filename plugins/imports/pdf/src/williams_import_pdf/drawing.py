"""Draws a page of a PDF as a picture, within one process."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from williams.domain.errors import CorruptContent
from williams_import_pdf.document import opened

_DPI: Final = 300
"""What Tesseract was trained for."""
_POINTS: Final = 72
_MOST_PIXELS: Final = 24_000_000
"""A page of A3 at 300 dots an inch has 17 million."""
_LONGEST_SIDE: Final = 8000
_WHITE: Final = 0xFFFFFFFF


def draw_page(path: Path, progress: Callable[[int, int], None], page: int, picture: str) -> dict[str, Any]:
    """Write a page, which counts from 1, to ``picture``: a grey PNG, upright as viewers show it.

    It has 300 dots an inch, or fewer where that would be more pixels than are read. Raises CorruptContent for a page
    that cannot be drawn, and the errors of ``opened``.
    """
    with opened(path) as document:
        with document.page(page - 1) as open_page:
            if open_page is None:
                raise CorruptContent(f"Page {page} cannot be drawn.")
            image, dots = _drawn(open_page.handle)
        image.save(picture, "PNG", dpi=(dots, dots), compress_level=1)
    progress(1, 1)
    return {}


def _drawn(page: Any) -> tuple[Image.Image, float]:
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise CorruptContent(f"The page is {width:g} by {height:g} points large: there is nothing to draw.")
    bounds = (_DPI / _POINTS, math.sqrt(_MOST_PIXELS / (width * height)), _LONGEST_SIDE / max(width, height))
    scale = min(bounds)
    size = max(1, int(width * scale)), max(1, int(height * scale))
    pixels = bytearray(size[0] * size[1])
    room = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
    bitmap = pdfium.FPDFBitmap_CreateEx(*size, pdfium.FPDFBitmap_Gray, room, size[0])
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, *size, _WHITE)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("L", size, pixels, "raw", "L", 0, 1), scale * _POINTS
