"""Pages that are pictures of text: which they are, how they are drawn, and where what they say stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from williams_import_pdf import PdfImport
from williams_import_pdf.drawing import draw_page
from williams_import_pdf.joining import with_scans
from williams_import_pdf.parameters import Ocr
from williams_import_pdf.recognition import Extracted, RecognisedScan, Scan

from tests.unit.import_pdf.conftest import Extract, Surroundings
from tests.unit.import_pdf.writer import Page, assembled, write_pdf
from williams.domain import ids
from williams.domain.content import Content, ContentMetadata, Paragraph, ParagraphKind
from williams.domain.errors import CorruptContent, EngineMissing, InvalidRequest, NoTextLayer
from williams.domain.places import Place
from williams.plugin.engines import RecognizedLine
from williams.plugin.importing import ParagraphDraft
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.recognition import InMemoryRecognition

KINDS = Path(__file__).parent / "kinds"
PROSE = "The quick brown fox jumps over the lazy dog."
MIXED = write_pdf([Page().text(72, 700, PROSE), Page().picture(), Page(), Page().text(72, 700, "It ends here.")])
URL = "upload://up_1/minutes.pdf"


class Deaf(InMemoryRecognition):
    """Reads no language at all."""

    async def recognize(self, picture: Path, language: str | None = None) -> Any:  # noqa: ARG002  # none
        raise InvalidRequest(f"There is no model of {language!r} here.")


class NoEngine(ChosenEngines):
    def engine(self, port: Any, choice: str | None = None) -> Any:
        if port.name == "recognition":
            raise EngineMissing("No recognition engine is installed. WILLIAMS_RECOGNITION_PROVIDER names one.")
        return super().engine(port, choice)


async def imported(data: bytes, engines: ChosenEngines, **metadata: Any) -> tuple[Content, list[Paragraph]]:
    library = MemoryLibrary({URL: data}, engines=engines)
    plugin = PdfImport()
    library.bind(plugin)
    content_id = await plugin.import_content(URL, ids.new_id("job"), metadata=metadata)
    return library.catalog.content(OWNER, content_id), library.catalog.paragraphs(OWNER, content_id)


def seeing(*lines: str, certainty: float = 1.0) -> ChosenEngines:
    return ChosenEngines(recognition=InMemoryRecognition(*lines, certainty=certainty))


async def test_a_scanned_page_is_recognised_and_stands_among_the_others() -> None:
    content, paragraphs = await imported(MIXED, seeing("The ferry crosses.", certainty=0.42))
    assert [(p.place.page, p.text) for p in paragraphs] == [
        (1, PROSE),
        (2, "The ferry crosses."),
        (4, "It ends here."),
    ]
    assert [p.doubt and (p.doubt.code, p.doubt.confidence) for p in paragraphs] == [
        None,
        ("text-recognised", 0.42),
        None,
    ]
    assert [(n.code, n.place) for n in content.notices] == [("text-recognised", "p. 2")]
    assert "by memory/same-lines; 1 of 1 paragraphs are not sure" in content.notices[0].message
    assert "pages_without_text" not in content.metadata.extra


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("scan-with-one-page-of-text", [2, 3, 4, 5, 6]),
        ("scan-with-stamp", [1, 2, 3, 4, 5, 6]),
        ("font-without-any-table", [1]),
    ],
)
async def test_only_pages_without_text_that_makes_sense_are_recognised(
    extract: Extract, surroundings: Surroundings, file: str, pages: list[int]
) -> None:
    surroundings.engines = seeing()
    raw = await extract((KINDS / f"{file}.pdf").read_bytes(), Ocr.AUTO)
    assert [scan.page for scan in raw.scans] == pages
    assert not {p.place.page for p in raw.paragraphs} & set(pages)
    assert raw.notices == []


async def test_all_pages_are_recognised_where_that_is_asked(extract: Extract, surroundings: Surroundings) -> None:
    surroundings.engines = seeing()
    raw = await extract(MIXED, Ocr.ALWAYS)
    assert ([scan.page for scan in raw.scans], raw.paragraphs) == ([1, 2, 4], [])
    surroundings.engines = NoEngine()
    with pytest.raises(InvalidRequest, match="WILLIAMS_RECOGNITION_PROVIDER"):
        await extract(MIXED, Ocr.ALWAYS)


@pytest.mark.parametrize(
    ("ocr", "engines", "says"),
    [
        (Ocr.AUTO, NoEngine(), "an engine for recognition"),
        (Ocr.NEVER, seeing(), "without `ocr: never`"),
        (None, seeing(), "`type: import.pdf`"),
    ],
)
async def test_where_none_is_recognised_it_says_what_to_do(
    extract: Extract, surroundings: Surroundings, ocr: Ocr | None, engines: ChosenEngines, says: str
) -> None:
    surroundings.engines = engines
    raw = await extract(MIXED, ocr)
    assert raw.scans == []
    assert [(n.code, n.place, says in (n.remedy or "")) for n in raw.notices] == [("pages-without-text", "p. 2", True)]
    assert raw.metadata.extra["pages_without_text"] == [2]
    with pytest.raises(NoTextLayer, match=says):
        await extract(write_pdf([Page().picture()]), ocr)


async def test_without_an_engine_text_is_imported_as_ever() -> None:
    _, paragraphs = await imported(write_pdf([Page().text(72, 700, PROSE)]), NoEngine())
    assert [p.text for p in paragraphs] == [PROSE]


async def test_what_cannot_be_recognised_costs_itself_alone_and_is_told() -> None:
    content, paragraphs = await imported(MIXED, ChosenEngines(recognition=Deaf()), language="fi")
    assert [p.place.page for p in paragraphs] == [1, 4]
    assert [(n.code, n.place) for n in content.notices] == [("pages-not-recognised", "p. 2")]
    assert "no model of 'fi'" in content.notices[0].message
    assert content.metadata.extra["pages_without_text"] == [2]
    with pytest.raises(NoTextLayer, match="no model of 'fi'"):
        await imported(write_pdf([Page().picture()]), ChosenEngines(recognition=Deaf()), language="fi")


async def test_pictures_without_text_alone_are_refused() -> None:
    with pytest.raises(NoTextLayer, match="no text was recognised"):
        await imported(write_pdf([Page().picture()]), seeing("—"))


def scan(page: int, *lines: tuple[float, int, str], label: str | None = None) -> RecognisedScan:
    """A page with lines: where each begins, in parts of the page's height, its paragraph, its text."""
    found = [
        RecognizedLine(text=text, box=(0.1, top, 0.9, top + 0.02), certainty=0.99, paragraph=paragraph)
        for top, paragraph, text in lines
    ]
    return RecognisedScan(scan=Scan(page=page, page_label=label), lines=found)


