"""Finds paragraphs by meaning and by words."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pydantic import BaseModel

from williams.domain.bm25 import TermWeights, question_weights
from williams.domain.citing import in_words
from williams.domain.content import Content, ContentType, Paragraph, ParagraphKind, Tier
from williams.domain.doubts import Doubt
from williams.domain.errors import FieldError, InvalidRequest
from williams.domain.fusion import fused
from williams.domain.places import Place
from williams.domain.search import ContentFilter, Highlight, SearchMode, highlights
from williams.domain.terms import question_term_ids
from williams.ports.catalog import CatalogPort
from williams.ports.embedding import EmbeddingPort
from williams.ports.vectors import VectorHit, VectorPort

# How deep each ranking is read. What stands deeper in both hardly reaches the first ten.
DEPTH: Final = 100
DEEPER: Final = 4
EVERYTHING: Final = ContentFilter()


class FoundParagraph(BaseModel):
    """A paragraph as it stands in the extracted text: ``extracted[start:end] == text``, in code points.

    ``ordinal`` counts from 0. ``where`` is the place in words; ``page``, ``seconds`` and ``section`` are the place's.
    ``doubt`` says how surely it says what its source says; null where there is no reason for one.
    """

    paragraph_id: str
    ordinal: int
    kind: ParagraphKind
    text: str
    start: int
    end: int
    page: int | None
    seconds: float | None
    section: str | None
    place: Place
    where: str
    doubt: Doubt | None

    @classmethod
    def of(cls, paragraph: Paragraph) -> FoundParagraph:
        place = paragraph.place
        return cls(
            **paragraph.model_dump(exclude={"place"}),
            **place.model_dump(include={"page", "seconds", "section"}),
            place=place,
            where=in_words(place),
        )


class SearchHit(BaseModel):
    """A paragraph with its source.

    ``similarity`` is the cosine of question and paragraph (-1 to 1), ``keyword_score`` the BM25 weight of the words
    they share (from 0, without an upper end); each is null where the paragraph is not among the best by it. ``score``
    is the one that the mode ranks by; in ``hybrid`` it is the reciprocal rank fusion of both, where 1 is the first
    by both. Scores order the hits of one answer; those of different questions are not comparable, but for the cosine.
    ``highlights`` is where the question's words stand in the paragraph's text.
    """

    content_id: str
    title: str | None
    authors: list[str]
    license: str | None
    language: str | None
    content_type: ContentType
    tier: Tier
    paragraph: FoundParagraph
    highlights: list[Highlight]
    score: float
    similarity: float | None
    keyword_score: float | None


class Found(BaseModel):
    """``said`` is why there are no hits, in a sentence; null where there are some."""

    hits: list[SearchHit]
    said: str | None

    @classmethod
    def nothing(cls, because: str) -> Found:
        return cls(hits=[], said=f"Nothing was found: {because}.")


@dataclass(frozen=True)
class _Rankings:
    """The best paragraphs by meaning and by words; empty where the mode does not ask for them."""

    mode: SearchMode
    nearest: list[VectorHit]
    matching: list[VectorHit]

    @property
    def order(self) -> list[tuple[str, float]]:
        """The paragraphs with their scores, best first."""
        if self.mode is SearchMode.HYBRID:
            return fused(*([hit.paragraph_id for hit in hits] for hits in (self.nearest, self.matching)))
        return [(hit.paragraph_id, hit.score) for hit in self.nearest + self.matching]

    def unrelated_below(self, similarity: float | None) -> bool:
        """Tell whether a ranking by meaning was asked for and nothing in it is as near as that."""
        nearest = self.nearest[0].score if self.nearest else -1.0
        return self.mode is not SearchMode.SPARSE and similarity is not None and nearest < similarity

    def end_before(self, depth: int) -> bool:
        return len(self.nearest) < depth and len(self.matching) < depth


@dataclass(frozen=True)
class _Asked:
    """``words`` are the terms that the question names, ``weights`` those of them that the library holds."""

    vector: array[float] | None
    words: frozenset[int]
    weights: TermWeights

    @property
    def in_unknown_words(self) -> bool:
        """Whether the question has words and the library none of them; stop words are none."""
        return bool(self.words) and not self.weights


@dataclass(frozen=True)
class Search:
    catalog: CatalogPort
    vectors: VectorPort
    embedding: EmbeddingPort

    async def search(
        self,
        owner: str,
        question: str,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: ContentFilter = EVERYTHING,
    ) -> Found:
        """Return the owner's best paragraphs, best first; what has no row is not shown.

        A question whose words the library does not have, and to which nothing is near in meaning, has no hits.

        Raises InvalidRequest for a question without a letter or digit.
        """
        if not any(character.isalnum() for character in question):
            detail = "The question has neither letters nor digits. Ask with words."
            raise InvalidRequest(detail, FieldError("query.q", detail))
        content_ids = self.catalog.filtered(owner, within) if within.narrows else None
        if content_ids == []:
            return Found.nothing("no source fits the filters")
        asked = await self._asked(owner, question, mode)
        depth = max(DEPTH, limit)
        while True:
            rankings = self._rankings(owner, asked, mode, depth, content_ids)
            if asked.in_unknown_words and rankings.unrelated_below(self.embedding.unrelated_below):
                return Found.nothing("no text has a word of the question, and none is near it in meaning")
            hits = list(islice(self._shown(owner, rankings, asked.words, limit), limit))
            if len(hits) == limit or rankings.end_before(depth):
                return Found(hits=hits, said=None) if hits else Found.nothing("no text fits the question")
            # Some have no row, or no longer one that is shown: there may be others behind them.
            depth *= DEEPER

    async def _asked(self, owner: str, question: str, mode: SearchMode) -> _Asked:
        words = frozenset(question_term_ids(question, self.catalog.languages(owner)))
        vector = None if mode is SearchMode.SPARSE else (await self.embedding.embed([question]))[0]
        return _Asked(vector, words, question_weights(words, self.catalog.term_statistics(owner, sorted(words))))

    def _rankings(
        self, owner: str, asked: _Asked, mode: SearchMode, depth: int, content_ids: Sequence[str] | None
    ) -> _Rankings:
        model = self.embedding.model
        nearest = self.vectors.nearest(owner, model, asked.vector, depth, content_ids) if asked.vector else []
        by_words = asked.weights if mode is not SearchMode.DENSE else {}
        matching = self.vectors.matching(owner, model, by_words, depth, content_ids) if by_words else []
        return _Rankings(mode, nearest, matching)

    def _shown(self, owner: str, rankings: _Rankings, words: frozenset[int], at_once: int) -> Iterator[SearchHit]:
        similarities = {hit.paragraph_id: hit.score for hit in rankings.nearest}
        keyword_scores = {hit.paragraph_id: hit.score for hit in rankings.matching}
        order = rankings.order
        for first in range(0, len(order), at_once):
            batch = order[first : first + at_once]
            found = self.catalog.paragraphs_by_id(owner, [name for name, _ in batch])
            for name, score in batch:
                if name in found:
                    yield _hit(*found[name], words, score, similarities.get(name), keyword_scores.get(name))


def _hit(
    content: Content,
    paragraph: Paragraph,
    words: frozenset[int],
    score: float,
    similarity: float | None,
    keyword_score: float | None,
) -> SearchHit:
    about = content.metadata
    return SearchHit(
        content_id=content.content_id,
        title=about.title,
        authors=about.authors,
        license=about.license,
        language=about.language,
        content_type=content.content_type,
        tier=content.tier,
        paragraph=FoundParagraph.of(paragraph),
        highlights=highlights(paragraph.text, about.language, words),
        score=score,
        similarity=similarity,
        keyword_score=keyword_score,
    )
