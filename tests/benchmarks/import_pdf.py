"""``import_pdf_overhead_ratio``: what the way through the cloud adds to an import."""

from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.files import NETWORK, TOKENIZER
from williams_engine_minilm.manifest import MiniLmManifest

from tests.benchmarks.cloud import Guest
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.long_pdf import paragraphs_of, write_pdf
from tests.benchmarks.plain_import import plain_import
from williams.adapters.pgvector.vectors import PgVectors
from williams.domain.bm25 import paragraph_weights
from williams_testing.model_files import OriginModelFiles

PAGES, QUICK_PAGES = 100, 5
ROUNDS, QUICK_ROUNDS = 5, 1
AIM = Aim(1.3)
LANGUAGE = "en"
_MODEL_FILES = OriginModelFiles(MiniLmManifest)


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Compare an import, from the request for an upload to COMPLETED, with two ways to do its bare work here.

    The first has no line of ours in it: :mod:`tests.benchmarks.plain_import`, which finds no paragraphs, no headings
    and no words, and reads no more than the first 256 tokens of a piece. The second is what the pipeline must do in any
    case, by the very same functions: the plugin's extraction into paragraphs, their embeddings and terms, and the
    insertion of both by COPY into the same tables with the same indexes. It is fair because all sides are warm (a first
    run of each does not count), take turns, use as many threads, get the same file in each round, and every file is
    new, so that nothing is found to be there already. The import does more than either: it moves the file, keeps
    checkpoints, runs the reader in a process of its own, and writes text, catalog, graph and the job's story.
    """
    pages, rounds = (QUICK_PAGES, QUICK_ROUNDS) if quick else (PAGES, ROUNDS)
    own = _BareImport(guest)
    seconds: list[list[float]] = [[], [], []]
    with (
        TemporaryDirectory() as folder,
        plain_import(guest.engine, _MODEL_FILES.path(NETWORK), _MODEL_FILES.path(TOKENIZER)) as plain,
    ):
        files = [Path(folder, f"volume-{number}.pdf") for number in range(rounds + 1)]
        for number, file in enumerate(files):
            write_pdf(file, pages, seed=number)
        sides: list[Callable[[Path], float]] = [lambda file: _import_seconds(guest, file), plain.seconds, own.seconds]
        for side in sides:
            side(files[0])
        for turn, side_no in enumerate(interleaved(rounds, len(sides))):
            seconds[side_no].append(sides[side_no](files[1 + turn // len(sides)]))
    details = {"pages": float(pages), "paragraphs": float(own.paragraphs), "pieces": float(plain.pieces)}
    return [
        ratio(
            "import_pdf_overhead_ratio",
            seconds[0],
            bare,
            measured_in="s",
            aim=AIM,
            subject=beside,
            details=details,
        )
        for beside, bare in (("pypdfium2, onnxruntime, COPY", seconds[1]), ("our own functions", seconds[2]))
    ]


def _import_seconds(guest: Guest, file: Path) -> float:
    began = time.perf_counter()
    job_id = guest.client.imports.url(guest.client.uploads.send(file).url).job_id
    guest.watch(job_id)
    seconds = time.perf_counter() - began
    guest.completed_job(job_id)
    return seconds


class _BareImport:
    """Extract, split, embed and insert in this process; what is loaded stays loaded."""

    def __init__(self, guest: Guest) -> None:
        self._owner = guest.owner
        self._embedding = MiniLmEmbedding(_MODEL_FILES)
        self._vectors = PgVectors(guest.engine)
        self.paragraphs = 0

    def seconds(self, file: Path) -> float:
        began, name = time.perf_counter(), file.stem
        texts = [each["text"] for each in paragraphs_of(file)]
        vectors: list[array[float]] = asyncio.run(self._embedding.embed(texts))
        ids = [f"bare-{name}.p{ordinal}" for ordinal in range(len(texts))]
        terms = [paragraph_weights(text, LANGUAGE) for text in texts]
        self._vectors.upsert(self._owner, f"bare-{name}", self._embedding.model, ids, vectors, terms)
        self.paragraphs = len(texts)
        return time.perf_counter() - began
