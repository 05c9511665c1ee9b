"""Opens a PDF with PDFium and reads its pages one at a time.

Uses PDFium's C functions through ``pypdfium2_raw``: the friendlier package takes twice as long to import, and the
reader process starts anew for each file.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, EncryptedContent, PermanentError
from williams_import_pdf.attachments import attachment_names
from williams_import_pdf.forms import NOTHING, FormEnvironment, Shown, draw_shown, shown_on
from williams_import_pdf.outline import Outline, read_outline
from williams_import_pdf.rules import Rules, read_rules
from williams_import_pdf.structure import language_of

if TYPE_CHECKING:
    from williams.isolation.embedded_pictures import Pictures
    from williams_import_pdf.intact import IntactCopy
    from williams_import_pdf.model import Block

MAX_PAGES = 20_000
_PASSWORD, _SECURITY = 4, 5
_IMAGE = 3
_META_BYTES = 64 * 1024
_LABEL_BYTES = 256
_EDGE_BYTES = 2048


def _open_error(code: int, path: Path) -> PermanentError:
    if code == _PASSWORD:
        return EncryptedContent("The PDF wants a password. Remove the password and import the file again.")
    if code == _SECURITY:
        return EncryptedContent(
            "The PDF is encrypted in a way that cannot be opened. Import a copy without encryption."
        )
    if _is_cut_off(path):
        return CorruptContent(
            f"The PDF is cut off: its {path.stat().st_size} bytes end before the list of its pages. Download it again."
        )
    return CorruptContent(
        f"The PDF cannot be opened (PDFium error {code}): it is damaged. "
        "Download it again, or repair it by printing it to a new PDF."
    )


def _is_cut_off(path: Path) -> bool:
    """Return True for a file that lacks what ends every PDF, though its objects begin."""
    with path.open("rb") as file:
        begins = b" obj" in file.read(_EDGE_BYTES)
        file.seek(max(0, path.stat().st_size - _EDGE_BYTES))
        return begins and b"startxref" not in file.read()


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that can be read: PDFium's handles, and what it shows besides its own content.

    ``box`` is the part of the page that viewers show; ``cropped`` says that the sheet is larger. They show it turned to
    the right by ``rotation`` quarters.
    """

    handle: Any
    text: Any
    box: Any
    cropped: bool
    shown: Shown
    rotation: int
    tags: Any
    """The page that has the tags of this one; None in a document without tags."""


