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


class BothHits(NamedTuple):
    """What :meth:`VectorPort.nearest` and :meth:`VectorPort.matching` return, and each one's score by the other.

    ``similarities`` are those of all of them, ``keyword_scores`` of those that share a term. Of ``matching`` those at
    the end may be lacking that share the words that weigh least alone. ``unlisted`` is what whoever is not in it may
    have as a keyword score at most; 0 where nobody else shares a term.
    """

    near: list[VectorHit]
    matching: list[VectorHit]
    similarities: dict[str, float]
    keyword_scores: dict[str, float]
    unlisted: float


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
        """Write one unit vector and the weights of its terms per paragraph. Repeating it changes nothing.

        No term weighs more than :data:`williams.domain.bm25.MOST_WEIGHT`.
        """
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

    def by_both(
        self,
        owner: str,
        model: str,
        vector: array[float],
        terms: TermWeights,
        limit: int,
        content_ids: Sequence[str] | None = None,
    ) -> BothHits:
        """Up to ``limit`` by either, with as few questions to the store as it takes; of more fewer are lacking."""
        ...

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        """The cosines of those of the given paragraphs that there are."""
        ...

    def delete(self, owner: str, content_id: str) -> None: ...

    def ping(self) -> None:
        """Raises StoreUnavailable."""
        ...
