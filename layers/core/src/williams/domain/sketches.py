"""Sketches of texts: from a few numbers of each of two texts, how much they have in common.

Word shingles (Broder 1997) by one permutation hashing (Li, Owen and Zhang 2012), whose empty bins are filled by optimal
densification (Shrivastava 2017). Sketches are kept: whoever changes what they are made of makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain, islice
from typing import Final, NamedTuple

from williams.domain.spellings import folded
from williams.domain.words import PLAIN_WORD, is_plain, runs_of

_BINS: Final = 128
_BAND: Final = 4
_SHINGLE: Final = 3
_FEWEST_WORDS: Final = 40
_EMPTY: Final = 1 << 31
_TRIES: Final = 4096


class Sketch(NamedTuple):
    """``minima`` are 128 numbers of 31 bits: the least hash of a shingle in each bin."""

    minima: tuple[int, ...]

    def bands(self, owner: str) -> list[int]:
        """Return 32 signed numbers of 64 bits, one for every four minima: nearly equal texts of an owner share one."""
        parts = (self.minima[first : first + _BAND] for first in range(0, _BINS, _BAND))
        return [_hash(f"{owner} {number} {part}", signed=True) for number, part in enumerate(parts)]

    def resemblance(self, other: Sketch) -> float:
        """Estimate which share of the shingles that either text has is in both: 0 to 1, give or take 0.05."""
        return sum(mine == theirs for mine, theirs in zip(self.minima, other.minima, strict=True)) / _BINS


def sketch_of(texts: Iterable[str]) -> Sketch | None:
    """Return the sketch of paragraphs, wherever one ends; None for fewer than 40 words, by which nothing can be told.

    Words are taken without case and points, letters of scripts that put no space between words one by one.
    """
    words = list(chain.from_iterable(map(_words, texts)))
    if len(words) < _FEWEST_WORDS:
        return None
    minima = [_EMPTY] * _BINS
    for shingle in map(" ".join, zip(*(islice(words, first, None) for first in range(_SHINGLE)), strict=False)):
        least, place = divmod(_hash(shingle) >> 26, _BINS)
        if least < minima[place]:
            minima[place] = least
    return Sketch(tuple(least if least != _EMPTY else _lent(minima, place) for place, least in enumerate(minima)))


def _words(text: str) -> Iterator[str]:
    if is_plain(text):
        yield from (folded(word, "") for word in PLAIN_WORD.findall(text))
        return
    for run in runs_of(text, ""):
        if isinstance(run, list):
            yield from (letter.folded for letter in run)
        else:
            yield from (word.folded for word in run.parts or (run,))


def _lent(minima: list[int], place: int) -> int:
    """Return what an empty bin borrows: from the first filled one of a row that is the same for every text."""
    row = (minima[_hash(f"{place} {number}") % _BINS] for number in range(_TRIES))
    return next(least for least in row if least != _EMPTY)


def _hash(text: str, signed: bool = False) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=signed)
