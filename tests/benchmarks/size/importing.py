"""``import_size_*``: a document of many paragraphs imported, beside its embedding alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psutil
from williams_import_document.document import read_document
from williams_import_document.kinds import FileKind

from layers import ROOT
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.reading.samples import word
from tests.benchmarks.size.library import VECTORS, Library, library

PARAGRAPHS, QUICK_PARAGRAPHS = 10_000, 200
ROUNDS, QUICK_ROUNDS = 1, 1
AIM: Final = Aim(1.1)
_WAYS: Final = ("bare", *VECTORS)
_SECONDS: Final = 3600


@dataclass(frozen=True)
class _Taken:
    """What one process of a way took; ``server_s`` is what the servers worked for it meanwhile."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    server_s: float


def run(quick: bool) -> list[Figure]:
    """Import a Word document as a function does it, and embed the same texts by one call of the engine alone.

    Its paragraphs all differ; every tenth has a heading before it. The import stands on Postgres, a graph, an object
    store and each of the vector stores, all real but Qdrant's server, which is one in Python over Qdrant's own engine.
    What they work is told beside. Each measurement has a process of its own, in which the network is loaded before.
    """
    paragraphs, rounds = (QUICK_PARAGRAPHS, QUICK_ROUNDS) if quick else (PARAGRAPHS, ROUNDS)
    with library() as running, TemporaryDirectory() as folder:
        file = Path(folder, "long.docx")
        file.write_bytes(word(paragraphs))
        texts = _texts(file)
        listed = Path(folder, "texts.json")
        listed.write_text(json.dumps(texts), encoding="utf-8")
        taken: dict[str, list[_Taken]] = {way: [] for way in _WAYS}
        for side in interleaved(rounds, len(_WAYS)):
            way = _WAYS[side]
            taken[way].append(_once(running, way, listed if way == "bare" else file))
    return [figure for store in VECTORS for figure in _figures(store, taken[store], taken["bare"], len(texts))]


def _texts(file: Path) -> list[str]:
    def tell_nobody(_done: int, _total: int) -> None:
        """There is no progress bar."""

    with TemporaryDirectory() as pictures:
        found = read_document(file, tell_nobody, FileKind.WORD.value, file.name, None, pictures)
    return [each["text"] for each in found["paragraphs"]]


def _once(running: Library, way: str, file: Path) -> _Taken:
    servers = psutil.Process().children(recursive=True)
    before = _worked(servers)
    command = [sys.executable, "-m", "tests.benchmarks.size.once", way, str(file)]
    done = subprocess.run(
        command,
        input=json.dumps(running.addresses).encode(),
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        timeout=_SECONDS,
    )
    return _Taken(**json.loads(done.stdout), server_s=_worked(servers) - before)


def _worked(processes: list[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    # Postgres has a process for each connection: of those that ended it says how long they worked.
    return sum(each.user + each.system + each.children_user + each.children_system for each in times)


def _figures(store: str, ours: list[_Taken], bare: list[_Taken], paragraphs: int) -> list[Figure]:
    details = {"paragraphs": float(paragraphs), "servers_s": max(each.server_s for each in ours)}
    wall, wall_bare = ([each.wall_s for each in way] for way in (ours, bare))
    cpu, cpu_bare = ([each.cpu_s for each in way] for way in (ours, bare))
    peak, peak_bare = (max(each.peak_mb for each in way) for way in (ours, bare))
    return [
        ratio(
            "import_size_ratio", wall, wall_bare, measured_in="s", aim=AIM, subject=f"{store}: time", details=details
        ),
        ratio("import_size_ratio", cpu, cpu_bare, measured_in="s", aim=AIM, subject=f"{store}: processor"),
        Figure("import_size_peak_mb", peak, "MB", subject=store, ours=peak, bare=peak_bare, measured_in="MB"),
    ]
