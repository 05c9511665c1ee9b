"""How words of other languages than English are said: espeak-ng's phonemes, in the alphabet that Kokoro reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from williams_espeak.process import EspeakProcess
from williams_speaking.pronunciation import SaidWord, aligned, in_breaths
from williams_writing.sentences import split_sentences

# Sounds of two letters that are one letter of Kokoro's, and the tie between others.
_JOINED: Final = (
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^z", "ʣ"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("o^ʊ", "O"),
    ("ə^ʊ", "Q"),
    ("s^s", "S"),
    ("t^s", "ʦ"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("^", ""),
    ("-", ""),
)
_CLAUSE: Final = re.compile(r"\S(?:.*?\S)??(?:(?<=[,;:!?….—])(?=\s)|\s*$)", re.DOTALL)
_CLOSING: Final = "\"'»”’)]  "
_MARKS: Final = ",;:!?….—"


class EspeakPronunciation:
    """Safe to use from several threads. ``language`` is espeak-ng's name of one."""

    def __init__(self, process: EspeakProcess, language: str) -> None:
        self._process = process
        self._language = language

    def phrases(self, text: str) -> Iterator[list[SaidWord]]:
        """Yield what is said in one breath: a sentence, or the clauses of a long one.

        Raises InvalidRequest, ProviderUnavailable.
        """
        for start, end in split_sentences(text, self._language.partition("-")[0]):
            yield from in_breaths(self._words(text, start, end))

    def _words(self, text: str, start: int, end: int) -> Iterator[SaidWord]:
        clauses = [match.span() for match in _CLAUSE.finditer(text, start, end)]
        said = self._phonemes([text[begin:stop] for begin, stop in clauses])
        for (begin, stop), words in zip(clauses, said, strict=True):
            yield from self._placed(text[begin:stop], begin, words)

    def _placed(self, clause: str, offset: int, said: list[str]) -> Iterator[SaidWord]:
        """Say where the words stand that are said: a number may be several, and two short words may be one."""
        written = [(match.group(), offset + match.start()) for match in re.finditer(r"\S+", clause)]
        places: Sequence[int | None] = range(len(written))
        if len(written) != len(said):
            places = self._places([word for word, _ in written], said)
        mark = clause.rstrip(_CLOSING)[-1:]
        for number, (phonemes, place) in enumerate(zip(said, places, strict=True), 1):
            pause = mark if number == len(said) and mark in _MARKS else ""
            yield SaidWord(phonemes + pause, None if place is None else written[place][1])

    def _places(self, written: list[str], said: list[str]) -> list[int | None]:
        alone = [(place, word) for place, words in enumerate(self._phonemes(written)) for word in words]
        taken: set[int] = set()
        places: list[int | None] = []
        for index in aligned([word for _, word in alone], said):
            place = None if index is None else alone[index][0]
            places.append(None if place in taken else place)
            taken |= set() if place is None else {place}
        return places

    def _phonemes(self, clauses: list[str]) -> list[list[str]]:
        return [_in_kokoros_letters(each).split() for each in self._process.phonemes(clauses, self._language)]


def _in_kokoros_letters(phonemes: str) -> str:
    for tied, letter in _JOINED:
        phonemes = phonemes.replace(tied, letter)
    return phonemes
