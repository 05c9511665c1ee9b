"""``scan_reading_cpu_ratio``: what paragraphs of a scanned PDF cost beside Tesseract's bare text of its pages."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from williams_engine_tesseract.manifest import TesseractManifest
from williams_engine_tesseract.recognition import TesseractRecognition
from williams_import_pdf import PdfImport

from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.long_pdf import write_pdf
from tests.benchmarks.usage import peak_mb
from williams.domain import ids
from williams_testing.library import ChosenEngines, MemoryLibrary
from williams_testing.model_files import OriginModelFiles

PAGES, QUICK_PAGES = 10, 1
ROUNDS, QUICK_ROUNDS = 3, 1
AIM = Aim(1.5)
_DPI = 300
_URL = "upload://up_1/scan.pdf"


def run(quick: bool) -> list[Figure]:
    """Compare the processor time of an import, all stages on a library in memory, with pypdfium2 and tesserocr alone.

    Both draw each page with 300 dots an inch, have the same model, and begin with the start of Python. The bare one
    keeps the pages' text alone; the import knows lines, paragraphs, places and certainty, draws each page in a process
    of its own, and looks for words and sections. ``peak_mb`` is of the larger of its processes.
    """
    pages, rounds = (QUICK_PAGES, QUICK_ROUNDS) if quick else (PAGES, ROUNDS)
    with TemporaryDirectory() as folder:
        scan = _scanned(Path(folder), pages)
        seconds: list[list[float]] = [[], []]
        peaks = [0.0, 0.0]
        for side in interleaved(rounds, 2):
            taken, peak = _measured(("import", "bare")[side], scan)
            seconds[side].append(taken)
            peaks[side] = max(peaks[side], peak)
    details = {"pages": float(pages), "ours_peak_mb": peaks[0], "bare_peak_mb": peaks[1]}
    return [
        ratio(
            "scan_reading_cpu_ratio",
            *seconds,
            measured_in="s",
            aim=AIM,
            subject="pypdfium2, tesserocr",
            details=details,
        )
    ]


def _scanned(folder: Path, pages: int) -> Path:
    """Return a PDF of pictures of typeset pages."""
    write_pdf(folder / "typed.pdf", pages, seed=0)
    drawn = [
        page.render(scale=_DPI / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(folder / "typed.pdf")
    ]
    drawn[0].save(folder / "scan.pdf", "PDF", resolution=_DPI, save_all=True, append_images=drawn[1:])
    return folder / "scan.pdf"


def _measured(way: str, scan: Path) -> tuple[float, float]:
    """Return the processor's seconds of a process and its own, and the peak of the largest in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tests.benchmarks.scans", way, str(scan)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, float(done.stdout.split()[-1])


def _import(scan: Path) -> None:
    engine = TesseractRecognition(OriginModelFiles(TesseractManifest))
    library = MemoryLibrary({_URL: scan.read_bytes()}, engines=ChosenEngines(recognition=engine))
    plugin = PdfImport()
    library.bind(plugin)
    asyncio.run(plugin.import_content(_URL, ids.new_id("job"), metadata={"language": "en"}))


def _bare(scan: Path) -> None:
    from tesserocr import PyTessBaseAPI

    with TemporaryDirectory() as folder:
        models = OriginModelFiles(TesseractManifest)
        Path(folder, "eng.traineddata").symlink_to(models.path("eng.traineddata"))
        with PyTessBaseAPI(path=folder, lang="eng") as tesseract:
            for page in pypdfium2.PdfDocument(scan):
                image: Image.Image = page.render(scale=_DPI / 72, grayscale=True).to_pil()
                tesseract.SetImage(image)
                tesseract.GetUTF8Text()


if __name__ == "__main__":
    {"import": _import, "bare": _bare}[sys.argv[1]](Path(sys.argv[2]))
    print(peak_mb())
