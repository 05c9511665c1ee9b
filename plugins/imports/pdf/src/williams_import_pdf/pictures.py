"""The figures of a page: what is drawn beside a caption, as a picture of that part of the page."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams.isolation.embedded_pictures import Pictures
from williams_import_pdf.boxes import Box
from williams_import_pdf.covering import around
from williams_import_pdf.model import Block
from williams_import_pdf.patterns import FIGURE_CAPTION

_PATH, _IMAGE, _FORM = 2, 3, 5
_DRAWN = frozenset({_PATH, _IMAGE, _FORM})
_MOST_OBJECTS = 20_000
_SMALLEST = 40.0
"""Points, of each side."""
_NEAR = 45.0
_GAP = 30.0
"""Points: how far a figure may stand from its caption, and its parts from each other."""
_WHOLE = 0.9
"""Of the page: what covers more is its ground, or the page is a scan."""
_LABEL = 16.0
_LONG = 80
"""Characters: shorter texts may be words within a figure."""
_SCALE = 150 / 72
_WIDEST = 2000.0
_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An open page with its size, and what is drawn on it."""

    handle: Any
    box: Box
    drawn: list[Box]


def add_figures(handle: Any, blocks: Sequence[Block], turned: set[int], pictures: Pictures) -> None:
    """Give captions of figures the picture of what they say; ``turned`` are pages that are not read as they stand.

    ``handle`` is PDFium's document.
    """
    by_page: dict[int, list[Block]] = {}
    for block in blocks:
        by_page.setdefault(block.page, []).append(block)
    for number, own in by_page.items():
        captions = [block for block in own if block.kind == "caption" and FIGURE_CAPTION.match(block.text)]
        if captions and number not in turned:
            _add_to_page(handle, number, captions, own, pictures)


def _add_to_page(handle: Any, number: int, captions: list[Block], own: list[Block], pictures: Pictures) -> None:
    page = pdfium.FPDF_LoadPage(handle, number - 1)
    if not page:
        return
    try:
        if pdfium.FPDFPage_GetRotation(page):
            return
        sheet = _sheet(page)
        for caption in captions:
            if part := _part_of(caption, own, sheet):
                words = [around(block) for block in own if not _is_text(block)]
                part = _with_words(part, words)
                if figure := pictures.take(_picture(sheet, part)):
                    caption.kind, caption.figure, caption.picture = "figure", figure, part
    finally:
        pdfium.FPDF_ClosePage(page)


def _sheet(page: Any) -> _Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    whole = Box(box.left, box.bottom, box.right, box.top)
    area = _WHOLE * (whole.right - whole.left) * (whole.top - whole.bottom)
    drawn = [each for each in _boxes(page) if (each.right - each.left) * (each.top - each.bottom) < area]
    return _Sheet(page, whole, drawn)


def _boxes(page: Any) -> Iterator[Box]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for number in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(drawn) in _DRAWN and pdfium.FPDFPageObj_GetBounds(
            drawn, left, bottom, right, top
        ):
            yield Box(left.value, bottom.value, right.value, top.value)


def _part_of(caption: Block, own: Iterable[Block], sheet: _Sheet) -> Box | None:
    """Return the part of the page that a caption is about: what is drawn above it, else below it."""
    said = around(caption)
    column = Box(min(said.left, caption.flow.left), 0, max(said.right, caption.flow.right), 0)
    beside = [each for each in sheet.drawn if each.left < column.right and each.right > column.left]
    texts = [around(block) for block in own if block is not caption and _is_text(block)]
    texts = [each for each in texts if each.left < column.right and each.right > column.left]
    ceiling = min((each.bottom for each in texts if each.bottom >= said.top - 1), default=sheet.box.top)
    floor = max((each.top for each in texts if each.top <= said.bottom + 1), default=sheet.box.bottom)
    above = [each for each in beside if each.bottom >= said.top - 2 and each.top <= ceiling + 2]
    below = [each for each in beside if each.top <= said.bottom + 2 and each.bottom >= floor - 2]
    return _joined(sorted(above, key=lambda each: each.bottom), said.top, up=True) or _joined(
        sorted(below, key=lambda each: -each.top), said.bottom, up=False
    )


def _is_text(block: Block) -> bool:
    return block.kind in ("heading", "caption", "table_row", "figure") or len(block.text) >= _LONG


def _joined(drawn: list[Box], edge: float, *, up: bool) -> Box | None:
    """Join what is drawn next to an edge, and what is drawn next to that; None for what is no figure."""
    found: Box | None = None
    for each in drawn:
        near = each.bottom - edge if up else edge - each.top
        if near > (_NEAR if found is None else _GAP):
            break
        found = each if found is None else found.with_other(each)
        edge = found.top if up else found.bottom
    if found is None or min(found.right - found.left, found.top - found.bottom) < _SMALLEST:
        return None
    return found


def _with_words(part: Box, words: list[Box]) -> Box:
    """Take in the labels that stand at the edges."""
    reach = Box(part.left - _LABEL, part.bottom - _LABEL, part.right + _LABEL, part.top + _LABEL)
    for each in words:
        if reach.left < each.left and each.right < reach.right and reach.bottom < each.bottom and each.top < reach.top:
            part = part.with_other(each)
    return part


def _picture(sheet: _Sheet, part: Box) -> bytes:
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