def joined(scans: Sequence[RecognisedScan], *read: tuple[int, str, ParagraphKind]) -> Any:
    paragraphs = [ParagraphDraft(text=text, kind=kind, place=Place(page=page)) for page, text, kind in read]
    return with_scans(Extracted(metadata=ContentMetadata(), paragraphs=paragraphs), scans)


def test_paragraphs_go_on_over_the_page_and_keep_their_label_and_section() -> None:
    scans = [
        scan(2, (0.3, 0, "The ferry"), (0.4, 1, "It does not cross at"), label="ii"),
        scan(3, (0.2, 0, "night, since the keeper is a-"), (0.3, 0, "sleep."), (0.5, 1, "He wakes at six.")),
        scan(5, (0.2, 0, "and so on")),
    ]
    raw = joined(scans, (1, "Crossing", ParagraphKind.HEADING), (6, "Afterwards", ParagraphKind.BODY))
    assert [(p.place.page, p.place.page_label, p.place.section, p.text) for p in raw.paragraphs] == [
        (1, None, None, "Crossing"),
        (2, "ii", "Crossing", "The ferry"),
        (2, "ii", "Crossing", "It does not cross at night, since the keeper is asleep."),
        (3, None, "Crossing", "He wakes at six."),
        (5, None, "Crossing", "and so on"),
        (6, None, None, "Afterwards"),
    ]
    boxes = raw.paragraphs[2].place.boxes or ()
    assert [(each.page, [round(part, 2) for part in each.box]) for each in boxes] == [
        (2, [0.1, 0.4, 0.9, 0.42]),
        (3, [0.1, 0.2, 0.9, 0.32]),
    ]


def test_headers_and_page_numbers_of_scans_go_and_are_told() -> None:
    scans = [
        scan(page, (0.03, 0, "Minutes of the Board"), (0.5, 1, f"The {name} point."), (0.95, 2, f"- {page} -"))
        for page, name in ((1, "first"), (2, "second"), (3, "third"))
    ]
    raw = joined(scans)
    assert [p.text for p in raw.paragraphs] == ["The first point.", "The second point.", "The third point."]
    notices = {n.code: n.message for n in raw.notices}
    assert "“Minutes of the Board” (3×)" in notices["repeated-lines-left-out"]
    assert joined(scans[:2]).paragraphs[0].text == "Minutes of the Board"


def test_a_document_without_scans_stays_as_it_was_read() -> None:
    extract = Extracted(metadata=ContentMetadata(), paragraphs=[ParagraphDraft(text=PROSE)])
    assert with_scans(extract, []) is extract


def boxed(box: str) -> bytes:
    page = Page().text(72, 700, PROSE, size=20)
    kids = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 101 0 R /Resources << /Font << /mono 10 0 R >> >> >>"
    )
    return assembled([page], b"", {100: kids.encode()})


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ("0 0 612 792", (2550, 3300)),
        ("0 0 14400 14400", (4898, 4898)),
        ("0 0 14400 3", (8000, 1)),
    ],
)
def test_a_page_is_drawn_with_300_dots_an_inch_or_as_many_as_are_read(
    tmp_path: Path, box: str, size: tuple[int, int]
) -> None:
    source, picture = tmp_path / "a.pdf", tmp_path / "page.png"
    source.write_bytes(boxed(box))
    draw_page(source, lambda *_: None, 1, str(picture))
    with Image.open(picture) as image:
        assert (image.mode, image.size) == ("L", size)
        assert image.getpixel((0, 0)) == 255
        if size == (2550, 3300):
            assert image.histogram()[0] > 0
            assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_page_that_is_missing_cannot_be_drawn(tmp_path: Path) -> None:
    lost = Page().text(72, 700, PROSE)
    lost.missing = True
    source = tmp_path / "a.pdf"
    source.write_bytes(write_pdf([Page().text(72, 700, PROSE), lost]))
    with pytest.raises(CorruptContent, match="cannot be drawn"):
        draw_page(source, lambda *_: None, 2, str(tmp_path / "page.png"))
