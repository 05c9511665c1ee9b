"""Reads all pages of a PDF, and refuses what has no text to import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, NoTextLayer
from williams_import_pdf.document import Document, lost_page_tree
from williams_import_pdf.endnotes import listed_marks
from williams_import_pdf.fonts import FontTables
from williams_import_pdf.forms import NOTHING, Shown
from williams_import_pdf.info import FileInfo
from williams_import_pdf.initials import attach_initials
from williams_import_pdf.marks import attach_marks
from williams_import_pdf.mirror import mirrored
from williams_import_pdf.model import PageText
from williams_import_pdf.placeholders import LONGEST, refuse_placeholder
from williams_import_pdf.raised import behind_words
from williams_import_pdf.ruby import without_ruby
from williams_import_pdf.segments import read_segments
from williams_import_pdf.weights import mark_bold

MAX_CHARACTERS = 20_000_000
_PROGRESS_PAGES = 20
_MOSTLY = 0.5
"""Of the characters: with so many that have no meaning, the text would be mostly garbage."""
_MUCH = 0.2

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Reading:
    """What reading every page gave. Page numbers count from 1."""

    pages: list[PageText]
    unreadable: list[int]
    pictures: list[int]
    """Pages that show something, but no text."""
    shown: dict[int, Shown] = field(default_factory=dict)
    """What pages show besides their own content."""
    own_widths: bool = False
    """The letters' widths are those of the fonts, since the file gives them none."""

    def is_short(self) -> bool:
        """Return True if the pages say so little that it may stand in for something else."""
        return sum(len(segment.text) + 1 for page in self.pages for segment in page.segments) <= LONGEST + 1

    def is_piled_up(self) -> bool:
        """Return True if much of the text has no room to stand in."""
        return sum(page.piled_up for page in self.pages) > _MUCH * sum(page.characters for page in self.pages)


def read_pages(document: Document, progress: Progress) -> Reading:
    """Read all pages, one at a time.

    Raises:
        CorruptContent: none of them can be read.
        ContentTooLarge: they hold more than ``MAX_CHARACTERS``.
    """
    reading = Reading([], [], [])
    tables = FontTables()
    characters = 0
    for index in range(document.page_count):
        with document.page(index) as open_page:
            if open_page is None:
                reading.unreadable.append(index + 1)
                continue
            page = read_segments(open_page, index + 1, tables)
            if open_page.shown is not NOTHING:
                reading.shown[index + 1] = open_page.shown
        characters += sum(len(segment.text) for segment in page.segments)
        if characters > MAX_CHARACTERS:
            raise ContentTooLarge(f"The PDF holds more than {MAX_CHARACTERS} characters of text. Split it.")
        reading.pages.append(_put_together(page))
        if index % _PROGRESS_PAGES == 0:
            progress(index, document.page_count)
    if not reading.pages:
        raise CorruptContent(
            f"None of the PDF's {document.page_count} pages can be read: it is damaged or cut off. Download it again."
        )
    _look_for_endnotes(document, reading.pages, tables)
    mark_bold(reading.pages)
    bare = (page.number for page in reading.pages if not page.segments)
    reading.pictures = [number for number in bare if document.is_drawn(number - 1)]
    return reading


def _put_together(page: PageText) -> PageText:
    return attach_marks(attach_initials(without_ruby(mirrored(page))))


def _look_for_endnotes(document: Document, pages: list[PageText], tables: FontTables) -> None:
    """Read those pages once more on which marks of notes may stand that are listed at the end of a chapter or file.

    PDFium tells only once which characters have no meaning: pages with such stay as they are.
    """
    listed = listed_marks(pages)
    if not listed:
        return
    mark = behind_words(listed)
    for number, page in enumerate(pages):
        whole = not (page.unreadable or page.guessed)
        if whole and any(mark.search(segment.text) for segment in page.segments):
            with document.page(page.number - 1) as open_page:
                if open_page is not None:
                    pages[number] = _put_together(read_segments(open_page, page.number, tables, listed))
                    pages[number].leads_to_endnotes = True


def require_text(
    document: Document, reading: Reading, info: FileInfo, scanned: bool = False, remedy: str | None = None
) -> None:
    """Make sure that there is something to import; where pages are ``scanned``, pictures are.

    Raises:
        NoTextLayer: the pages show something, but no text, or text in fonts that do not say which.
        CorruptContent: they show nothing, because they are cut off.
        EmptyContent: they are blank.
        UnsupportedContent: they only say that a form or attached files are to be opened elsewhere.
    """
    segments = [segment for page in reading.pages for segment in page.segments]
    text = " ".join(segment.text for segment in segments)
    refuse_placeholder(text, document.is_xfa(), info.portfolio, document.attachments())
    _require_meaning(reading, remedy)
    if any(character.isalnum() for character in text):
        return
    if scanned and reading.pictures:
        return
    if segments or reading.pictures:
        raise no_text(document.page_count, remedy)
    if info.damaged_pages:
        raise CorruptContent("What stands on the PDF's pages is damaged or cut off. Download the file again.")
    if info.page_tree_lost:
        raise lost_page_tree()
    raise EmptyContent("The PDF's pages are blank. Check that the right file was given.")


def _require_meaning(reading: Reading, remedy: str | None) -> None:
    total = sum(page.characters for page in reading.pages)
    lost = sum(page.unreadable for page in reading.pages)
    if lost > _MOSTLY * total:
        raise NoTextLayer(
            f"The PDF's fonts do not say which characters they show: {lost} of {total} would be wrong. "
            + (remedy or "Run OCR on it (`ocrmypdf --force-ocr in.pdf out.pdf`) and import the result.")
        )


def no_text(pages: int, remedy: str | None = None) -> NoTextLayer:
    return NoTextLayer(
        f"The PDF has {pages} page{'s' * (pages != 1)} but no text layer: it holds pictures of text. "
        + (remedy or "Run OCR on it (for example `ocrmypdf in.pdf out.pdf`) and import the result.")
    )
