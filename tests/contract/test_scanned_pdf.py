"""Scans as PDF, read by Tesseract through the whole pipeline of import.pdf."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from williams_engine_tesseract.manifest import TesseractManifest
from williams_engine_tesseract.recognition import TesseractRecognition
from williams_import_pdf import PdfImport

from tests.unit.import_pdf.writer import Page, write_pdf
from williams.domain import ids
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.model_files import OriginModelFiles

URL = "upload://up_1/minutes.pdf"
LEFT = (
    "The board met on the quay because the",
    "hall was being painted that very week.",
    "Nobody had told the keeper of the gate,",
    "so that the members had to climb over",
    "the wall, one after the other, and the",
    "oldest of them had to be lifted down by",
    "two sailors who happened to pass.",
)
RIGHT = (
    "Then they spoke of the bridge, which had",
    "been closed since the flood of spring.",
    "Repairing it would take two years, said",
    "the engineer, and more money than the",
    "town had seen in ten. The ferry would",
    "have to cross at night too, until the",
    "first carts could roll over it again.",
)


def column(pen: ImageDraw.ImageDraw, x: int, lines: tuple[str, ...]) -> None:
    for number, line in enumerate(lines * 2):
        pen.text((x, 200 + 40 * number), line, fill=0, font=ImageFont.load_default(28))


def scanned(*turns: int) -> bytes:
    """A typed page, and for each turn a scan of two columns that lies that way."""
    sheet = Image.new("L", (1654, 1169), 255)
    for x, lines in ((120, LEFT), (820, RIGHT)):
        column(ImageDraw.Draw(sheet), x, lines)
    file = PdfWriter(PdfReader(io.BytesIO(write_pdf([Page().text(72, 700, "Minutes of the Ferry Board.")]))))
    pages = [sheet.rotate(turn, expand=True) for turn in turns]
    scans = io.BytesIO()
    pages[0].save(scans, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    file.append(scans)
    whole = io.BytesIO()
    file.write(whole)
    return whole.getvalue()


async def test_scans_are_read_in_columns_whichever_way_they_lie() -> None:
    tesseract = TesseractRecognition(OriginModelFiles(TesseractManifest))
    library = MemoryLibrary({URL: scanned(0, 180)}, engines=ChosenEngines(recognition=tesseract))
    plugin = PdfImport()
    library.bind(plugin)
    content_id = await plugin.import_content(URL, ids.new_id("job"), metadata={"language": "en"})
    said: dict[int | None, list[str]] = {}
    for paragraph in library.catalog.paragraphs(OWNER, content_id):
        said.setdefault(paragraph.place.page, []).append(paragraph.text)
    whole = " ".join([*LEFT, *LEFT, *RIGHT, *RIGHT])
    assert {page: " ".join(texts) for page, texts in said.items()} == {
        1: "Minutes of the Ferry Board.",
        **dict.fromkeys((2, 3), whole),
    }
    (notice,) = library.catalog.content(OWNER, content_id).notices
    assert (notice.code, notice.place) == ("text-recognised", "p. 2-3")
