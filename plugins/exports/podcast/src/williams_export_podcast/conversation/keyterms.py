"""Expressions that a text keeps coming back to: what a host would ask about."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from williams.domain.language_codes import primary_language

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD, _FIRST_WORD = re.compile(r"([^\W\d_]\S*) $"), re.compile(r" ([^\W\d_])")
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        """with from that this than then when where which while their there these those have been were will would could
        should must such each other more most some only also both into over under about between through during before
        after without within because since often many much very same different using used based given does make made
        take become whether another first second third last next every might allow them they what your always rather
        dans avec pour cette leur leurs plus sont être comme mais tout tous toute entre aussi elle elles nous vous quand
        dont très fait faire peut sans sous même deux sera était
        para como este esta estos estas pero entre sobre cuando donde desde hasta también cada todo toda todos puede
        sido tiene otros otra otro""",
    )
)
_NO_NOUN = re.compile(r"(?:ed|ing|ly|ive|ous|able|ible|ical|less|ful|ment(?<=amment))$")


class KeyTerms:
    """Word pairs (in German: compound-rich single nouns) that occur at least three times in the sentences."""

    def __init__(self, sentences: list[str], language: str) -> None:
        self._german = primary_language(language) == "de"
        counts = Counter(term for sentence in sentences for term in self._candidates(sentence))
        spread = Counter(word.lower() for sentence in sentences for word in set(_WORD.findall(sentence)))
        most = max(4, len(sentences) // 6)
        self._terms = {
            term: number
            for term, number in counts.items()
            if number >= 3 and all(spread[word] <= most for word in term.lower().split())
        }
        self._used: set[str] = set()

    def take(self, sentence: str) -> str | None:
        """Return the most frequent expression of a sentence that was not taken before."""
        fresh = [term for term in self._candidates(sentence) if term in self._terms and term not in self._used]
        if not fresh:
            return None
        best = max(fresh, key=lambda term: (self._terms[term], term))
        self._used.add(best)
        return best

    def _candidates(self, sentence: str) -> list[str]:
        if self._german:
            return [word for word in _WORD.findall(sentence)[1:] if word[0].isupper() and len(word) >= 7]
        matches = list(_WORD.finditer(sentence))
        return [
            f"{first.group()} {second.group()}"
            for first, second in pairwise(matches[1:])
            if sentence[first.end() : second.start()] == " "
            and _is_term(first.group(), second.group())
            and not _is_within_a_name(sentence, first.start(), second.end())
        ]


def _is_within_a_name(sentence: str, start: int, end: int) -> bool:
    """Whether a capitalized pair has a capitalized neighbour: "General Public" of "GNU General Public License"."""
    neighbours = _LAST_WORD.search(sentence[:start]), _FIRST_WORD.match(sentence[end:])
    return sentence[start].isupper() and any(each and each[1][0].isupper() for each in neighbours)


def _is_term(first: str, second: str) -> bool:
    lower = first.lower(), second.lower()
    wordy = all(len(word) >= 4 and word not in _PLAIN for word in lower) and first[1:].islower() == second[1:].islower()
    return wordy and not _NO_NOUN.search(lower[1]) and not lower[0].endswith(("ly", "ed"))
