"""Whisper's tokens as words with times, and words as sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from williams_recording.paragraphs import UNSPACED
from williams_writing.sentences import split_sentences

from williams.ports.transcription import HeardWord, Utterance

_SHORTEST_WORD: Final = 0.02
Times = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Token:
    """``probability`` is how sure the model was of it, 0 to 1. Times are seconds of the recording."""

    piece: str
    starts_at: float
    ends_at: float
    probability: float


@dataclass(frozen=True)
class _Word:
    """``text`` has the blank before it."""

    text: str
    starts_at: float
    ends_at: float
    logarithms: tuple[float, ...]


def utterances(tokens: Sequence[Token], language: str, heard_within: Times) -> Iterator[Utterance]:
    """Yield sentences, each as sure as its tokens are in the mean. ``heard_within`` narrows a word's time."""
    words = list(_words(tokens, heard_within, spaced=language not in UNSPACED))
    text = "".join(word.text for word in words)
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word.text))
    for start, end in split_sentences(text, language):
        inside = [word for word, at in zip(words, ends[1:], strict=True) if start < at <= end]
        said = [word for word in inside if word.text.strip()]
        if said and any(map(str.isalnum, text[start:end])):
            yield _utterance(said)


def _utterance(words: Sequence[_Word]) -> Utterance:
    logarithms = [each for word in words for each in word.logarithms]
    return Utterance(
        text="".join(word.text for word in words).strip(),
        starts_at=words[0].starts_at,
        ends_at=words[-1].ends_at,
        words=tuple(
            HeardWord(text=word.text.strip(), starts_at=word.starts_at, ends_at=word.ends_at) for word in words
        ),
        certainty=round(math.exp(sum(logarithms) / len(logarithms)), 3),
    )


def _words(tokens: Sequence[Token], heard_within: Times, *, spaced: bool) -> Iterator[_Word]:
    """Yield words in order: what follows without a blank belongs to the word before, but where nobody writes blanks."""
    group: list[Token] = []
    ready = b""
    last = 0.0
    for token in tokens:
        raw = _bytes(token.piece)
        begins = raw.startswith(b" ") if spaced else _is_whole(ready)
        if group and begins and _is_whole(ready):
            word = _word(group, ready, last, heard_within)
            last = word.ends_at
            yield word
            group, ready = [], b""
        group.append(token)
        ready += raw
    if group:
        yield _word(group, ready, last, heard_within)


def _word(group: Sequence[Token], raw: bytes, earliest: float, heard_within: Times) -> _Word:
    start, end = heard_within(max(group[0].starts_at, earliest), group[-1].ends_at)
    logarithms = tuple(math.log(max(token.probability, 1e-6)) for token in group)
    return _Word(raw.decode(errors="replace"), start, max(end, start + _SHORTEST_WORD), logarithms)


def _is_whole(raw: bytes) -> bool:
    try:
        return bool(raw.decode())
    except UnicodeDecodeError:
        return False


def _bytes(piece: str) -> bytes:
    table = _letters()
    return bytes(table[letter] for letter in piece if letter in table)


@cache
def _letters() -> dict[str, int]:
    """Return the byte that each letter of a token stands for: those that can be printed for themselves."""
    printed = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printed]
    return {chr(byte): byte for byte in printed} | {chr(256 + number): byte for number, byte in enumerate(others)}
