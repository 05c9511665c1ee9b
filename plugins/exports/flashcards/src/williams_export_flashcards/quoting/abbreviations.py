"""Abbreviations and the words that they stand for, where a sentence has both: "Hypertext Transfer Protocol (HTTP)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AFTER = re.compile(r"\((?P<letters>[A-Z][A-Za-z]{0,7}[A-Z])s?\)")
_BEFORE = re.compile(r"(?<!\w)(?P<letters>[A-Z]{2,9})\s+\((?P<words>[^()]{6,80})\)")
_WORD = re.compile(r"[^\W_]+")
_MARKS = ' "“”„«»‘’\u00a0'
_SMALL = 3  # letters of a word that an abbreviation may pass over: "of", "and", "der", "des"


def expansions(text: str) -> Iterator[tuple[str, str]]:
    """Yield each abbreviation of a sentence with its words, the initials of which it is."""
    for found in _AFTER.finditer(text):
        if words := _spelled_before(text[: found.start()], found["letters"]):
            yield found["letters"], words
    for found in _BEFORE.finditer(text):
        words = found["words"].strip()
        if _spells([word[0] for word in _WORD.finditer(words)], found["letters"]):
            yield found["letters"], words


def _spelled_before(before: str, letters: str) -> str | None:
    """Return the shortest run of words at the end of ``before`` that has these initials."""
    words = list(_WORD.finditer(before))
    capitals = [letter for letter in letters if letter.isupper()]
    for count in range(2, 2 * len(capitals) + 1):
        run = words[-count:]
        if len(run) == count and _spells([word[0] for word in run], "".join(capitals)):
            return before[run[0].start() :].strip(_MARKS)
    return None


def _spells(words: list[str], letters: str) -> bool:
    if len(words) < 2 or words[0][0].upper() != letters[0]:
        return False
    kept = [word for word in words if len(word) > _SMALL or word[0].isupper()]
    return any("".join(word[0].upper() for word in some) == letters.upper() for some in (words, kept))
