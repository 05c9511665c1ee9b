"""How much each sentence says about the whole: TextRank (Mihalcea & Tarau 2004) over TF-IDF vectors.

The similarity matrix S = X Xᵀ is never built: with X sparse, S·v is X(Xᵀv), so each step takes time in proportion to
the number of words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from operator import mul

from williams_writing.letters import IDEOGRAPHS, MARKS, SYLLABLES

_WORD = re.compile(rf"(?:(?![{IDEOGRAPHS}{SYLLABLES}])[^\W\d_]|[{MARKS}]){{3,}}|[{IDEOGRAPHS}{SYLLABLES}]{{2,}}")
_UNSPACED = re.compile(rf"[{IDEOGRAPHS}{SYLLABLES}]")
_STEM = 7
_DAMPING = 0.85
_STEPS = 20
_COMMON = 0.25
_NOTHING = 1e-9

Vector = dict[str, float]


def terms(text: str) -> list[str]:
    """Return the text's words, in lower case and cut to their first letters, which merges most inflections.

    Where a script has no spaces, every two neighbouring characters stand for a word.
    """
    return [term for word in _WORD.findall(text.lower()) for term in _cut(word)]


def _cut(word: str) -> list[str]:
    return list(map("".join, pairwise(word))) if _UNSPACED.match(word) else [word[:_STEM]]


def vectors(sentences: list[str]) -> list[Vector]:
    """Return one TF-IDF vector of length 1 per sentence, without the words that every fourth sentence has."""
    counts = [Counter(terms(sentence)) for sentence in sentences]
    frequency = Counter(term for count in counts for term in count)
    most = max(3.0, _COMMON * len(sentences))
    return [
        _normalised({term: number * math.log(1 + len(sentences) / frequency[term]) for term, number in count.items()
                     if frequency[term] <= most})
        for count in counts
    ]  # fmt: skip


def textrank(weights: list[Vector], shares: list[float] | None = None) -> list[float]:
    """Return a score per sentence; their mean is 1, and 0 is a sentence that shares no word with another.

    ``shares`` (0 to 1, one per sentence) scale how much a sentence takes part: all its similarities are multiplied.
    """
    rows = _Rows(weights)
    part = shares if shares is not None else [1.0] * len(weights)
    own = [share * share if vector else 0.0 for share, vector in zip(part, weights, strict=True)]
    pulled = rows.similar(part)
    degree = [max(0.0, share * value - alone) for share, value, alone in zip(part, pulled, own, strict=True)]
    scores = [1.0] * len(weights)
    for _ in range(_STEPS):
        given = [score / out if out > _NOTHING else 0.0 for score, out in zip(scores, degree, strict=True)]
        pulled = rows.similar(list(map(mul, given, part)))
        scores = [
            (1 - _DAMPING) + _DAMPING * (share * got - alone * value)
            for got, value, share, alone in zip(pulled, given, part, own, strict=True)
        ]
    mean = sum(scores) / max(1, len(scores))
    return [score / mean for score in scores] if mean else scores


def cosine(one: Vector, other: Vector) -> float:
    """Return the similarity of two vectors of length 1."""
    small, large = sorted((one, other), key=len)
    return sum(value * large.get(term, 0.0) for term, value in small.items())


class _Rows:
    """The vectors with their terms numbered: lists are several times faster to go through than dictionaries."""

    def __init__(self, weights: list[Vector]) -> None:
        numbers: dict[str, int] = {}
        self._terms = [[numbers.setdefault(term, len(numbers)) for term in vector] for vector in weights]
        self._weights = [list(vector.values()) for vector in weights]
        self._size = len(numbers)

    def similar(self, values: list[float]) -> list[float]:
        """Return X(Xᵀv) for the vectors' matrix X and ``values`` v."""
        pooled = [0.0] * self._size
        for places, weights, value in zip(self._terms, self._weights, values, strict=True):
            if value:
                for term, weight in zip(places, weights, strict=True):
                    pooled[term] += weight * value
        at = pooled.__getitem__
        return [
            sum(map(mul, weights, map(at, places))) for places, weights in zip(self._terms, self._weights, strict=True)
        ]


def _normalised(vector: Vector) -> Vector:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}
