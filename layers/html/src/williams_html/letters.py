"""How likely letters follow each other in a language: by that, a decoding that makes words is told from others.

``letters.json`` holds half-units of −ln p for each language (``a`` is 0): of a letter behind another; or of a character
by itself where a language has too many for pairs. They were counted in the translations of Django 5.2 (BSD),
of Maltese in names that iso-codes translates; letters that are rare there (œ, ŵ, dotted ḃ) were added.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

Triples: TypeAlias = Mapping[tuple[str, str, str], int]
"""How often a character stands between two others."""

_IDEOGRAPHIC: Final = {
    # The codec in whose order of rows the usual characters come first, and the first and last of their lead bytes.
    "ja": ("euc_jp", 0xB0, 0xCF),
    "zh_Hans": ("gb2312", 0xB0, 0xD7),
    "zh_Hant": ("big5", 0xA4, 0xC6),
    "ko": ("euc_kr", 0xB0, 0xC8),
}
_USUAL, _RARE, _FOREIGN = 8.5, 12.0, 14.0
_ANY_CASE: Final = 4.0
"""A capital within a word."""
_ASCII, _BORROWED, _SCRIPTS, _CONTROL = 4.0, 9.0, 4.0, 20.0
"""ASCII in another script; an accent of another language; a change of scripts within a word; a control character."""
_OFTEN: Final = 5.0
_OPENING, _CLOSING, _MARKS = "“„‚‘«‹", "”»›", "–—…\u00a0"
_SIGNS, _FRACTIONS = "€£§°©®™·•", "×½¼¾²³±µªº¿¡"
_WIDE_MARKS: Final = frozenset("、。，！？；：「」『』（）《》〈〉【】“”‘’…—・ー～〜\u3000")


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("letters.json").read_text("utf-8"))
    return tables


def languages() -> list[str]:
    """Return the languages that are known, by their codes."""
    return list(_tables())


def triples(words: Iterable[tuple[str, int]]) -> Triples:
    """Count the characters of words, each given with how often it occurs, by their neighbours."""
    counts: dict[tuple[str, str, str], int] = {}
    for word, times in words:
        framed = f" {word} "
        for triple in zip(framed, framed[1:], framed[2:], strict=False):
            counts[triple] = counts.get(triple, 0) + times
    return counts


@cache
def language(code: str) -> Letters:
    """Return the letters of a language of ``languages()``."""
    return _Characters(code) if code in _IDEOGRAPHIC else Letters(code)


class Letters:
    """The letters of one language. ``is_latin`` tells whether ASCII's are among them."""

    is_latin: bool

    def __init__(self, code: str) -> None:
        self._pairs = {first: _costs(row) for first, row in _tables()[code].items()}
        self._alone = self._pairs.pop("")
        self.is_latin = self._alone.get("e", _FOREIGN) < _OFTEN

    def cost(self, counted: Triples) -> float:
        """Return −ln p of characters as ``triples`` counts them."""
        return sum(times * self._of(*triple) for triple, times in counted.items())

    def _of(self, before: str, character: str, after: str) -> float:
        if not character.isascii():
            return self._pair(before, character) if character.isalpha() else _mark(before, character, after)
        if character < " ":
            return _CONTROL
        return self._pair(before, character if character.isalpha() else " ") if self.is_latin else _ASCII

    def _pair(self, before: str, character: str) -> float:
        letter = character.lower()
        cost = self._pairs.get(before.lower() if before.isalpha() else " ", {}).get(letter)
        if cost is None:
            cost = min(_FOREIGN - 1, self._alone[letter] + 4) if letter in self._alone else self._borrowed(letter)
        mixed = _SCRIPTS if _is_word(before) and not self.is_latin else 0
        return cost + mixed + (_ANY_CASE if before.islower() and character.isupper() else 0)

    def _borrowed(self, letter: str) -> float:
        return _BORROWED if self.is_latin and "à" <= letter <= "ÿ" else _FOREIGN


class _Characters(Letters):
    """Of languages with thousands of characters, each counts by itself."""

    is_latin = False

    def __init__(self, code: str) -> None:
        self._codec, self._first, self._last = _IDEOGRAPHIC[code]
        self._known = {each: (ord(cost) - 97) / 2 for cost, row in _tables()[code].items() for each in row}

    def _of(self, before: str, character: str, after: str) -> float:
        if character.isascii():
            return _ASCII if character >= " " else _CONTROL
        if character in _WIDE_MARKS:
            return 4.0
        cost = self._known.get(character) or self._unknown(character)
        return cost + _SCRIPTS * (_is_word(before) + _is_word(after))

    def _unknown(self, character: str) -> float:
        if "\uff00" <= character < "\uff60":
            return 7.0
        if "\u3040" <= character < "\u3100":
            return 7.0 if self._codec == "euc_jp" else _FOREIGN
        if not ("\u2e80" <= character < "\ua000" or "\uac00" <= character < "\ud7a4" or character >= "\U00020000"):
            return _FOREIGN
        try:
            lead = character.encode(self._codec)[0]
        except UnicodeEncodeError:
            return _FOREIGN
        return _USUAL if self._first <= lead <= self._last else _RARE


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _costs(row: str) -> dict[str, float]:
    return {row[place]: (ord(row[place + 1]) - 97) / 2 for place in range(0, len(row), 2)}


def _mark(before: str, character: str, after: str) -> float:
    """Typography has its places: a sign between two letters is hardly ever one."""
    if character == "’":
        return 5.0 if before.isalnum() else 7.0
    if character in _OPENING:
        return _FOREIGN if before.isalnum() else 5.0
    if character in _CLOSING:
        return _FOREIGN if after.isalnum() else 5.0
    if character in _MARKS:
        return 5.0
    if character in _SIGNS or character in _FRACTIONS:
        return 13.0 if before.isalpha() and after.isalpha() else 8.5
    if character == "\u0301":
        return 6.0
    if unicodedata.category(character)[0] == "C" and not character.isspace():
        return _CONTROL
    return 16.0 if character == "\ufffd" else _FOREIGN
