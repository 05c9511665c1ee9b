"""How English words are said: hibari's own rules and lexicon, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from threading import Lock
from typing import Any, Final

from williams_writing.sentences import split_sentences

_LONGEST: Final = 400  # phonemes that the network was made for at a time
_CLAUSE_ENDS: Final = ",;:—"
# To hibari this is a word with its pronunciation, as in "[read](/rˈɛd/)"; here it is text like other text.
_MARKUP: Final = ("](", "] (")


@dataclass(frozen=True)
class SaidWord:
    """``phonemes`` of one word as it is read out; ``start`` is an offset into the text if it begins a word there."""

    phonemes: str
    start: int | None


class Pronunciation:
    """Safe to use from several threads. ``british`` takes the British lexicon and rules."""

    def __init__(self, *, british: bool = False) -> None:
        from hibari.g2p import G2P

        self._g2p = G2P(british=british)
        self._lock = Lock()

    def phrases(self, text: str) -> Iterator[list[SaidWord]]:
        """Yield what is said in one breath: a sentence, or the clauses of a long one."""
        for start, end in split_sentences(text, "en"):
            yield from in_breaths(self._words(text[start:end], start))

    def _words(self, sentence: str, offset: int) -> list[SaidWord]:
        from hibari.g2p.normalize import normalize

        written = normalize(sentence.replace(*_MARKUP))
        with self._lock:
            tokens = self._g2p.phonemize_tokens(self._g2p.tokenize(written))
        said = [(_text(word), _phonemes(word)) for word in _by_white_space(tokens)]
        begins = word_starts(sentence, [text for text, _ in said])
        return [
            SaidWord(phonemes, None if start is None else offset + start)
            for (_, phonemes), start in zip(said, begins, strict=True)
        ]


def word_starts(sentence: str, said: list[str]) -> list[int | None]:
    """Return for each word that is said where it begins in the sentence.

    Several may be said for one that is written ("3.5 %"): the first of them has its place, the others have none.
    """
    written = list(re.finditer(r"\S+", sentence))
    places = aligned([word.group() for word in written], said)
    return [None if place is None else written[place].start() for place in places]


def aligned(written: Sequence[str], said: Sequence[str]) -> list[int | None]:
    """Return for each word that is said the number of the written one that it begins, None for others."""
    begins: list[int | None] = [None] * len(said)
    for _, first, last, begin, end in SequenceMatcher(None, written, said, autojunk=False).get_opcodes():
        equal = last - first == end - begin
        for index in range(first, last if equal else min(last, first + 1)):
            if begin + index - first < end:
                begins[begin + index - first] = index
    return begins


def in_breaths(words: Iterable[SaidWord]) -> Iterator[list[SaidWord]]:
    """Part what is too long to be said at once, behind a clause where there is one."""
    breath: list[SaidWord] = []
    for word in words:
        if breath and sum(len(each.phonemes) + 1 for each in breath) + len(word.phonemes) > _LONGEST:
            ends = [at for at, each in enumerate(breath, 1) if each.phonemes[-1:] in _CLAUSE_ENDS]
            cut = ends[-1] if ends else len(breath)
            yield breath[:cut]
            breath = breath[cut:]
        breath.append(word)
    if breath:
        yield breath


def _by_white_space(tokens: list[Any]) -> Iterator[list[Any]]:
    number, numbered = 0, []
    for token in tokens:
        numbered.append((number, token))
        number += bool(token.whitespace)
    for _, word in groupby(numbered, key=lambda pair: pair[0]):
        yield [token for _, token in word]


def _text(tokens: list[Any]) -> str:
    return "".join(token.text for token in tokens)


def _phonemes(tokens: list[Any]) -> str:
    return "".join(token.phonemes or "" for token in tokens)
