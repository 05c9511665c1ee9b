"""What a source keeps coming back to, found without words of any language: asked for where nothing better can be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from williams_writing.letters import IDEOGRAPHS, MARKS, SYLLABLES

from williams.domain.language_codes import primary_language
from williams.domain.stop_words import STOP_WORDS

_WORD = re.compile(rf"(?:(?![{IDEOGRAPHS}{SYLLABLES}])[^\W\d_]|[{MARKS}]){{5,}}")
_RUN = re.compile(rf"[{IDEOGRAPHS}]{{2,}}")
_LAST, _NEXT = re.compile(r"(\w+)\s$"), re.compile(r"\s(\w+)")
_FEWEST = 3
_MOST_SHARE = 6  # one sentence in so many: what is in more of them is what all is about
_LENGTHS = (6, 5, 4, 3, 2)
_NEIGHBOURS = 3
_PART = 0.8  # of a run's places are in one longer run: it is no term of its own


class KeyTerms:
    """Words that several of the sentences have, but not most of them.

    Where a script puts no spaces between words, a run of ideographs counts as a term when many different ones stand
    before and after it (accessor variety, Feng et al. 2004).
    """

    def __init__(self, sentences: Sequence[str], language: str) -> None:
        counts = Counter(word for sentence in sentences for word in _words(sentence))
        self._stops = STOP_WORDS.get(primary_language(language), frozenset())
        most = max(_FEWEST + 1, len(sentences) // _MOST_SHARE)
        self._words = {word: count for word, count in counts.items() if _FEWEST <= count <= most}
        self._runs = {run: count for run, count in _varied(sentences).items() if count <= most}

    def of(self, sentence: str) -> list[str]:
        """Return a sentence's key terms, as it writes them, the most frequent first."""
        found = {
            word.group(): self._words.get(word.group().casefold(), 0)
            for word in _WORD.finditer(sentence)
            if word.group().casefold() not in self._stops and self._stands_free(sentence, *word.span())
        }
        found |= {run: count * len(run) for run, count in self._runs.items() if run in sentence}
        return sorted((term for term, count in found.items() if count), key=lambda term: (-found[term], term))

    def _stands_free(self, sentence: str, start: int, end: int) -> bool:
        """Whether little words stand around a word, as they do around nouns. Unknown ones leave that open."""
        if not self._stops:
            return True
        before, after = _LAST.search(sentence[:start]), _NEXT.match(sentence[end:])
        return bool(before and before[1].casefold() in self._stops) and (after is None or after[1] in self._stops)


def _words(sentence: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(sentence)}


def _varied(sentences: Sequence[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for gram, left, right in _grams(sentences):
        counts[gram] += 1
        before[gram].add(left)
        after[gram].add(right)
    varied = {
        gram: count
        for gram, count in counts.items()
        if count >= _FEWEST and min(len(before[gram]), len(after[gram])) >= min(_NEIGHBOURS, count)
    }
    parts = {
        part for longer, count in varied.items() for part in _parts(longer) if count >= _PART * varied.get(part, 0)
    }
    return Counter({gram: count for gram, count in varied.items() if gram not in parts})


def _parts(gram: str) -> Iterator[str]:
    return (gram[start : start + length] for length in range(2, len(gram)) for start in range(len(gram) - length + 1))


def _grams(sentences: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for number, sentence in enumerate(sentences):
        for run in _RUN.finditer(sentence):
            start, end = run.span()
            for length in _LENGTHS:
                for at in range(start, end - length + 1):
                    left = sentence[at - 1] if at > start else f"{number}<"
                    right = sentence[at + length] if at + length < end else f"{number}>"
                    yield sentence[at : at + length], left, right
