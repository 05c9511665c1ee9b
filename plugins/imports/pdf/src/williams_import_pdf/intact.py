"""Pages as the file has them, for those that lose by what is drawn into them.

PDFium draws fields and remarks into a page by giving it resources of its own, which hide those that it takes from the
page tree: its fonts and pictures. A page that is brought over from another document keeps them.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.fonts import font_of
from williams_import_pdf.forms import FormEnvironment

_MOST_OBJECTS = 10_000
_NAME_BYTES = 256
_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page's own content is drawn with."""

    fonts: frozenset[bytes]
    pictures: int

    def is_kept_in(self, other: Drawn) -> bool:
        return self.fonts <= other.fonts and self.pictures <= other.pictures


def drawn_on(page: Any) -> Drawn:
    """Return the fonts, by their names, and the number of pictures and forms that stand on a page."""
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    objects = [pdfium.FPDFPage_GetObject(page, number) for number in range(count)]
    kinds = list(map(pdfium.FPDFPageObj_GetType, objects))
    fonts = {font_of(each) for each, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_TEXT}
    return Drawn(frozenset(_name(font) for font in fonts if font), sum(map(kinds.count, _PICTURES)))


def _name(font: int) -> bytes:
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    pdfium.FPDFFont_GetBaseFontName(ctypes.cast(font, pdfium.FPDF_FONT), buffer, _NAME_BYTES)
    return buffer.value


class IntactCopy:
    """The same file, opened once more."""

    def __init__(self, path: Path) -> None:
        self.handle: Any = pdfium.FPDF_LoadDocument(str(path).encode(), None)
        self._forms = FormEnvironment(self.handle)

    def restore(self, document: Any, index: int) -> None:
        """Put a page in the place of the document's, its fields drawn but not yet part of it."""
        page = pdfium.FPDF_LoadPage(self.handle, index)
        self._forms.draw(page)
        pdfium.FPDF_ClosePage(page)
        if pdfium.FPDF_ImportPagesByIndex(document, self.handle, (ctypes.c_int * 1)(index), 1, index):
            pdfium.FPDFPage_Delete(document, index + 1)

    def close(self) -> None:
        self._forms.close()
        pdfium.FPDF_CloseDocument(self.handle)
