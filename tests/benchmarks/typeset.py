"""``newsletter_overhead_ratio`` and ``slides_overhead_ratio``: what an export adds to the bare calls of its libraries.

``python -m tests.benchmarks.typeset KIND PDF`` prints the most memory, in MB, that one export takes in a process alone.
"""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import mjml
import typst
from pptx import Presentation
from williams_export_newsletter import NewsletterExport
from williams_export_slides import SlidesExport
from williams_import_pdf import PdfImport
from williams_publishing.typst_code import content
from williams_writing.quoting import Quoting

from docs.samples.build import RESULT
from layers import ROOT
from tests.benchmarks.cloud import Guest
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.usage import peak_mb
from williams.adapters.s3.objects import S3Objects
from williams.domain import ids
from williams.plugin import ExportPlugin, ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary

ROUNDS, QUICK_ROUNDS = 9, 1
AIM: Final = Aim(10)
"""In one process: the text is read, chosen and traced, and set in more forms than the bare call makes."""
_PLUGINS: Final[dict[str, type[ExportPlugin]]] = {"newsletter": NewsletterExport, "slides": SlidesExport}
_SOURCE: Final = "upload://up_1/sample.pdf"
Files = dict[str, bytes]


def newsletter(guest: Guest, quick: bool) -> list[Figure]:
    return _compared(guest, "newsletter", _bare_newsletter, quick=quick)


def slides(guest: Guest, quick: bool) -> list[Figure]:
    return _compared(guest, "slides", _bare_slides, quick=quick)


def _compared(guest: Guest, kind: str, bare: Callable[[Files], None], *, quick: bool) -> list[Figure]:
    """Compare an export on a library in memory with the bare calls of its libraries on the very text that it made.

    Both are warm and take turns in one process. How long the export takes through the cloud is among the details.
    """
    job_id = guest.client.exports.start([guest.import_file(RESULT)], kind).job_id
    began = time.perf_counter()
    guest.watch(job_id)
    details = {"through_the_cloud_s": time.perf_counter() - began, "peak_memory_mb": _peak_mb(kind)}
    artifact_id = guest.completed_job(job_id).artifact_id
    objects = S3Objects(guest.info.bucket, guest.aws.client("s3"))
    folder = f"{_PLUGINS[kind].folder}/{artifact_id}/"
    files = {key.removeprefix(folder): objects.read(key) for key in objects.keys(folder)}
    library, content_id = asyncio.run(_library(RESULT))
    sides: list[Callable[[], None]] = [
        lambda: asyncio.run(_export(library, content_id, kind)),
        lambda: bare(files),
    ]
    seconds: list[list[float]] = [[], []]
    for side in sides:
        side()
    for number in interleaved(QUICK_ROUNDS if quick else ROUNDS, len(sides)):
        began = time.perf_counter()
        sides[number]()
        seconds[number].append(time.perf_counter() - began)
    return [ratio(f"{kind}_overhead_ratio", *seconds, measured_in="s", aim=AIM, details=details)]


async def _library(source: Path) -> tuple[MemoryLibrary, str]:
    library = MemoryLibrary({_SOURCE: source.read_bytes()}, engines=ChosenEngines(text=Quoting()))
    importer = PdfImport()
    library.bind(importer)
    return library, await importer.import_content(_SOURCE, ids.new_id("job"))


async def _export(library: MemoryLibrary, content_id: str, kind: str) -> None:
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


def _bare_newsletter(files: Files) -> None:
    """Compile the MJML, write the message with the standard library, and have Typst draw two plain pictures."""
    message = EmailMessage()
    message.set_content(files["newsletter.txt"].decode())
    message.add_alternative(mjml.mjml2html(files["newsletter.mjml"].decode()), subtype="html")
    _, shown = message.iter_parts()
    shown.add_related(files["header.png"], "image", "png", cid="<header>")
    message.as_bytes()
    with TemporaryDirectory() as folder:
        source = Path(folder, "picture.typ")
        for height in (96, 315):
            source.write_text(f"#set page(width: 600pt, height: {height}pt)\n{content('News')}", encoding="utf-8")
            typst.compile(str(source), format="png", ppi=144, ignore_system_fonts=True)


def _bare_slides(files: Files) -> None:
    """Write the same texts onto the default template of python-pptx, and set them by Typst."""
    made, deck = Presentation(io.BytesIO(files["slides.pptx"])), Presentation()
    pages = []
    for slide in made.slides:
        title = slide.shapes.title.text
        text = "\n".join(shape.text_frame.text for shape in slide.placeholders if shape.placeholder_format.idx)
        copy = deck.slides.add_slide(deck.slide_layouts[1])
        copy.shapes.title.text, copy.placeholders[1].text_frame.text = title, text
        pages.append(f"= {content(title)}\n{content(text)}")
    deck.save(io.BytesIO())
    with TemporaryDirectory() as folder:
        source = Path(folder, "slides.typ")
        source.write_text("#pagebreak()\n".join(pages), encoding="utf-8")
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
