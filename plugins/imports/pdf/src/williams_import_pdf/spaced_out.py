"""Closes up words that are set with room between their letters, as headings are, and German stress."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

_FEWEST: Final = 4
"""Letters in a row: fewer that stand alone may be names of something."""
_WIDER: Final = 1.6
"""Of the room between two letters: between two words there is more."""
_APART: Final = 1.4
"""The same where the words are not known yet."""
_DIFFERENT: Final = 10
_LONG: Final = 7
"""Letters: names of several things are fewer."""
_LETTER: Final = re.compile(r"[^\W\d_][.,;:!?]?")


def are_letters(words: Sequence[str]) -> bool:
    """Return True for a line that has nothing but letters with room between them."""
    return len(words) >= _FEWEST and all(map(_LETTER.fullmatch, words)) and not _is_alphabet(words)


def closed_up(
    words: Sequence[str], gaps: Sequence[float], are_made_up: Callable[[Sequence[int]], bool], fewest: int = _FEWEST
) -> list[str]:
    """Return the words of a line with ``fewest`` spaced letters or more joined to the words that they make.

    ``gaps`` has the room between each word and the next one; ``are_made_up`` says whether no file has the blanks behind
    these words.
    """
    found: list[str] = []
    done = 0
    for first, end in _stretches(words, fewest):
        joints = list(range(first, end - 1))
        if fewest == _FEWEST and not _is_set_apart(first, end, words, gaps, are_made_up):
            continue
        found += words[done:first]
        found += _words(words[first:end], [gaps[joint] for joint in joints])
        done = end
    return [*found, *words[done:]]


def _stretches(words: Sequence[str], fewest: int) -> Iterator[tuple[int, int]]:
    first = 0
    for number, word in enumerate([*words, ""]):
        if _LETTER.fullmatch(word):
            continue
        if number - first >= fewest:
            yield first, number
        first = number + 1


def _is_set_apart(
    first: int, end: int, words: Sequence[str], gaps: Sequence[float], are_made_up: Callable[[Sequence[int]], bool]
) -> bool:
    """Return True for capitals with nothing beside them, and for letters nearer to each other than words are."""
    joints = range(first, end - 1)
    room = [gaps[joint] for joint in joints]
    if min(room) <= 0 or _is_alphabet(words[first:end]):
        return False
    if end - first == len(words) and "".join(words).isupper():
        return True
    apart = max([*room, *gaps[end - 1 : end]]) > _APART * statistics.median_low(room)
    return are_made_up(joints) and (apart or end - first >= _LONG)


def _is_alphabet(letters: Sequence[str]) -> bool:
    """True for letters in their order, or so many that are all different, as no word has them."""
    if len(letters) >= _DIFFERENT and len({*letters}) == len(letters):
        return True
    return all(before.casefold() < after.casefold() for before, after in pairwise(letters))


def _words(letters: Sequence[str], gaps: Sequence[float]) -> Iterator[str]:
    widest = _WIDER * statistics.median_low(gaps)
    word = letters[0]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        if gap > widest:
            yield word
            word = ""
        word += letter
    yield word
