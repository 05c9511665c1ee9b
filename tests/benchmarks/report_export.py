"""``report_overhead_ratio`` and ``report_peak_mb``: the report of a book of 1,000 pages, and bare Typst on its text."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import typst
from williams_publishing.typst_code import content

from layers import ROOT
from tests.benchmarks.figures import Figure
from tests.benchmarks.long_pdf import sample_sentences
from tests.benchmarks.usage import peak_mb
from tests.unit.ebook.shelf import BODY, Piece, under
from tests.unit.report.desk import Desk, Made

PAGES, RUNS = 1000, 3
_PARAGRAPHS_PER_PAGE = 5
_SECONDS = 900


def run(quick: bool) -> list[Figure]:
    """Make each report in a process of its own, whose peak is then the report's.

    Most of its time goes into reading the book; Typst alone sets what is left of it.
    """
    command = [sys.executable, "-m", __name__, str(50 if quick else PAGES)]
    measured = [
        json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=_SECONDS).stdout)
        for _ in range(1 if quick else RUNS)
    ]
    ours, bare = [each["seconds"] for each in measured], [each["bare"] for each in measured]
    typical, typical_bare, runs = median(ours), median(bare), len(measured)
    peak = max(each["peak_mb"] for each in measured)
    return [
        Figure(
            name="report_overhead_ratio",
            value=typical / typical_bare,
            unit="ratio",
            ours=typical,
            bare=typical_bare,
            measured_in="s",
            runs=runs,
        ),
        Figure(name="report_peak_mb", value=peak, unit="MB", runs=runs),
    ]


def book(pages: int) -> list[Piece]:
    """Return the paragraphs of a book in the words of the sample, the same each time."""
    chance, sentences = random.Random(1), sample_sentences()
    return [
        (BODY, f"Point {point} of page {page}: {' '.join(chance.sample(sentences, 4))}", under(f"Chapter {page // 20}"))
        for page in range(1, pages + 1)
        for point in range(_PARAGRAPHS_PER_PAGE)
    ]


def _bare(made: Made) -> float:
    """Set the statements as they are, and return how long that takes, in seconds."""
    text = "\n\n".join(content(part.text) for part in made.parts if part.role in ("summary", "statement"))
    with TemporaryDirectory() as folder:
        source = Path(folder, "bare.typ")
        source.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        typst.compile(str(source), output=str(Path(folder, "bare.pdf")), ignore_system_fonts=True)
        return time.perf_counter() - began


def _measure(pages: int) -> dict[str, float]:
    desk = Desk()
    desk.add(book(pages), title="A Long Book")
    began = time.perf_counter()
    made = asyncio.run(desk.reported())
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "peak_mb": peak_mb(), "bare": _bare(made)}


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
