"""Reads which paragraph, heading, list item or caption of a tagged page each of its texts belongs to."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams.domain.alternative_texts import alt_of
from williams_import_pdf.queries import function

_KINDS: Final = {
    **{f"H{level}": ("heading", level) for level in range(1, 7)},
    "H": ("heading", 1),
    "Title": ("heading", 1),
    "P": ("body", 0),
    "LI": ("list_item", 0),
    "Caption": ("caption", 0),
    "Note": ("footnote", 0),
    "FENote": ("footnote", 0),
    "TD": ("cell", 0),
    "TH": ("cell", 0),
    "Figure": ("figure", 0),
    "Formula": ("formula", 0),
}
_HOLDERS: Final = ("list_item", "footnote", "caption")
"""What paragraphs stand in: the first one is one with the mark before it."""
_DEEPEST: Final = 60
_MOST: Final = 50_000
"""Elements of a page."""
_TYPE_BYTES: Final = 128
_ARTIFACT: Final = "Artifact".encode("utf-16-le")
_ALT_BYTES: Final = 16_384
_marked_content = function("FPDFPageObj_GetMarkedContentID", ctypes.c_int, ctypes.c_void_p)

_count_marks = function("FPDFPageObj_CountMarks", ctypes.c_int, ctypes.c_void_p)
_mark = function("FPDFPageObj_GetMark", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_name_of_mark = function("FPDFPageObjMark_GetName", ctypes.c_int)


class Cell(NamedTuple):
    """A cell of a table: the places of the table and of its row among the elements of the page, and its column from 0.

    What stands in a table and in none of its cells has the column -1.
    """

    table: int
    row: int = 0
    column: int = -1


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page's structure that is a paragraph of some kind."""

    kind: str
    level: int = 0
    begun: bool = False
    """Its first paragraph, which is one with its mark, was met."""
    order: int = 0
    """Its place among the elements of its page, from 1."""
    alt: str = ""
    """Of a figure: what it shows, in words for those who do not see it."""
    cell: Cell | None = None
    """Of a table, in which it stands."""


def marked_content(drawing: int) -> int:
    """Return the number of the marked content that a drawing operation stands in; -1 for none."""
    return int(_marked_content(drawing)) if drawing > 0 else -1


def is_artifact(drawing: int) -> bool:
    """Return True for a drawing operation that is marked as no part of the document's text, as headers are."""
    return drawing > 0 and any(
        _mark_name(_mark(drawing, number)) == _ARTIFACT for number in range(_count_marks(drawing))
    )


def _mark_name(mark: int) -> bytes:
    buffer = ctypes.create_string_buffer(_TYPE_BYTES)
    length = ctypes.c_ulong()
    known = _name_of_mark(ctypes.c_void_p(mark), buffer, ctypes.c_ulong(_TYPE_BYTES), ctypes.byref(length))
    return buffer.raw[: length.value - 2] if known and length.value > 2 else b""


def read_elements(page: Any) -> dict[int, Element]:
    """Return the element of each marked content of a page, by its number."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        found: dict[int, Element] = {}
        walk = _Walk(found)
        for number in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            walk.enter(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number), None, None, 0)
        return found
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def language_of(page: Any) -> str | None:
    """Return the language that the outermost element of a page's structure names, as it is written there."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return None
    try:
        outermost = pdfium.FPDF_StructTree_GetChildAtIndex(tree, 0)
        return _said(pdfium.FPDF_StructElement_GetLang, outermost, _TYPE_BYTES) or None if outermost else None
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Walk:
    def __init__(self, found: dict[int, Element]) -> None:
        self._found = found
        self._left = _MOST

    def enter(self, handle: Any, within: Element | None, cell: Cell | None, depth: int, number: int = 0) -> None:
        """Read an element, which is the child ``number`` of the one around it, and all that stand in it."""
        self._left -= 1
        if not handle or depth > _DEEPEST or self._left < 0:
            return
        role, order = _type(handle), _MOST - self._left
        cell = _cell(role, cell, order, number)
        element = _element(role, within, handle, order)
        if element is not None and element is not within and cell is not None and cell.column >= 0:
            element.cell = cell
        for place, (child, content) in enumerate(_children(handle)):
            if child:
                self.enter(child, element, cell, depth + 1, place)
            elif content >= 0 and element is not None:
                self._found.setdefault(content, element)


def _element(role: str, within: Element | None, handle: Any, order: int) -> Element | None:
    known = _KINDS.get(role)
    if known is None:
        return within
    kind, level = known
    if kind == "figure":
        outer = within.alt if within else ""
        return Element(kind, order=order, alt=_alt(handle) or outer)
    if kind != "body" or within is None or within.kind not in _HOLDERS:
        return Element(kind, level, order=order)
    if within.begun:
        return Element(within.kind, begun=True, order=order)
    within.begun = True
    return within


def _cell(role: str, around: Cell | None, order: int, number: int) -> Cell | None:
    if role == "Table":
        return Cell(order)
    if around is None or role not in ("TR", "TD", "TH"):
        return around
    return Cell(around.table, order) if role == "TR" else around._replace(column=number)


def _children(handle: Any) -> Iterator[tuple[Any, int]]:
    for number in range(pdfium.FPDF_StructElement_CountChildren(handle)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(handle, number)
        yield child, -1 if child else pdfium.FPDF_StructElement_GetChildMarkedContentID(handle, number)


def _type(handle: Any) -> str:
    return _said(pdfium.FPDF_StructElement_GetType, handle, _TYPE_BYTES)


def _alt(handle: Any) -> str:
    return alt_of(_said(pdfium.FPDF_StructElement_GetAltText, handle, _ALT_BYTES))


def _said(ask: Callable[[Any, Any, int], int], handle: Any, size: int) -> str:
    """Return what PDFium says of an element in UTF-16; nothing for what is longer than ``size`` bytes."""
    buffer = ctypes.create_string_buffer(size)
    length = ask(handle, buffer, size)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace") if 2 < length <= size else ""
