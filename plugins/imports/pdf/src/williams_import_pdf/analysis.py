"""From a PDF file to paragraphs and metadata, within one process."""

from __future__ import annotations

import gc
import re
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from williams.domain.errors import CorruptContent
from williams.domain.licenses import find_license_in
from williams.domain.licenses.statements import FOUND_IN
from williams.domain.sections import assign_sections
from williams.domain.table_rows import row_text
from williams.isolation.notices import Said, notice
from williams_import_pdf import formulas, remarks, tagging
from williams_import_pdf.captions import captions_first
from williams_import_pdf.columns import reading_order
from williams_import_pdf.continuation import join_parts
from williams_import_pdf.covering import covered
from williams_import_pdf.document import Document, opened
from williams_import_pdf.endnotes import take_endnotes
from williams_import_pdf.entries import read_entries
from williams_import_pdf.footnotes import take_footnotes
from williams_import_pdf.furniture import Cleaned, remove_furniture
from williams_import_pdf.identity import find_authors, find_title
from williams_import_pdf.info import FileInfo, as_language, read_info
from williams_import_pdf.kinds import Classifier, demote_front_matter, mark_contents, mark_references
from williams_import_pdf.model import Block, PageText
from williams_import_pdf.noted import keep_sections, with_footnotes
from williams_import_pdf.outline import Outline
from williams_import_pdf.paragraphs import group
from williams_import_pdf.patterns import find_doi
from williams_import_pdf.reading import Progress, Reading, no_text, read_pages, require_text
from williams_import_pdf.repair import Joiner
from williams_import_pdf.scans import set_apart
from williams_import_pdf.table_signs import RulesOf
from williams_import_pdf.widths import with_own_widths

_LICENSE_PAGES = 2
_MOST_LABELS = 5_000
_STAMP_LINES = 3
_DIGITS = re.compile(r"\d+")


def _text_pages(document: Document, reading: Reading, scanned: bool, remedy: str | None) -> Cleaned:
    cleaned = remove_furniture(reading.pages)
    if any(page.segments for page in cleaned.pages) and not _are_stamps(reading.pages):
        stamped = (
            page.number
            for page, before in zip(cleaned.pages, reading.pages, strict=True)
            if before.segments and not page.segments
        )
        reading.pictures = sorted(
            reading.pictures + [number for number in stamped if document.shows_images(number - 1)]
        )
        return cleaned
    # All text repeats from page to page. A stamp on scanned pages is no text; repetition without pictures is.
    if any(document.shows_images(page.number - 1) for page in reading.pages):
        if not scanned:
            raise no_text(document.page_count, remedy)
        set_apart(reading, every=True)
        return Cleaned(reading.pages)
    return Cleaned(reading.pages)


def _are_stamps(pages: list[PageText]) -> bool:
    """True if all pages say the same in a few lines, but for numbers, as copiers write on what they scan."""
    filled = [page for page in pages if page.segments]
    if len(filled) < 2 or any(len(page.segments) > _STAMP_LINES for page in filled):
        return False
    return len({tuple(_DIGITS.sub("#", segment.text) for segment in page.segments) for page in filled}) == 1


def build_blocks(cleaned: Cleaned, outline: Outline, rules_of: RulesOf) -> tuple[list[Block], float]:
    """Return finished blocks in reading order, and the size of body text in points.

    What tags mark as headers and footers is left out, and counted with those that are left out already.
    """
    flows = reading_order(cleaned.pages)
    notes = take_footnotes(flows)
    if any(page.leads_to_endnotes for page in cleaned.pages):
        notes += take_endnotes(flows)
    is_tagged = tagging.trust(flows)
    if is_tagged:
        cleaned.dropped.update(tagging.take_artifacts(flows))
    blocks = group(flows, rules_of, is_tagged)
    classifier = Classifier(blocks, outline)
    for block in blocks:
        classifier.classify(block)
    if is_tagged:
        tagging.tell(blocks)
    demote_front_matter(blocks, classifier)
    mark_contents(blocks)
    mark_references(blocks)
    blocks = join_parts(blocks, classifier.body_size)
    said = [*blocks, *(note.block for note in notes)]
    joiner = Joiner(line for block in said for line in block.lines())
    for block in said:
        block.text = _text(block, joiner)
    blocks = with_footnotes(captions_first([block for block in blocks if block.text]), notes, flows)
    _assign_sections(blocks)
    return blocks, classifier.body_size


