"""From a PDF file to paragraphs and metadata, within one process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, NoTextLayer
from williams.domain.licenses import find_license
from williams.domain.sections import assign_sections
from williams.isolation.notices import notice
from williams_import_pdf.columns import reading_order
from williams_import_pdf.continuation import join_parts
from williams_import_pdf.document import Document, opened
from williams_import_pdf.fonts import FontTables
from williams_import_pdf.furniture import Cleaned, remove_furniture
from williams_import_pdf.identity import find_authors, find_title
from williams_import_pdf.info import FileInfo, read_info
from williams_import_pdf.initials import attach_initials
from williams_import_pdf.kinds import Classifier, demote_front_matter, mark_contents, mark_references
from williams_import_pdf.mirror import mirrored
from williams_import_pdf.model import Block, PageText
from williams_import_pdf.paragraphs import group
from williams_import_pdf.patterns import find_doi
from williams_import_pdf.repair import Joiner
from williams_import_pdf.segments import read_segments
from williams_import_pdf.weights import mark_bold

MAX_CHARACTERS = 20_000_000
_PROGRESS_PAGES = 20
_LICENSE_PAGES = 2

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Reading:
    """What reading every page gave. Page numbers count from 1."""

    pages: list[PageText]
    unreadable: list[int]
    pictures: list[int]
    """Pages that show something, but no text."""


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
        characters += sum(len(segment.text) for segment in page.segments)
        if characters > MAX_CHARACTERS:
            raise ContentTooLarge(f"The PDF holds more than {MAX_CHARACTERS} characters of text. Split it.")
        reading.pages.append(attach_initials(mirrored(page)))
        if index % _PROGRESS_PAGES == 0:
            progress(index, document.page_count)
    if not reading.pages:
        raise CorruptContent(
            f"None of the PDF's {document.page_count} pages can be read: it is damaged or cut off. Download it again."
        )
    mark_bold(reading.pages)
    bare = (page.number for page in reading.pages if not page.segments)
    reading.pictures = [number for number in bare if document.is_drawn(number - 1)]
    return reading


def require_text(document: Document, reading: Reading, info: FileInfo) -> None:
    """Make sure that there is something to import.

    Raises:
        NoTextLayer: the pages show something, but no text.
        CorruptContent: they show nothing, because they are cut off.
        EmptyContent: they are blank.
    """
    segments = [segment for page in reading.pages for segment in page.segments]
    if any(character.isalnum() for segment in segments for character in segment.text):
        return
    if segments or reading.pictures:
        raise _no_text(document.page_count)
    if info.damaged_pages:
        raise CorruptContent("What stands on the PDF's pages is damaged or cut off. Download the file again.")
    raise EmptyContent("The PDF's pages are blank. Check that the right file was given.")


def _no_text(pages: int) -> NoTextLayer:
    return NoTextLayer(
        f"The PDF has {pages} page{'s' * (pages != 1)} but no text layer: it holds pictures of text. "
        "Run OCR on it (for example `ocrmypdf in.pdf out.pdf`) and import the result."
    )


def _text_pages(document: Document, reading: Reading) -> Cleaned:
    cleaned = remove_furniture(reading.pages)
    if any(page.segments for page in cleaned.pages):
        return cleaned
    # All text repeats from page to page. A stamp on scanned pages is no text; repetition without pictures is.
    if any(document.shows_images(page.number - 1) for page in reading.pages):
        raise _no_text(document.page_count)
    return Cleaned(reading.pages)


def build_blocks(pages: list[PageText], info: FileInfo) -> tuple[list[Block], float]:
    """Return finished blocks in reading order, and the size of body text in points."""
    blocks = group(reading_order(pages))
    classifier = Classifier(blocks, info.outline)
    for block in blocks:
        classifier.classify(block)
    demote_front_matter(blocks, classifier)
    mark_contents(blocks)
    mark_references(blocks)
    blocks = join_parts(blocks, classifier.body_size)
    joiner = Joiner(line for block in blocks for line in block.lines())
    for block in blocks:
        block.text = joiner.paragraph(block.lines(), block.kind)
    blocks = [block for block in blocks if block.text]
    assign_sections(blocks)
    return blocks, classifier.body_size


def _metadata(document: Document, reading: Reading, info: FileInfo, blocks: list[Block], size: float) -> dict[str, Any]:
    count = document.page_count
    near_edges = [b.text for b in blocks if b.page <= _LICENSE_PAGES or b.page > count - _LICENSE_PAGES]
    extra = {
        "subject": info.subject,
        "keywords": info.keywords,
        "producer": info.producer,
        "doi": find_doi([info.subject or "", info.xmp, *(block.text for block in blocks if block.page == 1)]),
        "references": [block.text for block in blocks if block.kind == "reference"],
        "unreadable_pages": reading.unreadable,
        "damaged_pages": [page for page in info.damaged_pages if page not in reading.unreadable],
        "pages_without_text": reading.pictures,
    }
    stated_authors = info.authors or [name for name in [document.info("Author")] if name]
    return {
        "title": find_title(info.title or document.info("Title"), blocks, size),
        "authors": find_authors(stated_authors, blocks, size),
        "published_date": info.created.isoformat() if info.created else None,
        "modified_date": info.modified.isoformat() if info.modified else None,
        "license": find_license([*info.rights, info.xmp, "\n".join(near_edges)]),
        "language": info.language,
        "page_count": count,
        "extra": {key: value for key, value in extra.items() if value},
    }


def analyse(path: Path, progress: Progress) -> dict[str, Any]:
    """Return ``metadata``, ``paragraphs`` and ``notices`` in JSON's types.

    Raises the errors of ``opened``, ``read_pages`` and ``require_text``.
    """
    with opened(path) as document:
        reading = read_pages(document, progress)
        info = read_info(path)
        require_text(document, reading, info)
        cleaned = _text_pages(document, reading)
        blocks, size = build_blocks(cleaned.pages, info)
        return {
            "metadata": _metadata(document, reading, info, blocks, size),
            "paragraphs": [
                {"text": block.text, "kind": block.kind, "page": block.page, "section": block.section}
                for block in blocks
            ],
            "notices": [notice("metadata-passed-over", f"Of the file's metadata: {each}") for each in info.problems],
        }
