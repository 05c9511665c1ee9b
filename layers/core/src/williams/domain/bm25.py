"""BM25: how much the words that a question and a paragraph share speak for the paragraph.

S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). A paragraph's weights are
made when it is stored, a question's when it is asked, and a store only multiplies and adds: so every store ranks alike.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from williams.domain.terms import AskedWord, all_term_ids

# A weight for each term's id.
TermWeights = Mapping[int, float]

_K1: Final = 0.9
_B: Final = 0.4
# What no term of a paragraph weighs, however often it stands there.
MOST_WEIGHT: Final = _K1 + 1
# The length that counts as average, in terms. A constant, since an average that moves would age what is stored.
_USUAL_LENGTH: Final = 40
# What a store can hold of one paragraph (pgvector: 16,000); no page has as many.
_MOST_TERMS: Final = 10_000


class TermStatistics(BaseModel):
    """``paragraphs`` is how many an owner has, ``holding`` how many of them hold a term, by its id."""

    model_config = ConfigDict(frozen=True)

    paragraphs: int
    holding: dict[int, int]


def paragraph_weights(text: str, language: str | None) -> dict[int, float]:
    """Return the weight of each term of a paragraph; ``language`` is a BCP 47 tag."""
    counts = Counter(all_term_ids(text, language))
    room = _K1 * (1 - _B + _B * counts.total() / _USUAL_LENGTH)
    return {term: count * MOST_WEIGHT / (count + room) for term, count in counts.most_common(_MOST_TERMS)}


def question_weights(terms: Iterable[int], known: TermStatistics) -> dict[int, float]:
    """Return the weight of each term that the owner's paragraphs hold: the rarer, the heavier."""
    return {term: _rarity(known.holding[term], known.paragraphs) for term in terms if known.holding.get(term)}


def perfect_score(questions: Iterable[Collection[AskedWord]], known: TermStatistics) -> float:
    """Return what a paragraph gets by having every word of a question often; 0 for a question without words.

    ``questions`` are the words of one question as each language has them: that one counts whose words are best known,
    and so does that reading of a word. What no paragraph holds counts too: who asks with words that the library does
    not have is not answered by few.
    """
    sums = [sum(min(_weigh(each, known) for each in word.readings) for word in words) for words in questions]
    return min((each for each in sums if each > 0), default=0.0) * MOST_WEIGHT


def _weigh(terms: Iterable[int], known: TermStatistics) -> float:
    return sum(_rarity(known.holding.get(term, 0), known.paragraphs) for term in terms)


def _rarity(holding: int, paragraphs: int) -> float:
    """The inverse document frequency; never negative, and right too where rows are being written meanwhile."""
    return math.log1p(max(0.0, paragraphs - holding + 0.5) / (holding + 0.5))