def _assign_sections(blocks: list[Block]) -> None:
    assign_sections(blocks)
    keep_sections(blocks)


def _text(block: Block, joiner: Joiner) -> str:
    if block.cells is None:
        return joiner.paragraph(block.lines(), block.kind)
    return row_text([joiner.join(lines) for lines in block.cells])


def _labels(document: Document) -> list[str]:
    """Return the printed number of each page; nothing if they are the pages' places in the file."""
    count = min(document.page_count, _MOST_LABELS)
    labels = [document.page_label(index) for index in range(count)]
    return [] if all(label in ("", str(page)) for page, label in enumerate(labels, 1)) else labels


def _notices(
    document: Document,
    reading: Reading,
    info: FileInfo,
    cleaned: Cleaned,
    blocks: list[Block],
    garbled: Container[int],
    remedy: str | None,
) -> list[Said]:
    damaged = [page for page in info.damaged_pages if page not in reading.unreadable]
    return [
        *remarks.on_pages_without_text(reading.pictures, reading.unreadable, damaged, remedy),
        *remarks.on_fonts(reading.pages),
        *remarks.on_widths(reading.own_widths),
        *remarks.on_shown(reading.shown),
        *remarks.on_hidden(reading.pages),
        *remarks.on_formulas(sorted({block.page for block in blocks if id(block) in garbled})),
        *remarks.on_attachments(document.attachments()),
        *remarks.on_lines(cleaned.dropped),
        *(notice("metadata-passed-over", f"Of the file's metadata: {each}") for each in info.problems),
    ]


def _place(block: Block, labels: list[str], pages: Mapping[int, PageText]) -> dict[str, Any]:
    return {
        "page": block.page,
        "page_label": _printed(block.page, labels),
        "section": block.section,
        "boxes": covered(block, pages),
    }


def _places(blocks: list[Block], labels: list[str], pages: Mapping[int, PageText]) -> list[dict[str, Any]]:
    """Return the places of all paragraphs; what a note notes has a number, and the note says it."""
    places = [_place(block, labels, pages) for block in blocks]
    numbers = {id(block): number for number, block in enumerate(blocks, 1)} if any(b.notes for b in blocks) else {}
    for block, place in zip(blocks, places, strict=True):
        if block.notes is not None:
            place["notes"] = number = numbers[id(block.notes)]
            places[number - 1]["paragraph"] = number
    return places


def _printed(page: int, labels: list[str]) -> str | None:
    label = labels[page - 1] if page <= len(labels) else ""
    return label if label and label != str(page) else None


def _metadata(
    document: Document, reading: Reading, info: FileInfo, blocks: list[Block], size: float, labels: list[str]
) -> dict[str, Any]:
    count = document.page_count
    near_edges = [b.text for b in blocks if b.page <= _LICENSE_PAGES or b.page > count - _LICENSE_PAGES]
    places = [*(("document-information", each) for each in info.rights), ("xmp", info.xmp)]
    license, found_in = find_license_in([*places, ("text", "\n".join(near_edges))])
    extra = {
        "subject": info.subject,
        FOUND_IN: found_in,
        "keywords": info.keywords,
        "producer": info.producer,
        "doi": find_doi([info.subject or "", info.xmp, *(block.text for block in blocks if block.page == 1)]),
        "references": [block.text for block in blocks if block.kind == "reference"],
        "unreadable_pages": reading.unreadable,
        "damaged_pages": [page for page in info.damaged_pages if page not in reading.unreadable],
        "pages_without_text": reading.pictures,
        "page_labels": labels,
    }
    stated_authors = info.authors or [name for name in [document.info("Author")] if name]
    return {
        "title": find_title(info.title or document.info("Title"), blocks, size),
        "authors": find_authors(stated_authors, blocks, size),
        "published_date": info.created.isoformat() if info.created else None,
        "modified_date": info.modified.isoformat() if info.modified else None,
        "license": license,
        "language": info.language or as_language(document.language_of_tags()),
        "page_count": count,
        "extra": {key: value for key, value in extra.items() if value},
    }


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave cycles alone: looking for them takes a tenth of the time, and the many words of a document are in none."""
    gc.disable()
    try:
        yield
    finally:
        # All that was read is young still, and would be looked through at once.
        gc.freeze()
        gc.enable()


@contextmanager
def _read(path: Path, progress: Progress) -> Iterator[tuple[Document, Reading]]:
    """Read a file; once more, with its fonts' own widths, where those in the file let letters stand on one another."""
    with opened(path) as document:
        reading = read_pages(document, progress)
        if not reading.is_piled_up():
            yield document, reading
            return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "with-own-widths.pdf"
        if with_own_widths(path, copy):
            with opened(copy) as document:
                reading = read_pages(document, progress)
                if not reading.is_piled_up():
                    reading.own_widths = True
                    yield document, reading
                    return
    raise CorruptContent(
        "The PDF gives its letters no width: they stand on one another, and some cannot be told. "
        "Make it anew, or run OCR on it (`ocrmypdf --force-ocr in.pdf out.pdf`) and import the result."
    )


