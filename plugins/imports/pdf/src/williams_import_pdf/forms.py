"""Makes what lies on top of a page part of it: values of form fields, typewriter text and stamps."""

from __future__ import annotations

import ctypes
from collections import deque
from enum import Flag, auto
from functools import reduce
from itertools import repeat
from operator import or_
from typing import Any, Final

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.queries import function

_MOST_ANNOTATIONS = 10_000
_FLATTENED = 1

_annotation = function("FPDFPage_GetAnnot", ctypes.c_void_p)
_kind = function("FPDFAnnot_GetSubtype", ctypes.c_int, ctypes.c_void_p)
_close = function("FPDFPage_CloseAnnot", None, ctypes.c_void_p)


class Shown(Flag):
    """What a page shows besides its own content."""

    FIELDS = auto()
    REMARKS = auto()


NOTHING: Final = Shown(0)

_KINDS = {
    pdfium.FPDF_ANNOT_WIDGET: Shown.FIELDS,
    pdfium.FPDF_ANNOT_FREETEXT: Shown.REMARKS,
    pdfium.FPDF_ANNOT_STAMP: Shown.REMARKS,
}


class FormEnvironment:
    """PDFium's forms, which give fields without an appearance one. Nothing where the file has no form."""

    def __init__(self, document: Any) -> None:
        self._form: Any = None
        if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
            return
        # PDFium keeps the address: the structure has to live as long as the form.
        self._calls = pdfium.FPDF_FORMFILLINFO(version=2)
        self._form = pdfium.FPDFDOC_InitFormFillEnvironment(document, ctypes.byref(self._calls))

    def draw(self, page: Any) -> None:
        """Let PDFium draw the fields of a page that it has no appearance of."""
        if self._form:
            pdfium.FORM_OnAfterLoadPage(page, self._form)
            pdfium.FORM_OnBeforeClosePage(page, self._form)

    def close(self) -> None:
        if self._form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(self._form)


def shown_on(page: Any) -> Shown:
    """Return what there is to draw into a page."""
    numbers = range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS))
    if not numbers:
        return NOTHING
    annotations = [one for one in map(_annotation, repeat(ctypes.cast(page, ctypes.c_void_p)), numbers) if one]
    kinds = _KINDS.keys() & set(map(_kind, annotations))
    deque(map(_close, annotations), maxlen=0)
    return reduce(or_, [_KINDS[kind] for kind in kinds], NOTHING)


def draw_shown(page: Any, found: Shown, forms: FormEnvironment) -> Shown:
    """Draw what was found into the page's content, and return it; nothing where nothing is drawn.

    The page has to be loaded anew afterwards. What is hidden, or only printed, stays out.
    """
    if Shown.FIELDS in found:
        forms.draw(page)
    return found if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == _FLATTENED else NOTHING
