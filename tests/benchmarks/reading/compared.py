"""``reading_cpu_ratio``, ``import_items_per_s``, ``import_peak_mb``: files read beside the bare calls of libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from layers import ROOT
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.reading.bare import BARE
from tests.benchmarks.reading.samples import DOCUMENTS, LISTINGS, PAPERS

ITEMS, QUICK_ITEMS = 1000, 30
ROUNDS, QUICK_ROUNDS = 3, 1
TIMES, QUICK_TIMES = 3, 1
_SECONDS: Final = 300
_WAYS: Final = ("read", "bare", "import")
AIM: Final = Aim(10)
"""Paragraphs with kinds, sections and places, of files that may be made to harm, where the bare call gives a text."""


@dataclass(frozen=True)
class _Taken:
    """What one process of a way took: seconds and megabytes; ``items`` that our reader found."""

    seconds: float
    peak_mb: float
    items: int | None


def paper(quick: bool) -> list[Figure]:
    return _compared("paper", PAPERS, quick=quick)


def document(quick: bool) -> list[Figure]:
    return _compared("document", DOCUMENTS, quick=quick)


def listing(quick: bool) -> list[Figure]:
    return _compared("listing", LISTINGS, quick=quick)


def _compared(plugin: str, samples: Mapping[str, Callable[[int], bytes]], *, quick: bool) -> list[Figure]:
    """Compare, for a file of each kind, the reader's processor time with the bare call's, warm, in turns.

    Each measurement has a process of its own, whose peak is then the way's. The whole import, which starts a process
    for the reader, is measured beside it: its stages run on a library in memory with a fake for embeddings.
    """
    figures, slowest, largest = [], [], []
    with TemporaryDirectory() as folder:
        for ending, made in samples.items():
            file = Path(folder, f"sample.{ending}")
            file.write_bytes(made(QUICK_ITEMS if quick else ITEMS))
            taken = _measured(file, *((QUICK_ROUNDS, QUICK_TIMES) if quick else (ROUNDS, TIMES)))
            figures.append(_ratio(plugin, file, taken))
            slowest.append(_per_second(plugin, ending, taken))
            largest.append(_peak(plugin, ending, taken))
    return [*figures, min(slowest, key=lambda each: each.value), max(largest, key=lambda each: each.value)]


def _measured(file: Path, rounds: int, times: int) -> list[list[_Taken]]:
    taken: list[list[_Taken]] = [[] for _ in _WAYS]
    for side in interleaved(rounds, len(_WAYS)):
        command = [sys.executable, "-m", "tests.benchmarks.reading.once", _WAYS[side], str(file), str(times)]
        done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=_SECONDS)
        taken[side].append(_Taken(**json.loads(done.stdout)))
    return taken


def _ratio(plugin: str, file: Path, taken: list[list[_Taken]]) -> Figure:
    ours, bare, whole = ([1000 * each.seconds for each in way] for way in taken)
    ending = file.name.partition(".")[2]
    details = {
        "items": float(taken[0][0].items or 0),
        "file_kb": file.stat().st_size / 1024,
        "import_ms": median(whole),
        **{f"{name}_peak_mb": max(each.peak_mb for each in way) for name, way in zip(_WAYS, taken, strict=True)},
    }
    subject = f"{plugin} {ending}, {BARE[ending][0]}"
    return ratio("reading_cpu_ratio", ours, bare, measured_in="ms", aim=AIM, subject=subject, details=details)


def _per_second(plugin: str, ending: str, taken: list[list[_Taken]]) -> Figure:
    items = taken[0][0].items or 0
    value = items / median(each.seconds for each in taken[2])
    return Figure("import_items_per_s", value, "items/s", subject=f"{plugin} {ending}, its slowest", runs=len(taken[2]))


def _peak(plugin: str, ending: str, taken: list[list[_Taken]]) -> Figure:
    ours, bare = (max(each.peak_mb for each in taken[side]) for side in (2, 1))
    subject = f"{plugin} {ending}, its largest"
    return Figure(
        "import_peak_mb", ours, "MB", subject=subject, ours=ours, bare=bare, measured_in="MB", runs=len(taken[2])
    )
