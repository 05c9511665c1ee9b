"""A sentence as it is compared: its telling words in order, and which of them are denied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from williams.domain.terms import terms_of
from williams_engine_marco.comparing.vocabulary import Vocabulary, vocabulary

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[,;:.()–—]")
_REACH: Final = 2  # telling words that a negator denies
_BOTH_WAYS: Final = frozenset({"de"})


@dataclass(frozen=True)
class Sentence:
    text: str
    language: str

    @cached_property
    def words(self) -> list[str]:
        """In lower case, and the marks between them."""
        return [each.casefold().replace("’", "'") for each in _WORD.findall(self.text)]

    @cached_property
    def spoken(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def terms(self) -> frozenset[int]:
        return frozenset(term.id for term in terms_of(self.text, self.language))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary(self.language)

    @cached_property
    def denied(self) -> frozenset[int]:
        """The terms that a negator reaches: those right behind it, in German also those right before it."""
        found: set[int] = set()
        for place, word in enumerate(self.words):
            if word in self.vocabulary.negators:
                found |= self._reached(range(place + 1, len(self.words)))
                if self.language[:2] in _BOTH_WAYS:
                    found |= self._reached(range(place - 1, -1, -1))
        return frozenset(found)

    def _reached(self, places: range) -> set[int]:
        found: set[int] = set()
        for place in places:
            word = self.words[place]
            if not word[0].isalpha() or word in self.vocabulary.contrast:
                break
            found |= {term.id for term in terms_of(word, self.language)}
            if len(found) >= _REACH:
                break
        return found

    @cached_property
    def names(self) -> list[str]:
        """Words with a capital inside a sentence, and those of them that begin it too, in order."""
        return [match.group() for match in re.finditer(r"\b[^\W\d_a-zß-ÿ][^\W\d_]+", self.text) if match.start() > 0]

    @cached_property
    def full_names(self) -> list[str]:
        """The last word of each run of words with capitals, in lower case, without months, days and small words."""
        runs = re.findall(r"\b[^\W\d_a-zß-ÿ][^\W\d_]+(?: [^\W\d_a-zß-ÿ][^\W\d_]+)*", self.text)
        last = [run.rsplit(" ", 1)[-1] for run in runs]
        dates = self.vocabulary.months + self.vocabulary.days
        return [word.casefold() for word in last if word.casefold() not in dates and any(terms_of(word, self.language))]

    @cached_property
    def first(self) -> frozenset[int]:
        """The terms of the word that begins it."""
        words = (word for word in self.words if word[0].isalpha())
        return frozenset(term.id for term in terms_of(next(words, ""), self.language))

    @cached_property
    def compared(self) -> tuple[frozenset[int], frozenset[int]]:
        """The terms before the word that compares, and those right behind it; none where nothing is compared."""
        for place, word in enumerate(self.words):
            if word in self.vocabulary.than:
                before = " ".join(self.words[:place])
                return frozenset(term.id for term in terms_of(before, self.language)), frozenset(
                    self._reached(range(place + 1, len(self.words)))
                )
        return frozenset(), frozenset()

    def has_any(self, words: frozenset[str]) -> bool:
        return bool(self.spoken & words)
