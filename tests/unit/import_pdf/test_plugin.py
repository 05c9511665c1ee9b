"""What the plugin declares, which URLs it takes, and that it does what every import plugin does."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from williams_import_pdf import PdfImport

from tests.unit.import_pdf.conftest import Extract
from tests.unit.import_pdf.writer import Page, write_pdf
from williams.domain.content import ContentType
from williams_testing.conformance import ImportConformance


class TestConformance(ImportConformance):
    plugin_class = PdfImport
    url: ClassVar[str] = "upload://up_1/sample.pdf"
    sample: ClassVar[bytes] = (Path(__file__).parents[3] / "docs/samples/provenance.pdf").read_bytes()
    heavy: ClassVar[frozenset[str]] = frozenset({"pypdfium2", "pypdfium2_raw", "pypdf", "PIL"})


def test_what_it_declares() -> None:
    assert (PdfImport.plugin_id, PdfImport.version) == ("import.pdf", "1.2.0")
    assert PdfImport.content_type is ContentType.DOCUMENT
    assert (PdfImport.folder, PdfImport.stored_name) == ("documents", "document.pdf")
    assert PdfImport.parameters.model_json_schema()["properties"].keys() == {"ocr"}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/paper.pdf",
        "http://example.org/a/b/PAPER.PDF?download=1#page=3",
        "https://example.org/paper%2Epdf",
        "upload://up_1/my paper.pdf",
    ],
)
async def test_it_takes(url: str) -> None:
    assert await PdfImport().can_handle(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/paper.html",
        "https://example.org/?file=paper.pdf",
        "file:///etc/paper.pdf",
        "paper.pdf",
        "",
        "http://[bad/x.pdf",
    ],
)
async def test_it_does_not_take(url: str) -> None:
    assert not await PdfImport().can_handle(url)


async def test_a_url_without_pdf_in_its_name_is_still_valid() -> None:
    assert await PdfImport().validate_url("https://arxiv.org/pdf/2101.00001")


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    import williams_import_pdf

    with pytest.raises(AttributeError, match="no attribute 'Missing'"):
        _ = williams_import_pdf.Missing


def spelt(number: int) -> str:
    """A number in letters, because first lines that differ in digits only are taken for headers."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


async def test_three_hundred_pages(extract: Extract) -> None:
    pages = []
    for n in range(1, 301):
        lines = [f"{spelt(n)} goes on with line {m:02} of a page of a book.".ljust(80, "x") for m in range(45)]
        pages.append(
            Page().lines(60, 720, [f"Page {spelt(n)} begins with a line of its own.", *lines, "Here it ends."])
        )
    raw = await extract(write_pdf(pages))
    assert raw.metadata.page_count == 300
    text = " ".join(p.text for p in raw.paragraphs)
    starts = {p.place.page: p.text for p in reversed(raw.paragraphs)}
    assert [n for n in range(1, 301) if not starts[n].startswith(f"Page {spelt(n)} begins")] == []
    assert [n for n in range(1, 301) if text.count(f" {spelt(n)} goes on with line ") != 45] == []


async def test_without_a_title_it_is_called_by_its_file(extract: Extract) -> None:
    extracted = await extract(write_pdf([Page().text(72, 700, "Peat was cut by hand until the war.")]))
    assert extracted.metadata.title == "paper"
