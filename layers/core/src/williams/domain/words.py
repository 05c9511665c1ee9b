"""The words of a text in any script, and what the spellings of one word have in common.

A letter may be one code point or several (Unicode's normal forms), wear vowels as marks of their own (Hindi) or leave
them out (Hebrew, Arabic), and have invisible characters beside it. Places are always those in the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Final, NamedTuple


class Word(NamedTuple):
    """``folded`` is equal for all spellings; ``start`` and ``end`` are code points in the text, end exclusive."""

    folded: str
    start: int
    end: int


# A word between spaces, or the letters of a run in a script that puts no spaces between words.
Run = Word | list[Word]


def runs_of(text: str, language: str) -> Iterator[Run]:
    """Yield the words in the order of the text, a run of unspaced letters as one list.

    ``language`` is a primary one as :func:`williams.domain.language_codes.primary_language` returns.
    """
    if _PLAIN.fullmatch(text):
        for found in _PLAIN_WORD.finditer(text):
            start, end = found.span()
            yield Word(folded(found.group(), language), start, end)
        return
    patterns = _patterns()
    for found in patterns.run.finditer(text):
        if _UNSPACED_RUN.match(found.group()):
            letters = patterns.letter.finditer(text, found.start(), found.end())
            yield [Word(folded(letter.group(), language), letter.start(), letter.end()) for letter in letters]
        else:
            yield Word(folded(found.group(), language), found.start(), found.end())


@lru_cache(maxsize=50_000)
def folded(word: str, language: str) -> str:
    """Return what all spellings of a word share: one normal form, no case, no points, digits as in ASCII."""
    if word.isascii() and language not in _DOTLESS:
        return word.lower()
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word))
    if language in _DOTLESS:
        plain = plain.replace("I", "ı")
    caseless = unicodedata.normalize("NFKC", plain.replace("İ", "i").casefold())
    return _POINTS.sub("", _DIGIT.sub(_in_ascii, caseless)).translate(_APOSTROPHES)


def is_ideograph(letter: str) -> bool:
    """Tell whether a folded letter is a Chinese character, which can be a word alone."""
    return bool(_IDEOGRAPH.match(letter))


class _Patterns(NamedTuple):
    """``run`` is a word or a run of unspaced letters, ``letter`` one of the latter with its marks."""

    run: re.Pattern[str]
    letter: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Compiled when first used: the marks of all scripts take a cold start 30 ms."""
    # Beyond, there are only the selectors of a character's variant.
    mark = rf"[{_marks(0x300, 0x1EFFF)}\U000e0100-\U000e01ef]"
    # Most letters are plain: those of a word are taken at once, and only the last can have marks.
    letter = rf"(?:[0-9A-Za-z]++{mark}*+|(?![{_UNSPACED}])[^\W_]{mark}*+)"
    unspaced_letter = rf"(?:{_UNSPACED_BASE}(?:{mark}|[\uff9e\uff9f])*)"
    part = rf"{letter}(?:{_HIDDEN}*+{letter})*+"
    unspaced = rf"{unspaced_letter}(?:[\u200b\u200c\u200d\u2060\ufeff]*{unspaced_letter})*"
    return _Patterns(re.compile(rf"{unspaced}|{part}(?:['’]{part})*"), re.compile(unspaced_letter))


def _in_ascii(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit.group()))


def _marks(first: int, last: int) -> str:
    """Return the combining marks from ``first`` to ``last`` as ranges of a character class."""
    marks = (code for code in range(first, last + 1) if unicodedata.category(chr(code))[0] == "M")
    grouped = [[pair[1] for pair in run] for _, run in groupby(enumerate(marks), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in grouped)


# Most texts in Latin, Greek or Cyrillic letters are plain: no mark of its own, nothing invisible, spaces between words.
# In those this finds what the patterns above do, in half the time.
_PLAIN: Final = re.compile(
    "[\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205f\u20a0-\u20cf\u2100-\u214f]*"
)
_PLAIN_WORD: Final = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
_IDEOGRAPHS: Final = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana (also of half the width), Han.
_UNSPACED: Final = (
    rf"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f\uaa60-\uaa7f{_IDEOGRAPHS}"
)
# Radicals are written for the characters that look like them, as PDF files do; they are no letters to Python.
_UNSPACED_BASE: Final = rf"(?:(?=[{_UNSPACED}])[^\W_]|[\u2e80-\u2fdf])"
# Soft hyphens, joiners and byte order marks within a word. After an Arabic letter the non-joiner is as good as a space.
_HIDDEN: Final = r"(?:[\u00ad\u200d\u2060\ufeff]|(?<![\u0600-\u06ff])\u200c)"
_UNSPACED_RUN: Final = re.compile(_UNSPACED_BASE)
_IDEOGRAPH: Final = re.compile(rf"[{_IDEOGRAPHS}]")
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u200c\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Vowels and signs of cantillation that Hebrew, Arabic and Syriac mostly go without, and the stroke that stretches a
# word. What makes another letter (alef with hamza) is one code point by now. Spaces come of Arabic signs set alone.
_POINTS: Final = re.compile(
    "[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff\\s]"
)
_DIGIT: Final = re.compile(r"(?![0-9])\d")
_APOSTROPHES: Final = str.maketrans("’ʼ", "''")
# Turkish and Azerbaijani write i with and without a dot in both cases.
_DOTLESS: Final = frozenset({"tr", "az"})
