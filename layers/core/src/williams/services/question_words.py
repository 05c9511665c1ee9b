"""A question's words: in which languages they are read, and how much each says in an owner's library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from williams.domain.bm25 import TermStatistics, TermWeights, perfect_score, question_weights
from williams.domain.terms import AskedWord, asked_words
from williams.ports.catalog import CatalogPort


@dataclass(frozen=True)
class QuestionWords:
    """``by_language`` are the question's words as each of the ``languages`` has them; ``known`` counts their terms."""

    languages: Sequence[str]
    by_language: Sequence[list[AskedWord]]
    known: TermStatistics

    @classmethod
    def counted(cls, catalog: CatalogPort, owner: str, question: str) -> Self:
        """Read a question as the owner's library stands now."""
        languages = catalog.languages(owner)
        by_language = _read(question, languages)
        return cls(languages, by_language, catalog.term_statistics(owner, _in_order(by_language)))

    @classmethod
    def as_before(cls, question: str, languages: Sequence[str], paragraphs: int, counts: Sequence[int]) -> Self:
        """Read a question as :attr:`pinned` says. Raises ValueError where its words are read differently by now."""
        by_language = _read(question, languages)
        holding = dict(zip(_in_order(by_language), counts, strict=True))
        return cls(languages, by_language, TermStatistics(paragraphs=paragraphs, holding=holding))

    @property
    def pinned(self) -> tuple[Sequence[str], int, list[int]]:
        """What :meth:`as_before` takes, fit for JSON: whatever comes into the library, words weigh what they did."""
        counts = [self.known.holding.get(term, 0) for term in _in_order(self.by_language)]
        return self.languages, self.known.paragraphs, counts

    @property
    def terms(self) -> frozenset[int]:
        return _terms(self.by_language)

    @property
    def weights(self) -> TermWeights:
        """Those of the terms that the library holds."""
        return question_weights(self.terms, self.known)

    @property
    def unknown(self) -> bool:
        """Whether the question has words and the library none; one of stop words alone, in any language, has none."""
        return bool(self.by_language) and all(self.by_language) and not self.weights

    @property
    def perfect(self) -> float:
        """See :func:`williams.domain.bm25.perfect_score`."""
        return perfect_score(self.by_language, self.known)


def _read(question: str, languages: Sequence[str]) -> list[list[AskedWord]]:
    return [asked_words(question, each) for each in languages]


def _terms(by_language: Sequence[list[AskedWord]]) -> frozenset[int]:
    return frozenset(term for words in by_language for word in words for term in word.terms)


def _in_order(by_language: Sequence[list[AskedWord]]) -> list[int]:
    return sorted(_terms(by_language))
