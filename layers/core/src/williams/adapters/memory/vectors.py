"""Embeddings in memory, searched exactly."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from williams.ports.vectors import VectorHit


@dataclass(frozen=True)
class _Entry:
    owner: str
    content_id: str
    vector: array[float]


class InMemoryVectors:
    """See :class:`williams.ports.vectors.VectorPort`. Takes vectors of any length, as long as all have the same."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._guard = Lock()

    def upsert(
        self, owner: str, content_id: str, model: str, paragraph_ids: Sequence[str], vectors: Sequence[array[float]]
    ) -> None:
        with self._guard:
            for paragraph_id, vector in zip(paragraph_ids, vectors, strict=True):
                self._entries[paragraph_id, model] = _Entry(owner, content_id, array("f", vector))

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        with self._guard:
            entries = list(self._entries.items())
        hits = [
            VectorHit(paragraph_id=paragraph_id, content_id=entry.content_id, score=_dot(entry.vector, vector))
            for (paragraph_id, entry_model), entry in entries
            if entry_model == model
            and entry.owner == owner
            and (content_ids is None or entry.content_id in content_ids)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph_id))[:limit]

    def delete(self, owner: str, content_id: str) -> None:
        with self._guard:
            kept = {key: e for key, e in self._entries.items() if (e.owner, e.content_id) != (owner, content_id)}
            self._entries = kept

    def ping(self) -> None:
        """Memory is always there."""


def _dot(left: array[float], right: array[float]) -> float:
    """Return the cosine of two unit vectors."""
    return sum(a * b for a, b in zip(left, right, strict=True))
