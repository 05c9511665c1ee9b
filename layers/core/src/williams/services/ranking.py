"""Ranks paragraphs by meaning, by words, or by both, as deep as is asked for.

By both, a paragraph is ranked by both its scores, however deep it stands in either list: what stands in neither of two
lists that were read to some depth has at most what their last entries have, so that whatever has more is where it would
be among all (R. Fagin, A. Lotem, M. Naor, "Optimal Aggregation Algorithms for Middleware", 2001).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from williams.domain.bm25 import TermWeights, paragraph_weights
from williams.domain.fusion import fused_score
from williams.domain.search import SearchMode
from williams.ports.vectors import VectorHit, VectorPort

# Stores add up in an order of their own: what differs behind these ranks alike.
_DECIMALS: Final = 6
_LEAST: Final = -2.0


class Ranked(NamedTuple):
    """A paragraph with the score that it ranks by, its cosine, and its weight; each is None where it is not known."""

    paragraph_id: str
    score: float
    similarity: float | None
    keyword_score: float | None

    @property
    def place(self) -> tuple[float, str]:
        """Sorts the best first, and equals in the order of their ids."""
        return -self.score, self.paragraph_id


@dataclass(frozen=True)
class Ranking:
    """``order`` is how all paragraphs begin, best first; ``complete`` says whether it is all of them.

    ``nearest`` is the highest cosine; -1 where there is none.
    """

    order: list[Ranked]
    complete: bool
    nearest: float


@dataclass(frozen=True)
class Ranker:
    """``vector`` and ``weights`` are the question's; ``perfect`` is as in :func:`fused_score`."""

    vectors: VectorPort
    owner: str
    model: str
    mode: SearchMode
    vector: array[float] | None
    weights: TermWeights
    perfect: float
    content_ids: Sequence[str] | None

    def ranking(self, depth: int) -> Ranking:
        """Read as many of the best by meaning and by words, and rank what is certain by them."""
        match self.mode:
            case SearchMode.DENSE:
                near = self._nearest(depth)
                return _sure(
                    [Ranked(hit.paragraph_id, hit.score, hit.score, None) for hit in near], _end(near, depth), near
                )
            case SearchMode.SPARSE:
                matching = self._matching(depth)
                ranked = [Ranked(hit.paragraph_id, hit.score, None, hit.score) for hit in matching]
                return _sure(ranked, _end(matching, depth), [])
            case SearchMode.HYBRID:
                return self._by_both(depth)

    def among(self, texts: Mapping[str, tuple[str, str | None]]) -> list[Ranked]:
        """Rank all of the given paragraphs, best first; ``texts`` are theirs with their languages, by their ids."""
        known = {}
        if self.vector is not None:
            known = self.vectors.similarities(self.owner, self.model, self.vector, list(texts))
        ranked = (self._ranked(name, known.get(name), self._weigh(*text)) for name, text in texts.items())
        return _sure(ranked, None, []).order

    def _ranked(self, paragraph_id: str, similarity: float | None, keyword_score: float | None) -> Ranked:
        match self.mode:
            case SearchMode.DENSE:
                return Ranked(paragraph_id, similarity or 0.0, similarity, None)
            case SearchMode.SPARSE:
                return Ranked(paragraph_id, keyword_score or 0.0, None, keyword_score)
            case SearchMode.HYBRID:
                score = self._score(similarity or 0.0, keyword_score or 0.0)
                return Ranked(paragraph_id, score, similarity, keyword_score)

    def _weigh(self, text: str, language: str | None) -> float | None:
        """Return the keyword score that a store gives; None where nothing is shared."""
        held = paragraph_weights(text, language)
        shared = [weight * held[term] for term, weight in self.weights.items() if term in held]
        return sum(shared) if shared else None

    def _by_both(self, depth: int) -> Ranking:
        assert self.vector is not None
        found = self.vectors.by_both(self.owner, self.model, self.vector, self.weights, depth, self.content_ids)
        worded = found.keyword_scores
        ranked = [
            Ranked(name, self._score(similarity, worded.get(name, 0.0)), similarity, worded.get(name))
            for name, similarity in found.similarities.items()
        ]
        end = _end(found.near, depth)
        return _sure(ranked, None if end is None else self._score(end, found.unlisted), found.near)

    def _score(self, similarity: float, keyword_score: float) -> float:
        return fused_score(similarity, keyword_score, self.perfect)

    def _nearest(self, depth: int) -> list[VectorHit]:
        if self.vector is None:
            return []
        return self.vectors.nearest(self.owner, self.model, self.vector, depth, self.content_ids)

    def _matching(self, depth: int) -> list[VectorHit]:
        if not self.weights:
            return []
        return self.vectors.matching(self.owner, self.model, self.weights, depth, self.content_ids)


def _end(hits: Sequence[VectorHit], depth: int) -> float | None:
    """Return what others have at most, or None where there are no others."""
    return hits[-1].score if len(hits) >= depth else None


def _sure(ranked: Iterable[Ranked], end: float | None, near: Sequence[VectorHit]) -> Ranking:
    """Return those that score more than others can; all of them where ``end`` says that there are no others."""
    rounded = [each._replace(score=round(each.score, _DECIMALS)) for each in ranked]
    least = _LEAST if end is None else round(end, _DECIMALS)
    order = sorted((each for each in rounded if each.score > least), key=lambda each: each.place)
    return Ranking(order=order, complete=end is None, nearest=near[0].score if near else -1.0)
