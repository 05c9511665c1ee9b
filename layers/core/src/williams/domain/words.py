"""The words of a text in any script.

A letter may be one code point or several (Unicode's normal forms), wear vowels as marks of their own (Hindi), and have
invisible characters beside it. Places are always those in the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from williams.domain.spellings import folded


class Word(NamedTuple):
    """``folded`` is equal for all spellings; ``start`` and ``end`` are code points in the text, end exclusive.

    ``parts`` are those of a word of several that non-joiners part: Persian has blanks there, or nothing, as often.
    """

    folded: str
    start: int
    end: int
    parts: tuple[Word, ...] = ()


# A word between spaces, or the letters of a run in a script that is not searched by whole words.
Run = Word | list[Word]


def runs_of(text: str, language: str) -> Iterator[Run]:
    """Yield the words in the order of the text, a run of letters in pairs as one list.

    ``language`` is a primary one as :func:`williams.domain.language_codes.primary_language` returns.
    """
    if is_plain(text):
        for found in PLAIN_WORD.finditer(text):
            start, end = found.span()
            yield Word(folded(found.group(), language), start, end)
        return
    patterns = _patterns()
    for found in patterns.run.finditer(text):
        if _PAIRED_RUN.match(found.group()):
            letters = patterns.letter.finditer(text, found.start(), found.end())
            yield [Word(folded(letter.group(), language), letter.start(), letter.end()) for letter in letters]
        else:
            yield _word(found, language)


def is_plain(text: str) -> bool:
    """Tell whether :data:`PLAIN_WORD` finds what :func:`runs_of` does; most texts in Latin letters are so."""
    return _PLAIN.fullmatch(text) is not None


def _word(found: re.Match[str], language: str) -> Word:
    text, start = found.group(), found.start()
    each = list(_PART.finditer(text)) if "\u200c" in text else []
    parts = (Word(folded(part.group(), language), start + part.start(), start + part.end()) for part in each)
    return Word(folded(text, language), *found.span(), tuple(parts) if len(each) > 1 else ())


def is_ideograph(letter: str) -> bool:
    """Tell whether a folded letter is a Chinese character, which can be a word alone."""
    return bool(_IDEOGRAPH.match(letter))


class _Patterns(NamedTuple):
    """``run`` is a word or a run of letters in pairs, ``letter`` one of the latter with its marks."""

    run: re.Pattern[str]
    letter: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Compiled when first used: the marks of all scripts take a cold start 30 ms."""
    # Beyond, there are only the selectors of a character's variant.
    mark = rf"[{_marks(0x300, 0x1EFFF)}\U000e0100-\U000e01ef]"
    # Most letters are plain: those of a word are taken at once, and only the last can have marks.
    letter = rf"(?:[0-9A-Za-z]++{mark}*+|(?![{_PAIRED}])[^\W_]{mark}*+)"
    paired_letter = rf"(?:{_JAMO}|(?:เเ|ເເ|{_PAIRED_BASE})(?:{mark}|[\uff9e\uff9f])*{_VOWEL_APART}?)"
    part = rf"{letter}(?:{_HIDDEN}*+{letter})*+"
    paired = rf"{paired_letter}(?:[\u200b\u200c\u200d\u2060\ufeff]*{paired_letter})*"
    return _Patterns(re.compile(rf"{paired}|{part}(?:['’׳]{part})*"), re.compile(paired_letter))


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
PLAIN_WORD: Final = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
_IDEOGRAPHS: Final = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Scripts that are searched by pairs of letters. Thai, Lao, Burmese, Khmer, kana (also of half the width) and Han put no
# space between words; Hangul puts some, but particles are written to the word, and compounds with a space or without.
_HANGUL: Final = "\u1100-\u11ff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
_SYLLABLES: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
_KANA: Final = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_PAIRED: Final = rf"{_SYLLABLES}{_KANA}{_HANGUL}{_IDEOGRAPHS}"
# Radicals are written for the characters that look like them, as PDF files do; they are no letters to Python.
_PAIRED_BASE: Final = rf"(?:(?=[{_PAIRED}])[^\W_]|[\u2e80-\u2fdf])"
# A syllable of Hangul in its sounds, as macOS writes it.
_JAMO: Final = "[\u1100-\u115f\ua960-\ua97c]++[\u1160-\u11a7\ud7b0-\ud7c6]*+[\u11a8-\u11ff\ud7cb-\ud7fb]*+"
# The vowel "am" of Thai and Lao is a letter to Unicode, or a mark and a letter with the tone behind or between.
_VOWEL_APART: Final = r"(?:[ำຳ]|(?:(?<=[\u0e4d\u0ecd])|(?<=[\u0e4d\u0ecd][\u0e48-\u0e4b\u0ec8-\u0ecb]))[าາ])"
# Soft hyphens, joiners and byte order marks within a word, and the sign of an abbreviation within a Hebrew one.
_HIDDEN: Final = r"""(?:[\u00ad\u200c\u200d\u2060\ufeff]|(?<=[\u05d0-\u05ea])["״“”](?=[\u05d0-\u05ea]))"""
# A non-joiner after an Arabic letter parts a word.
_PART: Final = re.compile(r"(?:(?<![\u0600-\u06ff])\u200c|[^\u200c])+")
_PAIRED_RUN: Final = re.compile(_PAIRED_BASE)
_IDEOGRAPH: Final = re.compile(rf"[{_IDEOGRAPHS}]")
