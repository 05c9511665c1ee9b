"""``python -m tests.benchmarks [--only NAME] [--quick]``: a table, and ``build/bench.json``.

The local cloud must run for those of ``IN_THE_CLOUD``. ``--quick`` shows that everything works; its figures mean
nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from layers import ROOT
from tests.benchmarks import (
    api_get_job,
    burst,
    captions,
    cold_start,
    fine_podcast,
    hearing,
    import_pdf,
    jobs_per_second,
    load,
    pdf_reading,
    podcast,
    report,
    report_export,
    scans,
    search_quality,
    typeset,
    unzipped,
    voices,
)
from tests.benchmarks.cloud import BenchmarkError, Guest, guest
from tests.benchmarks.figures import Figure
from tests.benchmarks.machine import surroundings
from tests.benchmarks.reading import compared
from tests.benchmarks.size import importing, searching
from williams_client import LibraryError

IN_THE_CLOUD: dict[str, Callable[[Guest, bool], list[Figure]]] = {
    "api_get_job": api_get_job.run,
    "import_pdf": import_pdf.run,
    "podcast": podcast.run,
    "fine_podcast": fine_podcast.run,
    "newsletter": typeset.newsletter,
    "slides": typeset.slides,
    "jobs_per_s": jobs_per_second.run,
    "load": load.run,
    "burst": burst.run,
    "search": search_quality.run,
    "cold_start": cold_start.run,
    "unzipped": unzipped.run,
}
ALONE: dict[str, Callable[[bool], list[Figure]]] = {
    "pdf_reading": pdf_reading.run,
    "scans": scans.run,
    "captions": captions.run,
    "paper": compared.paper,
    "document": compared.document,
    "listing": compared.listing,
    "ebook": typeset.ebook,
    "flashcards": typeset.flashcards,
    "report": report_export.run,
    "media": hearing.run,
    "voices": voices.run,
}
BENCHMARKS = [*IN_THE_CLOUD, *ALONE]
# Run by name only, as they take many minutes.
LONG: dict[str, Callable[[bool], list[Figure]]] = {
    "search_size": searching.run,
    "import_size": importing.run,
}


def measure(names: list[str], quick: bool) -> tuple[list[Figure], list[str]]:
    """Run the benchmarks one after the other; return the figures, and why others are missing."""
    console = Console(stderr=True)
    figures: list[Figure] = []
    failures: list[str] = []
    for name in names:
        began = time.monotonic()
        try:
            figures += _run(name, quick)
        except (BenchmarkError, LibraryError) as error:
            failures.append(f"{name}: {error}")
            console.print(f"{name}: {error}", style="red")
        else:
            console.print(f"{name} took {time.monotonic() - began:.0f} s", style="dim")
    return figures, failures


def _run(name: str, quick: bool) -> list[Figure]:
    if name in ALONE or name in LONG:
        return (ALONE | LONG)[name](quick)
    # Each has a guest of its own, so that none meets what another left.
    with guest() as entered:
        return IN_THE_CLOUD[name](entered, quick)


def main() -> int:
    """Return 1 when a benchmark could not be run; a missed aim is shown, and no failure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[*BENCHMARKS, *LONG], action="append", help="run this; repeatable")
    parser.add_argument("--quick", action="store_true", help="a smoke run: few repetitions, small inputs")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json", help="default: build/bench.json")
    arguments = parser.parse_args()
    about = surroundings(arguments.quick)
    figures, failures = measure(arguments.only or BENCHMARKS, arguments.quick)
    Console(width=None if sys.stdout.isatty() else 120).print(report.table(figures))
    report.write(arguments.out, figures, about)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
