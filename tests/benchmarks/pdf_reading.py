"""``pdf_reading_cpu_ratio``: what paragraphs cost beside the bare text of a PDF."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from williams_import_pdf.plugin import READER

from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.long_pdf import write_pdf
from williams.isolation.parent import Limits, read_isolated

PAGES, QUICK_PAGES = 200, 5
ROUNDS, QUICK_ROUNDS = 5, 1
AIM = Aim(1.5)
_BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
for page in document:
    page.get_textpage().get_text_range()
"""


def run(quick: bool) -> list[Figure]:
    """Compare the processor time of the process that reads a long file with that of a bare pypdfium2 process.

    Both begin with the start of Python and end with the process. The bare one knows no words, columns, fonts, headings
    or paragraphs, and no page number.
    """
    pages, rounds = (QUICK_PAGES, QUICK_ROUNDS) if quick else (PAGES, ROUNDS)
    with TemporaryDirectory() as folder:
        file = Path(folder, "long.pdf")
        write_pdf(file, pages, seed=0)
        sides: list[Callable[[], None]] = [lambda: _read(file), lambda: _read_barely(file)]
        seconds: list[list[float]] = [[], []]
        for side in interleaved(rounds, len(sides)):
            seconds[side].append(_processor_seconds(sides[side]))
    return [
        ratio(
            "pdf_reading_cpu_ratio", *seconds, measured_in="s", aim=AIM, subject="pypdfium2", details={"pages": pages}
        )
    ]


def _processor_seconds(work: Callable[[], None]) -> float:
    """Return what the processes took that ended while this worked."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _read(file: Path) -> None:
    def tell_nobody(_done: int, _total: int) -> None:
        """There is no progress bar."""

    asyncio.run(
        read_isolated(READER, file, file.with_suffix(".json"), Limits(), tell_nobody, check=lambda: None),
    )


def _read_barely(file: Path) -> None:
    subprocess.run([sys.executable, "-c", _BARE, str(file)], check=True)
