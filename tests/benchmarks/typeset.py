"""``ebook_overhead_ratio``, and of flashcards, newsletter and slides: what an export adds to bare calls of libraries.

``python -m tests.benchmarks.typeset KIND PDF`` prints the most memory, in MB, that one export takes in a process alone.
"""

from __future__ import annotations

import asyncio
import csv
import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from html import escape as html_escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import genanki
import mjml
import typst
from lxml import html
from pptx import Presentation
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import PlaceholderGraphicFrame, SlidePlaceholder
from williams_export_ebook import EbookExport
from williams_export_flashcards import FlashcardsExport
from williams_export_newsletter import NewsletterExport
from williams_export_slides import SlidesExport
from williams_import_pdf import PdfImport
from williams_publishing.typst_code import content
from williams_writing.quoting import Quoting

from docs.samples.build import RESULT
from layers import ROOT
from tests.benchmarks.cloud import Guest
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.usage import peak_mb, processor_seconds
from williams.domain import ids
from williams.plugin import ExportPlugin, ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary

ROUNDS, QUICK_ROUNDS = 9, 1
AIM: Final = Aim(10)
"""In one process: the text is read, chosen and traced, and set in more forms than the bare call makes."""
_PLUGINS: Final[dict[str, type[ExportPlugin]]] = {
    "ebook": EbookExport,
    "flashcards": FlashcardsExport,
    "newsletter": NewsletterExport,
    "slides": SlidesExport,
}
_SOURCE: Final = "upload://up_1/sample.pdf"
Files = dict[str, bytes]


def ebook(quick: bool) -> list[Figure]:
    return _compared("ebook", _bare_ebook, {}, quick=quick)


def flashcards(quick: bool) -> list[Figure]:
    return _compared("flashcards", _bare_flashcards, {}, quick=quick)


def newsletter(guest: Guest, quick: bool) -> list[Figure]:
    return _compared("newsletter", _bare_newsletter, _through_the_cloud(guest, "newsletter"), quick=quick)


def slides(guest: Guest, quick: bool) -> list[Figure]:
    return _compared("slides", _bare_slides, _through_the_cloud(guest, "slides"), quick=quick)


def _through_the_cloud(guest: Guest, kind: str) -> dict[str, float]:
    job_id = guest.client.exports.start([guest.import_file(RESULT)], kind).job_id
    began = time.perf_counter()
    guest.watch(job_id)
    seconds = time.perf_counter() - began
    guest.completed_job(job_id)
    return {"through_the_cloud_s": seconds}


def _compared(kind: str, bare: Callable[[Files], None], details: dict[str, float], *, quick: bool) -> list[Figure]:
    """Compare an export on a library in memory with the bare calls of its libraries on the very text that it made.

    Both are warm and take turns in one process, and it is the processor's time that counts.
    """
    library, content_id = asyncio.run(_library(RESULT))
    files = asyncio.run(_export(library, content_id, kind))
    sides: list[Callable[[], object]] = [
        lambda: asyncio.run(_export(library, content_id, kind)),
        lambda: bare(files),
    ]
    seconds: list[list[float]] = [[], []]
    bare(files)
    for number in interleaved(QUICK_ROUNDS if quick else ROUNDS, len(sides)):
        began = processor_seconds()
        sides[number]()
        seconds[number].append(processor_seconds() - began)
    peak = _peak_mb(kind)
    return [
        ratio(f"{kind}_overhead_ratio", *seconds, measured_in="s", aim=AIM, details=details),
        Figure(f"{kind}_peak_mb", peak, "MB"),
    ]


async def _library(source: Path) -> tuple[MemoryLibrary, str]:
    library = MemoryLibrary({_SOURCE: source.read_bytes()}, engines=ChosenEngines(text=Quoting()))
    importer = PdfImport()
    library.bind(importer)
    return library, await importer.import_content(_SOURCE, ids.new_id("job"))


