"""Puts the recognised pages of a PDF among those that have text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from williams.domain.citing import pages_in_words
from williams.domain.content import ContentMetadata, ParagraphKind
from williams.domain.errors import NoTextLayer
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.plugin.engines import RecognizedLine
from williams.plugin.importing import ParagraphDraft, RawContent
from williams.plugin.recognised import RECOGNISED, blocks_of, box_of, paragraph_of
from williams_import_pdf.patterns import ends_sentence
from williams_import_pdf.recognition import Extracted, RecognisedScan, Scan

_EDGE: Final = 0.12
"""Of the page's height, from its edges: where headers and footers stand."""
_OFTEN: Final = 3
"""On so many pages a header or footer stands."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\W_]*(?:\d{1,4}|[ivxlc]{1,7})[\W_]*")
_MOST_LINES: Final = 12
_ADVICE: Final = "Compare what you cite with the page; a sharper scan is recognised better."


@dataclass
class _Block:
    """A paragraph on its way: the page that it begins on, and its lines on each page."""

    scan: Scan
    parts: list[tuple[int, list[RecognizedLine]]]

    def goes_on(self, page: int, lines: Sequence[RecognizedLine]) -> bool:
        """Return True if lines at the top of a page belong to it."""
        last_page, own = self.parts[-1]
        return last_page == page - 1 and _goes_on(own[-1].text, lines[0].text)


def with_scans(extract: Extracted, scans: Sequence[RecognisedScan]) -> RawContent:
    """Return the whole document, page after page. Raises NoTextLayer where there is no text on any."""
    if not scans:
        return extract
    pages, dropped = _without_furniture(scans)
    found = [_paragraph(block) for block in _blocks(pages)]
    if not found and not extract.paragraphs:
        raise NoTextLayer(_nothing(scans))
    bare = [scan.scan.page for scan in scans if not scan.lines]
    return extract.model_copy(
        update={
            "metadata": _with_bare(extract.metadata, bare),
            "paragraphs": list(_in_order(extract.paragraphs, found)),
            "notices": [*extract.notices, *_told(scans, found), *_lines_told(dropped)],
        }
    )


def _without_furniture(scans: Sequence[RecognisedScan]) -> tuple[list[RecognisedScan], Counter[str]]:
    """Leave out lines that stand at the same edge of several pages but for numbers, and page numbers alone."""
    keys = Counter(key for scan in scans for key in {_key(line) for line in scan.lines if _edge(line)})
    dropped: Counter[str] = Counter()
    kept = []
    for scan in scans:
        lines = []
        for line in scan.lines:
            if _edge(line) and keys[_key(line)] >= _OFTEN:
                dropped[_DIGITS.sub("…", line.text)] += 1
            elif not (_edge(line) and _PAGE_NUMBER.fullmatch(line.text)):
                lines.append(line)
        kept.append(scan.model_copy(update={"lines": lines}))
    return kept, dropped


def _edge(line: RecognizedLine) -> str | None:
    _, top, _, bottom = line.box
    if bottom <= _EDGE:
        return "top"
    return "bottom" if top >= 1 - _EDGE else None


def _key(line: RecognizedLine) -> tuple[str | None, str]:
    return _edge(line), _DIGITS.sub("#", line.text.casefold())


def _blocks(scans: Iterable[RecognisedScan]) -> list[_Block]:
    """Return the paragraphs; one that goes on at the top of the next page is one, on the page where it begins."""
    blocks: list[_Block] = []
    for scan in scans:
        for number, lines in enumerate(blocks_of(scan.lines)):
            before = blocks[-1] if blocks and number == 0 else None
            part = (scan.scan.page, lines)
            if before and before.goes_on(*part):
                before.parts.append(part)
            else:
                blocks.append(_Block(scan.scan, [part]))
    return blocks


def _goes_on(text: str, following: str) -> bool:
    return not ends_sentence(text) and following[:1].islower()


def _paragraph(block: _Block) -> ParagraphDraft:
    boxes = tuple(box_of(lines, page) for page, lines in block.parts)
    place = Place(page=block.scan.page, page_label=block.scan.page_label, boxes=boxes)
    return paragraph_of([line for _, lines in block.parts for line in lines], place)


def _in_order(read: Sequence[ParagraphDraft], found: Sequence[ParagraphDraft]) -> Iterator[ParagraphDraft]:
    """Yield all paragraphs by their pages; what was recognised stands under the heading above it."""
    section = None
    recognised = {id(each) for each in found}
    for each in sorted([*read, *found], key=lambda each: each.place.page or 0):
        if id(each) in recognised:
            yield each.model_copy(update={"place": each.place.model_copy(update={"section": section})})
        else:
            section = each.text if each.kind is ParagraphKind.HEADING else each.place.section
            yield each


def _with_bare(metadata: ContentMetadata, bare: list[int]) -> ContentMetadata:
    extra = {**metadata.extra, "pages_without_text": bare} if bare else metadata.extra
    return metadata.model_copy(update={"extra": extra})


def _nothing(scans: Sequence[RecognisedScan]) -> str:
    failed = next((scan.failure for scan in scans if scan.failure), None)
    if failed:
        return f"The PDF holds pictures of text, which could not be recognised: {failed}"
    return (
        "The PDF holds pictures, and no text was recognised in them. Check that they show text, in print; scan it "
        "sharper, or state its language."
    )


def _told(scans: Sequence[RecognisedScan], found: Sequence[ParagraphDraft]) -> Iterator[Notice]:
    sound = [scan for scan in scans if scan.lines]
    if sound:
        names = sorted({f"{scan.engine.provider}/{scan.engine.name}" for scan in sound if scan.engine})
        doubtful = sum(1 for paragraph in found if paragraph.doubt)
        said = f"The text of {_pages(sound)} was recognised in pictures, by {', '.join(names)}; "
        said += f"{doubtful} of {len(found)} paragraphs are not sure."
        yield Notice(code=RECOGNISED, message=said, place=_places(sound), remedy=_ADVICE)
    failed = [scan for scan in scans if scan.failure]
    if failed:
        said = f"{_pages(failed)} could not be recognised, so that what they say is missing: {failed[0].failure}"
        yield Notice(code="pages-not-recognised", message=said[:1000], place=_places(failed))
    bare = [scan for scan in scans if not scan.lines and not scan.failure]
    if bare:
        said = f"{_pages(bare)} without a text layer: nothing was recognised in what they show."
        yield Notice(code="pages-without-text", message=said, place=_places(bare), remedy="Look at these pages.")


def _pages(scans: Sequence[RecognisedScan]) -> str:
    return f"{len(scans)} page{'s' * (len(scans) != 1)}"


def _places(scans: Sequence[RecognisedScan]) -> str | None:
    return pages_in_words(scan.scan.page for scan in scans)


def _lines_told(dropped: Counter[str]) -> Iterator[Notice]:
    if dropped:
        lines = ", ".join(f"“{line[:100]}” ({count}×)" for line, count in dropped.most_common(_MOST_LINES))
        yield Notice(code="repeated-lines-left-out", message=f"Taken for headers and footers: {lines}."[:1000])
