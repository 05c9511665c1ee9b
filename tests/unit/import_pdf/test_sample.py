"""The project's sample document, read as the demo reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from tests.unit.import_pdf.conftest import Extract
from williams.domain.content import ParagraphKind
from williams.plugin.importing import ParagraphDraft, RawContent

FOLDER = Path(__file__).parents[3] / "docs/samples"
SAMPLE = FOLDER / "provenance.pdf"
HEADINGS = [
    (1, "Where Words Come From", None),
    (1, "Abstract", None),
    (1, "1 A Book Without a Past", None),
    (2, "2 What the Word Means", None),
    (2, "2.1 Two questions", "2 What the Word Means"),
    (2, "2.2 What provenance is not", "2 What the Word Means"),
    (2, "3 A Short History of Trails", None),
    (3, "4 A Grammar for the Past", None),
    (4, "5 Voices Without Faces", None),
    (4, "5.1 The paragraph as a unit", "5 Voices Without Faces"),
    (4, "5.2 Credit and license", "5 Voices Without Faces"),
    (4, "6 What It Costs", None),
    (4, "7 Habits for Builders", None),
    (5, "8 The Mended Book", None),
    (6, "References", None),
    (6, "License", None),
]


@pytest.fixture
async def raw(extract: Extract) -> RawContent:
    return await extract(SAMPLE.read_bytes())


def of_kind(raw: RawContent, kind: ParagraphKind) -> list[ParagraphDraft]:
    return [paragraph for paragraph in raw.paragraphs if paragraph.kind is kind]


def squeezed(text: str) -> str:
    """Only letters and digits, so that hyphens and line ends do not matter."""
    return "".join(character for character in text if character.isalnum())


def source_paragraphs() -> list[str]:
    """The prose of the source: typst's paragraphs without markup, in the order in which they were written."""
    source = (FOLDER / "provenance.typ").read_text(encoding="utf-8").split("= A Book Without a Past", 1)[1]
    source = source.split("#heading(numbering: none)[References]")[0]
    found = []
    for block in source.split("\n\n"):
        text = re.sub(r"[_*]", "", block).strip()
        if text and text[0] not in "#=+-" and not text.startswith(("block(", "table(", ")")):
            found.append(text)
    return found


def test_the_headings(raw: RawContent) -> None:
    assert [(p.place.page, p.text, p.place.section) for p in of_kind(raw, ParagraphKind.HEADING)] == HEADINGS


def test_every_paragraph_of_the_source_is_one_paragraph_in_the_same_order(raw: RawContent) -> None:
    expected = [squeezed(text) for text in source_paragraphs()]
    found = [squeezed(p.text) for p in of_kind(raw, ParagraphKind.BODY)]
    assert len(expected) > 30
    assert [text for text in found if text in expected] == expected


def test_every_paragraph_stands_on_its_page(raw: RawContent) -> None:
    pages = [squeezed(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(SAMPLE)]
    for paragraph in raw.paragraphs:
        assert paragraph.place.page is not None
        start = squeezed(paragraph.text)[:25]
        assert start in pages[paragraph.place.page - 1], paragraph


def test_headers_and_page_numbers_are_gone(raw: RawContent) -> None:
    texts = [paragraph.text for paragraph in raw.paragraphs]
    assert sum("Where Words Come From" in text for text in texts) == 1
    assert not any(text.endswith("Williams Librarian") or text.isdigit() for text in texts)


def test_no_word_is_lost_or_made_up(raw: RawContent) -> None:
    plain = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(SAMPLE))
    plain = re.sub("[\x02\ufffe\xad]", "", plain)
    plain = re.sub(r"Where Words Come From\s+Williams Librarian(?=[\r\n])", "", plain)
    plain = re.sub(r"(?m)^\s*\d\s*$", "", plain)
    known = sorted(squeezed(plain))
    assert sorted(squeezed(" ".join(paragraph.text for paragraph in raw.paragraphs))) == known


def test_kinds(raw: RawContent) -> None:
    assert [p.text for p in of_kind(raw, ParagraphKind.CAPTION)] == [
        "Figure 1: A history in one line. The writing used the paragraph and generated the spoken line.",
        "Table 1: The three nouns of PROV.",
    ]
    items = [p.text for p in of_kind(raw, ParagraphKind.LIST_ITEM)]
    assert len(items) == 10
    assert items[0] == "1. Who said this first?"
    assert items[-1].startswith("Test the trail backwards.")
    references = [p.text for p in of_kind(raw, ParagraphKind.REFERENCE)]
    assert [text[:3] for text in references] == [f"[{n}]" for n in range(1, 8)]
    assert raw.metadata.extra["references"] == references
    assert references[3].endswith("https://www.w3.org/TR/2013/REC-prov-dm-20130430/")


def test_words_are_whole(raw: RawContent) -> None:
    text = " ".join(paragraph.text for paragraph in raw.paragraphs)
    assert "knowledge beside the words" in text
    assert "Why-provenance names the records" in text
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in text
    assert not re.search(r"[a-z]- [a-z]|\xad|\ufffe", text)


def test_the_metadata(raw: RawContent) -> None:
    found = raw.metadata
    assert found.title == "Where Words Come From"
    assert found.authors == ["Williams Librarian contributors"]
    assert found.published_date is not None
    assert found.published_date.date().isoformat() == "2026-11-02"
    assert (found.license, found.language, found.page_count) == ("CC-BY-4.0", "en", 6)
    assert "unreadable_pages" not in found.extra


def test_the_committed_file_is_what_its_source_makes(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is in the docs group")
    from docs.samples.build import build

    assert build(tmp_path / "built.pdf").read_bytes() == SAMPLE.read_bytes()
