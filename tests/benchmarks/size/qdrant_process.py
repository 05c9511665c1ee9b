"""``python -m tests.benchmarks.size.qdrant_process``: Qdrant's engine in a process of its own, behind its API.

It prints its URL, and then, for each line of its input, fills itself with so many paragraphs and repeats the line.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from types import SimpleNamespace
from typing import IO, Any, Final

from qdrant_client import models

from layers import ROOT
from tests.benchmarks.size.language import Language
from tests.benchmarks.size.volumes import volumes
from tests.contract.qdrant_engine import SERVERS_OWN, Engine
from tests.contract.qdrant_server import API_KEY, qdrant_server
from williams.adapters.qdrant.connection import connect
from williams.adapters.qdrant.vectors import QdrantVectors

_STOP_SECONDS: Final = 60


@dataclass(frozen=True)
class QdrantProcess:
    process: subprocess.Popen[str]
    url: str

    @cached_property
    def vectors(self) -> QdrantVectors:
        return QdrantVectors(lambda: connect(self.url, API_KEY))

    def begin(self, paragraphs: int) -> None:
        """Have it filled, while something else is done."""
        self.vectors.ping()
        stdin: IO[str] | None = self.process.stdin
        assert stdin is not None
        print(paragraphs, file=stdin, flush=True)

    def wait_until_filled(self) -> None:
        assert self.process.stdout is not None
        if not self.process.stdout.readline():
            raise RuntimeError("Qdrant's process ended while it was being filled.")


@contextmanager
def qdrant_process() -> Iterator[QdrantProcess]:
    """Start it on an empty folder; it ends with its input."""
    command = [sys.executable, "-m", __name__]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield QdrantProcess(process, process.stdout.readline().strip())
    finally:
        process.stdin.close()
        process.wait(timeout=_STOP_SECONDS)


@dataclass(frozen=True)
class _AtHand:
    """What the adapter asks of a client in order to write, without a request of 3 MB for each batch."""

    engine: Engine

    def collection_exists(self, name: str) -> bool:
        return name in self.engine.collections

    def get_collection(self, name: str) -> Any:
        return SimpleNamespace(payload_schema=self.engine.collections[name].payload_schema)

    def upsert(self, name: str, points: Sequence[models.PointStruct], wait: bool) -> None:
        assert wait
        self.engine.collections[name].upsert(points)


def _at_hand(engine: Engine) -> Any:
    return _AtHand(engine)


def _fill(vectors: QdrantVectors, paragraphs: int) -> None:
    for volume in volumes(Language(), paragraphs):
        volume.write_vectors(vectors)


def _serve() -> None:
    with qdrant_server(SERVERS_OWN) as server:
        print(server.url, flush=True)
        for line in sys.stdin:
            _fill(QdrantVectors(partial(_at_hand, server.engine)), int(line))
            print(line, end="", flush=True)


if __name__ == "__main__":
    _serve()
