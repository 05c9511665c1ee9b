"""Finds the paragraphs that have the words of a question's quotation marks as they stand."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from williams.domain.content import Content, Paragraph
from williams.domain.phrases import holds
from williams.domain.terms import certain_terms
from williams.ports.catalog import CatalogPort
from williams.ports.vectors import VectorHit, VectorPort

# So many that may have the words are looked through at most; where more have the rarest, the best by all of the words.
MOST: Final = 10_000
# So many of the nearest are looked through for words by which no text is found: "to be or not to be".
NEAREST: Final = 1000
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class PhraseSearch:
    """``vector`` is the question's; without one, phrases of small words alone are not found."""

    catalog: CatalogPort
    vectors: VectorPort
    owner: str
    model: str
    vector: array[float] | None
    content_ids: Sequence[str] | None
    newest_only: bool

    def holding(self, phrases: Sequence[str], languages: Sequence[str]) -> Iterator[tuple[Content, Paragraph]]:
        """Yield what has all the phrases; ``languages`` are those of the owner's library."""
        candidates = self._candidates([terms for each in phrases for terms in certain_terms(each, languages)])
        for first in range(0, len(candidates), _AT_ONCE):
            names = [hit.paragraph_id for hit in candidates[first : first + _AT_ONCE]]
            found = self.catalog.paragraphs_by_id(self.owner, names, newest_only=self.newest_only)
            for content, paragraph in found.values():
                if holds(paragraph.text, content.metadata.language, phrases):
                    yield content, paragraph

    def _candidates(self, words: Sequence[frozenset[int]]) -> list[VectorHit]:
        if not words:
            nearest = self.vectors.nearest
            return nearest(self.owner, self.model, self.vector, NEAREST, self.content_ids) if self.vector else []
        counts = self.catalog.term_statistics(self.owner, sorted(frozenset[int]().union(*words))).holding
        numbers = [sum(counts.get(term, 0) for term in word) for word in words]
        number = min(numbers)
        rarest = words[numbers.index(number)]
        terms = rarest if number <= MOST else frozenset[int]().union(*words)
        weights = dict.fromkeys(terms, 1.0)
        return self.vectors.matching(self.owner, self.model, weights, MOST, self.content_ids) if number else []
