"""Finds paragraphs by meaning and by words."""

from __future__ import annotations

import asyncio
import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from pydantic import BaseModel

from williams.domain.citing import in_words
from williams.domain.content import Content, ContentType, Paragraph, ParagraphKind, Tier
from williams.domain.doubts import Doubt
from williams.domain.errors import FieldError, InvalidRequest
from williams.domain.paging import wrong_token
from williams.domain.phrases import quoted_in
from williams.domain.places import Place
from williams.domain.search import ContentFilter, Highlight, SearchMode, highlights
from williams.ports.catalog import CatalogPort
from williams.ports.embedding import EmbeddingPort
from williams.ports.vectors import VectorPort
from williams.services.phrase_search import PhraseSearch
from williams.services.question_words import QuestionWords
from williams.services.ranking import Ranked, Ranker, Ranking
from williams.services.signing import Signer

# How many times the limit rankings are read deep at first, and how deep at least where there are two of them: of a page
# hardly one is not certain then.
DEEP: Final = 4
DEPTH: Final = 100
# How much deeper they are read where too few are certain: about half of what is read is.
DEEPER: Final = 2
EVERYTHING: Final = ContentFilter()
_PURPOSE: Final = "search"


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
            **paragraph.model_dump(exclude={"place", "figure"}),
            **place.model_dump(include={"page", "seconds", "section"}),
            place=place,
            where=in_words(place),
        )