class Document:
    """An open PDF. Close it by leaving the ``with`` of ``opened``."""

    def __init__(self, handle: Any, path: Path) -> None:
        self._handle = handle
        self._path = path
        self._intact: IntactCopy | None = None
        self._forms = FormEnvironment(handle)
        self._rules: tuple[int, Rules] | None = None
        self._before: Any = None
        self._untouched: Any = None
        self.page_count: int = pdfium.FPDF_GetPageCount(handle)
        self._tagged = bool(pdfium.FPDFCatalog_IsTagged(handle))

    @contextmanager
    def page(self, index: int) -> Iterator[OpenPage | None]:
        """Yield a page; None if it cannot be read. ``index`` counts from 0.

        Form values, typewriter text and stamps are part of it, as in every viewer.
        """
        page = pdfium.FPDF_LoadPage(self._handle, index)
        shown = shown_on(page) if page else NOTHING
        if shown is not NOTHING:
            page, shown = self._drawn(page, index, shown)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        try:
            tags = (self._untouched or page) if self._tagged else None
            yield _open_page(page, text, shown, tags) if text else None
        finally:
            self._close_untouched()
            if text:
                pdfium.FPDFText_ClosePage(text)
            self._keep(page)

    def _drawn(self, page: Any, index: int, found: Shown) -> tuple[Any, Shown]:
        """Return a page with what lies on top of it, and what that is."""
        from williams_import_pdf.intact import IntactCopy, drawn_on

        own = drawn_on(page)
        page, shown = self._flattened(page, index, found)
        if shown is NOTHING or own.is_kept_in(drawn_on(page)):
            return page, shown
        pdfium.FPDF_ClosePage(page)
        self._intact = self._intact or IntactCopy(self._path)
        self._intact.restore(self._handle, index)
        self._untouched = pdfium.FPDF_LoadPage(self._intact.handle, index)
        return self._flattened(pdfium.FPDF_LoadPage(self._handle, index), index, found)

    def _flattened(self, page: Any, index: int, found: Shown) -> tuple[Any, Shown]:
        shown = draw_shown(page, found, self._forms)
        if shown is NOTHING:
            return page, NOTHING
        pdfium.FPDF_ClosePage(page)
        return pdfium.FPDF_LoadPage(self._handle, index), shown

    def _close_untouched(self) -> None:
        if self._untouched:
            pdfium.FPDF_ClosePage(self._untouched)
        self._untouched = None

    def _keep(self, page: Any) -> None:
        """Close a page only after the next one: PDFium reads fonts anew that no open page has."""
        if self._before:
            pdfium.FPDF_ClosePage(self._before)
        self._before = page

    def close(self) -> None:
        self._keep(None)
        self._forms.close()
        if self._intact:
            self._intact.close()
        pdfium.FPDF_CloseDocument(self._handle)

    def is_drawn(self, index: int) -> bool:
        """Return True if anything at all stands on the page."""
        return bool(self._objects(index))

    def shows_images(self, index: int) -> bool:
        """Return True if a picture stands on the page itself."""
        return _IMAGE in self._objects(index)

    def _objects(self, index: int) -> set[int]:
        page = pdfium.FPDF_LoadPage(self._handle, index)
        if not page:
            return set()
        try:
            count = pdfium.FPDFPage_CountObjects(page)
            return {pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, n)) for n in range(count)}
        finally:
            pdfium.FPDF_ClosePage(page)

    def rules(self, index: int, turns: int, mirrored: bool) -> Rules:
        """Return the lines that are drawn on a page, whose text runs as ``turns`` and ``mirrored`` say."""
        if self._rules is None or self._rules[0] != index:
            page = pdfium.FPDF_LoadPage(self._handle, index)
            try:
                self._rules = (index, read_rules(page, turns, mirrored) if page else Rules())
            finally:
                if page:
                    pdfium.FPDF_ClosePage(page)
        return self._rules[1]

    def add_figures(
        self, blocks: list[Block], turned: set[int], described: set[int], pictures: Pictures
    ) -> list[Block]:
        """See :func:`williams_import_pdf.pictures.add_figures`."""
        from williams_import_pdf.pictures import add_figures

        return add_figures(self._handle, blocks, turned, described, pictures)

    def page_label(self, index: int) -> str:
        """Return what is printed as the page's number, such as ``iv``; empty if the file does not say."""
        buffer = ctypes.create_string_buffer(_LABEL_BYTES)
        length = pdfium.FPDF_GetPageLabel(self._handle, index, buffer, _LABEL_BYTES)
        return buffer.raw[: max(min(length, _LABEL_BYTES) - 2, 0)].decode("utf-16-le", "replace").strip()

    def outline(self) -> Outline:
        return read_outline(self._intact.handle if self._intact else self._handle)

    def attachments(self) -> list[str]:
        return attachment_names(self._handle)

    def is_xfa(self) -> bool:
        """Return True if the file holds a form of Adobe's own kind, whose contents may not be in its pages."""
        return pdfium.FPDF_GetFormType(self._handle) in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)

    def is_encrypted(self) -> bool:
        return bool(pdfium.FPDF_GetSecurityHandlerRevision(self._handle) >= 0)

    def language(self) -> str | None:
        """Return the language that the file names for its text, as it is written there."""
        length = pdfium.FPDFCatalog_GetLanguage(self._handle, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        pdfium.FPDFCatalog_GetLanguage(self._handle, buffer, length)
        return _units(bytes(buffer), length)

    def language_of_tags(self) -> str | None:
        """Return the language that the tags name for the whole of the first page, as it is written there."""
        if not self._tagged:
            return None
        with self.page(0) as open_page:
            return language_of(open_page.tags) if open_page else None

    def info(self, key: str) -> str | None:
        """Return an entry of the document information, such as ``Title``."""
        length = pdfium.FPDF_GetMetaText(self._handle, key.encode(), None, 0)
        if length > _META_BYTES:
            return None
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDF_GetMetaText(self._handle, key.encode(), buffer, length)
        return _units(buffer.raw, length)


def _units(data: bytes, length: int) -> str | None:
    """Return UTF-16 without the character that ends it, and without blanks around it; None if nothing is left."""
    return data[: max(length - 2, 0)].decode("utf-16-le", "replace").strip() or None


def _open_page(page: Any, text: Any, shown: Shown, tags: Any) -> OpenPage:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    known = pdfium.FPDFPage_GetMediaBox(page, left, bottom, right, top)
    width, height = abs(right.value - left.value), abs(top.value - bottom.value)
    cropped = bool(known) and (box.right - box.left < width - 1 or box.top - box.bottom < height - 1)
    return OpenPage(page, text, box, cropped, shown, pdfium.FPDFPage_GetRotation(page), tags)


def lost_page_tree() -> CorruptContent:
    return CorruptContent(
        "The PDF's page tree is lost: it is damaged, or encrypted in a way that cannot be undone. "
        "Download it again, or repair it by printing it to a new PDF."
    )


def _holds_content(path: Path) -> bool:
    """Return True if the file has what belongs on pages, though no page leads to it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(data.find(sign) >= 0 for sign in (b"/Contents", b"/ObjStm"))


@contextmanager
def opened(path: Path) -> Iterator[Document]:
    """Open a PDF.

    Raises:
        EncryptedContent: it wants a password.
        CorruptContent: PDFium cannot make sense of it, or nothing leads to its pages.
        EmptyContent: it has no pages.
        ContentTooLarge: it has more than ``MAX_PAGES`` pages.
        FileNotFoundError: it is not there; PDFium would call that damaged.
    """
    path.stat()
    pdfium.FPDF_InitLibrary()
    handle = pdfium.FPDF_LoadDocument(str(path).encode(), None)
    if not handle:
        raise _open_error(pdfium.FPDF_GetLastError(), path)
    document = Document(handle, path)
    try:
        if document.page_count <= 0:
            if _holds_content(path):
                raise lost_page_tree()
            raise EmptyContent("The PDF has no pages. Check that the right file was given.")
        if document.page_count > MAX_PAGES:
            raise ContentTooLarge(f"The PDF has {document.page_count} pages; at most {MAX_PAGES} are read. Split it.")
        yield document
    finally:
        document.close()
