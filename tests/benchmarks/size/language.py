"""A language that nobody speaks, with the statistics of one: any number of paragraphs and questions, always the same.

How often a word stands in a text follows the law of Zipf and Mandelbrot, so that a few words are everywhere and most
hardly anywhere; every second word is a stop word of a real one; a text stays with its topic. Its vectors do so, too,
and lie in as few directions as those of a network do: around the centres of topics, in a space of few dimensions.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from williams.adapters.vector_length import DIMENSIONS
from williams.domain.stop_words import STOP_WORDS

_WORDS: Final = 60_000
_TOPICS: Final = 400
_WORDS_OF_A_TOPIC: Final = 600
_DIRECTIONS: Final = 48
# The most frequent word stands in a quarter of the paragraphs, the hundredth in one of forty.
_FLATTENED: Final = 10.0
_STOP, _TOPICAL = 0.45, 0.4
_USUAL_WORDS, _SPREAD = 85, 0.45
_ASKED_IN: Final = "en"
_SYLLABLES: Final = [f"{begins}{vowel}" for begins, vowel in product("bdfgklmnprstvz", "aeiou")]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Passage:
    """A paragraph's text and its unit vector."""

    text: str
    vector: array[float]


@dataclass(frozen=True)
class Language:
    """What it says depends on ``seed`` alone."""

    seed: int = 7
    _chance: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_chance", np.random.default_rng(self.seed))

    def document(self, paragraphs: int, language: str) -> list[Passage]:
        """Return paragraphs on one topic, about as long as those of real documents, with the language's stop words."""
        topic = int(self._chance.integers(_TOPICS))
        lengths = np.clip(self._chance.lognormal(np.log(_USUAL_WORDS), _SPREAD, paragraphs), 8, 600).astype(int)
        place = self._centres[topic] + self._noise(0.5)
        return [
            Passage(self._text(topic, length, language), self._unit(place + self._noise(0.7))) for length in lengths
        ]

    def question(self, about: Passage) -> Passage:
        """Return a question: two rare words of a paragraph, two that are frequent anywhere, four that say nothing."""
        own = [word for word in dict.fromkeys(about.text.split()) if word in self._rank]
        rare = sorted(own, key=lambda word: -self._rank[word])[:6]
        chosen = [*self._chance.choice(rare, 2), *self._general(2), *self._chance.choice(_stops(_ASKED_IN), 4)]
        vector = np.frombuffer(about.vector, np.float32) + self._noise(0.03) @ self._basis
        return Passage(" ".join(map(str, self._chance.permutation(chosen))), _array(vector))

    @cached_property
    def _vocabulary(self) -> NDArray[np.str_]:
        words = ("".join(each) for size in (2, 3) for each in product(_SYLLABLES, repeat=size))
        return np.random.default_rng(1).permutation(list(islice(words, _WORDS)))

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {str(word): rank for rank, word in enumerate(self._vocabulary)}

    @cached_property
    def _topics(self) -> NDArray[np.int64]:
        made = np.random.default_rng(2)
        return np.array([made.choice(_WORDS, _WORDS_OF_A_TOPIC, replace=False) for _ in range(_TOPICS)])

    @cached_property
    def _centres(self) -> Floats:
        return np.asarray(np.random.default_rng(3).normal(size=(_TOPICS, _DIRECTIONS)))

    @cached_property
    def _basis(self) -> Floats:
        basis: Floats = np.random.default_rng(4).normal(scale=DIMENSIONS**-0.5, size=(_DIRECTIONS, DIMENSIONS))
        return basis

    def _noise(self, size: float) -> Floats:
        return np.asarray(self._chance.normal(size=_DIRECTIONS)) * size

    def _unit(self, place: Floats) -> array[float]:
        return _array(place @ self._basis)

    def _general(self, number: int) -> Sequence[str]:
        return [str(word) for word in self._vocabulary[_ranks(self._chance, number, _WORDS)]]

    def _text(self, topic: int, length: int, language: str) -> str:
        kinds = self._chance.random(length)
        topical = self._vocabulary[self._topics[topic][_ranks(self._chance, length, _WORDS_OF_A_TOPIC)]]
        general = self._vocabulary[_ranks(self._chance, length, _WORDS)]
        stops = self._chance.choice(_stops(language), length)
        words = np.where(kinds < _STOP, stops, np.where(kinds < _STOP + (1 - _STOP) * _TOPICAL, topical, general))
        return " ".join(words.tolist()).capitalize() + "."


@cache
def _stops(language: str) -> list[str]:
    return sorted(word for word in STOP_WORDS[language] if word.isalpha())


def _ranks(chance: Any, number: int, words: int) -> NDArray[np.int64]:
    """Return ranks by inverting the (nearly) logarithmic sum of 1 / (rank + flattened)."""
    drawn = _FLATTENED * ((words + _FLATTENED) / _FLATTENED) ** chance.random(number) - _FLATTENED
    return np.asarray(np.minimum(drawn, words - 1), np.int64)


def _array(vector: Any) -> array[float]:
    return array("f", (vector / np.linalg.norm(vector)).astype(np.float32).tobytes())