def _info(document: Document, path: Path, reading: Reading) -> FileInfo:
    """Read what the file says of itself; with little text, also whether its pages stand in for something else."""
    entries = None if reading.is_short() else read_entries(document, path)
    return entries or read_info(path)


def _taken_scans(reading: Reading, labels: list[str]) -> list[dict[str, Any]]:
    """Return the pages that are to be recognised, which are not without text yet."""
    scans, reading.pictures = reading.pictures, []
    return [{"page": page, "page_label": _printed(page, labels)} for page in scans]


def _with_figures(
    document: Document, pages: list[PageText], blocks: list[Block], folder: str | None
) -> tuple[list[Block], list[Said]]:
    """Return the blocks with their pictures, and what is to be said of these. Most files have none, and no Pillow."""
    described = {page.number for page in pages if page.described}
    if described and not tagging.are_believed(blocks):
        described = set()
    if folder is None or not (described or any(block.kind == "caption" for block in blocks)):
        return blocks, []
    from williams.isolation.embedded_pictures import Pictures

    pictures = Pictures(Path(folder))
    turned = {page.number for page in pages if page.turns or page.mirrored}
    shown = document.add_figures(blocks, turned, described, pictures)
    if len(shown) > len(blocks):
        _assign_sections(shown)
    return shown, pictures.notices()


def analyse(
    path: Path, progress: Progress, ocr: str = "never", remedy: str | None = None, pictures: str | None = None
) -> dict[str, Any]:
    """Return ``metadata``, ``paragraphs``, ``notices`` and ``scans`` in JSON's types.

    ``scans`` are the pages that are to be recognised: with ``ocr`` as ``auto`` those without text that makes sense,
    as ``always`` all, as ``never`` none. ``remedy`` says what to do about pages that are not. Figures are written
    into the folder ``pictures``.

    Raises the errors of ``opened``, ``read_pages`` and ``require_text``; CorruptContent where letters stand on one
    another.
    """
    with _without_collection(), _read(path, progress) as (document, reading):
        scanned = ocr != "never"
        if scanned:
            set_apart(reading, every=ocr == "always")
        info = _info(document, path, reading)
        require_text(document, reading, info, scanned, remedy)
        cleaned = _text_pages(document, reading, scanned, remedy)
        by_number = {page.number: page for page in cleaned.pages}
        blocks, size = build_blocks(
            cleaned,
            document.outline(),
            lambda page: document.rules(page - 1, by_number[page].turns, by_number[page].mirrored),
        )
        garbled = formulas.doubts(blocks)
        labels = _labels(document)
        scans = _taken_scans(reading, labels) if scanned else []
        shown, taken = _with_figures(document, cleaned.pages, blocks, pictures)
        return {
            "metadata": _metadata(document, reading, info, blocks, size, labels),
            "paragraphs": [
                {
                    "text": block.text,
                    "kind": block.kind,
                    "place": place,
                    "doubt": formulas.graver(block.doubt, garbled.get(id(block))),
                }
                | ({"figure": block.figure} if block.figure else {})
                for block, place in zip(shown, _places(shown, labels, by_number), strict=True)
            ],
            "notices": [*_notices(document, reading, info, cleaned, blocks, garbled, remedy), *taken],
            "scans": scans,
        }
