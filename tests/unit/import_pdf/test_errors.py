"""What cannot be imported says why, and what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from tests.unit.import_pdf.conftest import Extract, Surroundings
from tests.unit.import_pdf.writer import Page, write_pdf
from williams.domain.errors import (
    CorruptContent,
    DeadlineExceeded,
    EmptyContent,
    EncryptedContent,
    JobCancelled,
    NoTextLayer,
    UnsupportedContent,
)

PROSE = "The quick brown fox jumps over the lazy dog."
SAMPLE = Path(__file__).parents[3] / "docs/samples/provenance.pdf"


def encrypted(user_password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(write_pdf([Page().text(72, 700, PROSE)], {"Title": "Locked"}))))
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def test_no_bytes(extract: Extract) -> None:
    with pytest.raises(EmptyContent, match="no bytes"):
        await extract(b"")


@pytest.mark.parametrize("data", [b"PK\x03\x04 a zip", b"plain text", b"\x00" * 5000])
async def test_not_a_pdf(extract: Extract, data: bytes) -> None:
    with pytest.raises(UnsupportedContent, match="not a PDF"):
        await extract(data)


async def test_a_web_page_instead_of_the_pdf_is_named(extract: Extract) -> None:
    with pytest.raises(UnsupportedContent, match="web page"):
        await extract(b"\n<!DOCTYPE html><title>Sign in</title>")


async def test_password(extract: Extract) -> None:
    with pytest.raises(EncryptedContent, match="Remove the password"):
        await extract(encrypted("secret"))


async def test_empty_user_password_opens(extract: Extract) -> None:
    raw = await extract(encrypted(""))
    assert [paragraph.text for paragraph in raw.paragraphs] == [PROSE]
    assert raw.metadata.title == "Locked"


async def test_garbage_after_the_header(extract: Extract) -> None:
    with pytest.raises(CorruptContent, match="damaged"):
        await extract(b"%PDF-1.7\n" + bytes(range(256)) * 20)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
async def test_cut_off(extract: Extract, share: float) -> None:
    data = SAMPLE.read_bytes()
    size = int(share * len(data))
    with pytest.raises(
        CorruptContent, match=rf"is cut off: its {size} bytes end before the list of its pages\. Download"
    ):
        await extract(data[:size])


async def test_damaged_though_its_end_is_there(extract: Extract) -> None:
    data = SAMPLE.read_bytes()
    with pytest.raises(CorruptContent, match=r"it is damaged\."):
        await extract(data[:2000] + data[-200:])


async def test_no_pages(extract: Extract) -> None:
    with pytest.raises(EmptyContent, match="no pages"):
        await extract(write_pdf([]))


async def test_pictures_of_text(extract: Extract) -> None:
    with pytest.raises(NoTextLayer, match="recognises them"):
        await extract(write_pdf([Page().picture(), Page().picture()]))


async def test_a_stamp_on_scanned_pages_is_no_text_layer(extract: Extract) -> None:
    pages = [Page().picture().text(72, 30, "Scanned by the town archive") for _ in range(4)]
    with pytest.raises(NoTextLayer, match="recognises them"):
        await extract(write_pdf(pages))


async def test_blank_pages(extract: Extract) -> None:
    with pytest.raises(EmptyContent, match="blank"):
        await extract(write_pdf([Page(), Page()]))


async def test_a_page_that_is_blank_because_it_is_cut_off(extract: Extract) -> None:
    page = Page().text(72, 700, PROSE)
    page.broken_stream = True
    with pytest.raises(CorruptContent, match="cut off"):
        await extract(write_pdf([page]))


async def test_a_lost_page_is_told_and_the_others_stay(extract: Extract) -> None:
    pages = [Page().text(72, 700, f"This is what page {n} says.") for n in ("one", "two", "three")]
    pages[1].missing = True
    raw = await extract(write_pdf(pages))
    assert [(p.place.page, p.text) for p in raw.paragraphs] == [
        (1, "This is what page one says."),
        (3, "This is what page three says."),
    ]
    assert raw.metadata.page_count == 3
    assert raw.metadata.extra["unreadable_pages"] == [2]


async def test_a_page_cut_off_inside_is_told(extract: Extract) -> None:
    pages = [Page().lines(72, 700, [f"Line {n} of a page that is long enough." for n in range(30)]) for _ in range(3)]
    pages[1].broken_stream = True
    raw = await extract(write_pdf(pages))
    assert raw.metadata.extra["damaged_pages"] == [2]


async def test_pages_without_text_are_told(extract: Extract) -> None:
    raw = await extract(write_pdf([Page().text(72, 700, PROSE), Page().picture(), Page()]))
    assert raw.metadata.extra["pages_without_text"] == [2]


async def test_too_little_time_left_is_tried_again(extract: Extract, surroundings: Surroundings) -> None:
    surroundings.seconds = 10.0
    with pytest.raises(DeadlineExceeded):
        await extract(write_pdf([Page().text(72, 700, PROSE)]))


async def test_cancelling_ends_the_reader(extract: Extract, surroundings: Surroundings) -> None:
    def cancelled() -> None:
        raise JobCancelled("The job was cancelled.")

    surroundings.check_cancelled = cancelled
    with pytest.raises(JobCancelled):
        await extract(write_pdf([Page().text(72, 700, PROSE)]))


async def test_progress_is_told(extract: Extract, surroundings: Surroundings) -> None:
    await extract(write_pdf([Page().text(72, 700, f"{PROSE} {n}") for n in range(45)]))
    assert [fraction for fraction, _ in surroundings.reported] == [0.0, 20 / 45, 40 / 45]
    assert surroundings.reported[1][1] == "Reading page 21 of 45"


async def test_a_missing_first_line_is_told_and_the_text_stays(extract: Extract) -> None:
    _, _, lacking = write_pdf([Page().text(72, 700, PROSE)]).partition(b"\n")
    raw = await extract(lacking)
    assert [paragraph.text for paragraph in raw.paragraphs] == [PROSE]
    assert [notice.code for notice in raw.notices] == ["header-missing"]


def with_attachment(page: Page, portfolio: bool) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(write_pdf([page]))))
    writer.add_attachment("minutes.docx", b"what was said")
    if portfolio:
        writer.root_object[NameObject("/Collection")] = DictionaryObject()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def test_attached_files_are_told(extract: Extract) -> None:
    raw = await extract(with_attachment(Page().text(72, 700, PROSE), portfolio=False))
    assert [paragraph.text for paragraph in raw.paragraphs] == [PROSE]
    assert [notice.code for notice in raw.notices] == ["attachments-left-out"]
    assert "minutes.docx" in raw.notices[0].message


async def test_a_portfolio_is_named(extract: Extract) -> None:
    with pytest.raises(UnsupportedContent, match=r"portfolio.*minutes\.docx"):
        await extract(with_attachment(Page().text(72, 700, "Open this portfolio in a newer viewer."), portfolio=True))