class SearchHit(BaseModel):
    """A paragraph with its source.

    ``similarity`` is the cosine of question and paragraph (-1 to 1), ``keyword_score`` the BM25 weight of the words
    they share (from 0, without an upper end), null where they share none; what the mode does not rank by is null too.
    ``score`` is what it ranks by: in ``hybrid`` the mean of the cosine and of the share that the weight is of the most
    that the question's words can weigh. ``highlights`` is where the question's words stand in the paragraph's text.
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


@dataclass(frozen=True)
class Found:
    """``said`` is why there are no hits, in a sentence; None where there are some.

    ``next_token`` asks for the hits behind these, None where there are none; ``token_behind`` returns that for a hit.
    """

    hits: list[SearchHit]
    said: str | None
    next_token: str | None
    token_behind: Callable[[SearchHit], str]


@dataclass(frozen=True)
class SearchQuery:
    """Whose library is asked what, in which way, and where it is to be looked for."""

    owner: str
    text: str
    mode: SearchMode = SearchMode.HYBRID
    within: ContentFilter = EVERYTHING

    @property
    def digest(self) -> str:
        asked = [self.owner, self.text, self.mode, self.within.model_dump(mode="json")]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class _Start:
    """Where a page begins.

    ``place``, ``depth`` and ``words`` are of the page before: what it ended with, how deep it was read, and how its
    question was. There are neither place nor words before the first one.
    """

    place: tuple[float, str] | None
    depth: int
    words: QuestionWords | None


@dataclass(frozen=True)
class _Asked:
    """A question as it is asked of the stores; ``terms`` are those it names, of which the library holds some."""

    query: SearchQuery
    words: QuestionWords
    ranker: Ranker
    terms: frozenset[int]


@dataclass(frozen=True)
class Search:
    catalog: CatalogPort
    vectors: VectorPort
    embedding: EmbeddingPort
    signer: Signer

    async def search(self, query: SearchQuery, limit: int, after: str | None = None) -> Found:
        """Return the owner's best paragraphs, best first; what has no row or is superseded is not shown.

        ``after`` is the token of the hit that the page before ended with. Pages neither repeat nor leave out what
        stays in the library: what comes into it changes no paragraph's place. A question whose words the library does
        not have, and to which nothing is near in meaning, has no hits. What the question has in quotation marks a
        paragraph must have, too.

        Raises InvalidRequest for a question without a letter or digit, and for a token of another search.
        """
        if not any(character.isalnum() for character in query.text):
            detail = "The question has neither letters nor digits. Ask with words."
            raise InvalidRequest(detail, FieldError("query.q", detail))
        start = _Start(None, _first_depth(query.mode, limit), None) if after is None else self._start(query, after)
        content_ids = self.catalog.filtered(query.owner, query.within) if query.within.narrows else None
        if content_ids == []:
            return _nothing("no source fits the filters")
        asked = await self._asked(query, start, content_ids)
        if phrases := quoted_in(query.text):
            return self._as_quoted(asked, phrases, start, limit)
        depth = start.depth
        while True:
            ranking = asked.ranker.ranking(depth)
            if asked.words.unknown and self._unrelated(query, ranking):
                return _nothing("no text has a word of the question, and none is near it in meaning")
            behind = [each for each in ranking.order if start.place is None or each.place > start.place]
            if len(behind) > limit or ranking.complete:
                hits = list(islice(self._shown(asked, behind, limit + 1), limit + 1))
                if len(hits) > limit or ranking.complete:
                    return self._page(asked, hits, limit, depth)
            # Not enough are certain, or some have no row that is shown: there may be others behind them.
            depth *= DEEPER

    def _as_quoted(self, asked: _Asked, phrases: Sequence[str], start: _Start, limit: int) -> Found:
        """Return those of the ranking that have the words in quotation marks."""
        ranker = asked.ranker
        looking = PhraseSearch(
            catalog=self.catalog,
            vectors=self.vectors,
            owner=asked.query.owner,
            model=ranker.model,
            vector=ranker.vector,
            content_ids=ranker.content_ids,
            newest_only=asked.query.within.newest_only,
        )
        texts = {
            paragraph.paragraph_id: (paragraph.text, content.metadata.language)
            for content, paragraph in looking.holding(phrases, asked.words.languages)
        }
        if not texts:
            return _nothing(
                "no text has the words in quotation marks as they stand. Without the marks it is asked freely"
            )
        behind = [each for each in ranker.among(texts) if start.place is None or each.place > start.place]
        return self._page(asked, list(islice(self._shown(asked, behind, limit + 1), limit + 1)), limit, start.depth)

    def _token_behind(self, asked: _Asked, depth: int, hit: SearchHit) -> str:
        place = hit.score, hit.paragraph.paragraph_id
        return self.signer.signed(_PURPOSE, [asked.query.digest, place, depth, asked.words.pinned])

    def _start(self, query: SearchQuery, token: str) -> _Start:
        try:
            digest, (score, paragraph_id), depth, pinned = self.signer.verified(_PURPOSE, token)
            words = QuestionWords.as_before(query.text, *pinned)
        except (ValueError, TypeError):  # the latter for one that an older version of ours has signed
            raise wrong_token() from None
        if digest != query.digest:
            raise wrong_token()
        return _Start((-score, paragraph_id), depth, words)

    def _page(self, asked: _Asked, hits: list[SearchHit], limit: int, depth: int) -> Found:
        if not hits:
            return _nothing("no text fits the question")
        token_behind = partial(self._token_behind, asked, depth)
        return Found(hits[:limit], None, token_behind(hits[limit - 1]) if len(hits) > limit else None, token_behind)

    async def _asked(self, query: SearchQuery, start: _Start, content_ids: list[str] | None) -> _Asked:
        # The catalog answers while the question is embedded.
        words, vector = await asyncio.gather(asyncio.to_thread(self._words, query, start), self._vector(query))
        terms = words.terms
        ranker = Ranker(
            vectors=self.vectors,
            owner=query.owner,
            model=self.embedding.model,
            mode=query.mode,
            vector=vector,
            weights=words.weights,
            perfect=words.perfect,
            content_ids=content_ids,
        )
        return _Asked(query, words, ranker, terms)

    def _words(self, query: SearchQuery, start: _Start) -> QuestionWords:
        return start.words or QuestionWords.counted(self.catalog, query.owner, query.text)

    async def _vector(self, query: SearchQuery) -> array[float] | None:
        return None if query.mode is SearchMode.SPARSE else (await self.embedding.embed([query.text]))[0]

    def _unrelated(self, query: SearchQuery, ranking: Ranking) -> bool:
        """Tell whether a ranking by meaning was asked for and nothing in it is near."""
        least = self.embedding.unrelated_below(query.text)
        return query.mode is not SearchMode.SPARSE and least is not None and ranking.nearest < least

    def _shown(self, asked: _Asked, order: list[Ranked], at_once: int) -> Iterator[SearchHit]:
        query = asked.query
        for first in range(0, len(order), at_once):
            batch = order[first : first + at_once]
            found = self.catalog.paragraphs_by_id(
                query.owner, [each.paragraph_id for each in batch], newest_only=query.within.newest_only
            )
            yield from (
                _hit(*found[each.paragraph_id], asked.terms, each) for each in batch if each.paragraph_id in found
            )


def _first_depth(mode: SearchMode, limit: int) -> int:
    return max(DEPTH if mode is SearchMode.HYBRID else 0, DEEP * limit)


def _nothing(because: str) -> Found:
    return Found([], f"Nothing was found: {because}.", None, lambda _no_hit: "")


def _hit(content: Content, paragraph: Paragraph, words: frozenset[int], ranked: Ranked) -> SearchHit:
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
        score=ranked.score,
        similarity=ranked.similarity,
        keyword_score=ranked.keyword_score,
    )
