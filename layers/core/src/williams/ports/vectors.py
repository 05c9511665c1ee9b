"""Paragraphs as vectors: dense ones, which stand for meaning, and sparse ones, which stand for words."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from williams.domain.bm25 import TermWeights


class VectorHit(NamedTuple):
    """``score``: the higher, the nearer."""

    paragraph_id: str
    content_id: str
    score: float


class VectorPort(Protocol):
    """What was stored under different models stands side by side and is never compared."""

    def upsert(
        self,
        owner: str,
        content_id: str,
        model: str,
        paragraph_ids: Sequence[str],
        vectors: Sequence[array[float]],
        terms: Sequence[TermWeights],
    ) -> None:
        """Write one unit vector and the weights of its terms per paragraph. Repeating it changes nothing."""
        ...

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """By cosine similarity (-1 to 1), best first; within ``content_ids`` if they are given."""
        ...

    def matching(
        self, owner: str, model: str, terms: TermWeights, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """Those that share a term, by the sum of the products of the shared terms' weights, best first."""
        ...

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        """Return what :meth:`nearest` says of these paragraphs; what is not there is left out."""
        ...

    def keyword_scores(
        self, owner: str, model: str, terms: TermWeights, paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        """Return what :meth:`matching` says of those of these paragraphs that share a term."""
        ...

    def delete(self, owner: str, content_id: str) -> None: ...

    def ping(self) -> None:
        """Raises StoreUnavailable."""
        ...
