"""Vectors in memory, searched exactly."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from williams.domain.bm25 import TermWeights
from williams.ports.vectors import BothHits, VectorHit


@dataclass(frozen=True)
class _Entry:
    owner: str
    content_id: str
    vector: array[float]
    terms: TermWeights


class InMemoryVectors:
    """See :class:`williams.ports.vectors.VectorPort`. Takes vectors of any length, as long as all have the same."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._guard = Lock()

    def upsert(
        self,
        owner: str,
        content_id: str,
        model: str,
        paragraph_ids: Sequence[str],
        vectors: Sequence[array[float]],
        terms: Sequence[TermWeights],
    ) -> None:
        with self._guard:
            for paragraph_id, vector, weights in zip(paragraph_ids, vectors, terms, strict=True):
                self._entries[paragraph_id, model] = _Entry(owner, content_id, array("f", vector), dict(weights))

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        entries = self._within(owner, model, content_ids)
        return _best(((name, entry, _dot(entry.vector, vector)) for name, entry in entries), limit)

    def matching(
        self, owner: str, model: str, terms: TermWeights, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        entries = self._within(owner, model, content_ids)
        sharing = ((name, entry) for name, entry in entries if entry.terms.keys() & terms.keys())
        return _best(((name, entry, _sum(entry.terms, terms)) for name, entry in sharing), limit)

    def by_both(
        self,
        owner: str,
        model: str,
        vector: array[float],
        terms: TermWeights,
        limit: int,
        content_ids: Sequence[str] | None = None,
    ) -> BothHits:
        near = self.nearest(owner, model, vector, limit, content_ids)
        matching = self.matching(owner, model, terms, limit, content_ids)
        names = {hit.paragraph_id for hit in (*near, *matching)}
        found = {name: entry for name, entry in self._within(owner, model, None) if name in names}
        return BothHits(
            near,
            matching,
            {name: _dot(entry.vector, vector) for name, entry in found.items()},
            {name: _sum(e.terms, terms) for name, e in found.items() if e.terms.keys() & terms.keys()},
            matching[-1].score if len(matching) >= limit else 0.0,
        )

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        wanted = frozenset(paragraph_ids)
        entries = self._within(owner, model, None)
        return {name: _dot(entry.vector, vector) for name, entry in entries if name in wanted}

    def _within(self, owner: str, model: str, content_ids: Sequence[str] | None) -> Iterator[tuple[str, _Entry]]:
        with self._guard:
            entries = list(self._entries.items())
        for (paragraph_id, entry_model), entry in entries:
            if (entry.owner, entry_model) == (owner, model) and (
                content_ids is None or entry.content_id in content_ids
            ):
                yield paragraph_id, entry

    def delete(self, owner: str, content_id: str) -> None:
        with self._guard:
            kept = {key: e for key, e in self._entries.items() if (e.owner, e.content_id) != (owner, content_id)}
            self._entries = kept

    def ping(self) -> None:
        """Memory is always there."""


def _best(scored: Iterator[tuple[str, _Entry, float]], limit: int) -> list[VectorHit]:
    hits = [VectorHit(paragraph_id=name, content_id=entry.content_id, score=score) for name, entry, score in scored]
    return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph_id))[:limit]


def _dot(left: array[float], right: array[float]) -> float:
    """Return the cosine of two unit vectors."""
    return sum(a * b for a, b in zip(left, right, strict=True))


def _sum(paragraph: TermWeights, question: TermWeights) -> float:
    return sum(weight * paragraph[term] for term, weight in question.items() if term in paragraph)