async def _export(library: MemoryLibrary, content_id: str, kind: str) -> Files:
    """Return what was made, by the names of the files."""
    plugin = _PLUGINS[kind]()
    library.bind(plugin)
    request = ExportRequest(
        job_id=ids.new_id("job"),
        owner=OWNER,
        artifact_id=ids.new_id("art"),
        source_ids=[content_id],
        format=kind,
        parameters=plugin.parameters().model_dump(mode="json"),
        requested_at=WHEN,
    )
    await plugin.generate_content(request, request.job_id)
    folder = f"{plugin.folder}/{request.artifact_id}/"
    return {key.removeprefix(folder): library.objects.read(key) for key in library.objects.keys(folder)}


def _bare_ebook(files: Files) -> None:
    """Pack the book's own parts with zipfile, and have Typst set its words."""
    packed = zipfile.ZipFile(io.BytesIO(files["book.epub"]))
    parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    pages = (html.fromstring(part) for name, part in parts.items() if name.endswith(".xhtml"))
    _set("\n\n".join(content(str(each.text_content())) for page in pages for each in page.iter("h1", "h2", "p", "li")))


def _bare_flashcards(files: Files) -> None:
    """Write the very cards with genanki on a model of two fields, and with csv, and have Typst draw the first one."""
    rows = list(csv.DictReader(io.StringIO(files["cards.csv"].decode("utf-8-sig"), newline="")))
    model = genanki.Model(
        1607392319,
        "Bare",
        fields=[{"name": "front"}, {"name": "back"}],
        templates=[{"name": "Card", "qfmt": "{{front}}", "afmt": "{{back}}"}],
    )
    deck = genanki.Deck(2059400110, "Bare")
    for row in rows:
        fields = [html_escape(row["front"]), html_escape(row["back"])]
        deck.add_note(genanki.Note(model=model, fields=fields, guid=row["id"]))
    with TemporaryDirectory() as folder:
        genanki.Package(deck).write_to_file(str(Path(folder, "deck.apkg")))
    writer = csv.DictWriter(io.StringIO(), rows[0])
    writer.writeheader()
    writer.writerows(rows)
    _draw(rows[0]["front"], 375)


def _bare_newsletter(files: Files) -> None:
    """Compile the MJML, write the message with the standard library, and have Typst draw two plain pictures."""
    message = EmailMessage()
    message.set_content(files["newsletter.txt"].decode())
    message.add_alternative(mjml.mjml2html(files["newsletter.mjml"].decode()), subtype="html")
    _, shown = message.iter_parts()
    shown.add_related(files["header.png"], "image", "png", cid="<header>")
    message.as_bytes()
    _draw("News", 96, 315)


def _draw(words: str, *heights: int) -> None:
    """Draw pictures of 600 points' width, twice as many pixels."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "picture.typ")
        for height in heights:
            source.write_text(f"#set page(width: 600pt, height: {height}pt)\n{content(words)}", encoding="utf-8")
            typst.compile(str(source), format="png", ppi=144, ignore_system_fonts=True)


def _bare_slides(files: Files) -> None:
    """Write the same texts onto the default template of python-pptx, and set them by Typst."""
    made, deck = Presentation(io.BytesIO(files["slides.pptx"])), Presentation()
    pages = []
    for slide in made.slides:
        title = slide.shapes.title.text
        text = "\n".join(_words(shape) for shape in slide.placeholders if shape.placeholder_format.idx)
        copy = deck.slides.add_slide(deck.slide_layouts[1])
        copy.shapes.title.text, copy.placeholders[1].text_frame.text = title, text
        pages.append(f"= {content(title)}\n{content(text)}")
    deck.save(io.BytesIO())
    _set("#pagebreak()\n".join(pages))


def _words(shape: BaseShape) -> str:
    if isinstance(shape, PlaceholderGraphicFrame):
        return "\n".join(" ".join(cell.text for cell in row.cells) for row in shape.table.rows)
    return shape.text_frame.text if isinstance(shape, SlidePlaceholder) else ""


def _set(text: str) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder, "bare.typ")
        source.write_text(text, encoding="utf-8")
        typst.compile(str(source), ignore_system_fonts=True)


def _peak_mb(kind: str) -> float:
    command = [sys.executable, "-m", __name__, kind, str(RESULT)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300).stdout)


def main(kind: str, source: str) -> None:
    library, content_id = asyncio.run(_library(Path(source)))
    asyncio.run(_export(library, content_id, kind))
    print(peak_mb())


if __name__ == "__main__":
    main(*sys.argv[1:])
