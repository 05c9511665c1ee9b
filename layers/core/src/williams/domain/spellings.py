"""What the spellings of one word have in common.

A letter may be one code point or several (Unicode's normal forms), have another shape on another keyboard (Arabic and
Persian), or be written in one of two ways that readers take for the same (Hindi, Thai, Vietnamese).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=50_000)
def folded(word: str, language: str) -> str:
    """Return what all spellings of a word share: one normal form, no case, no points, digits as in ASCII.

    ``language`` is a primary one as :func:`williams.domain.language_codes.primary_language` returns.
    """
    if word.isascii() and language not in _DOTLESS:
        return word.lower()
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word))
    if language in _DOTLESS:
        plain = plain.replace("I", "ı")
    caseless = unicodedata.normalize("NFKC", plain.replace("İ", "i").casefold())
    pointless = _POINTS.sub("", _DIGIT.sub(_in_ascii, caseless)).translate(_LETTERS)
    for pattern, instead in _WRITTEN_TWICE:
        pointless = pattern.sub(instead, pointless)
    own = _OWN_RULES.get(language)
    return own(pointless) if own else pointless


def _in_ascii(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit.group()))


def _of_arabs(word: str) -> str:
    """Its stemmer knows the letters of Arabic keyboards."""
    return word.translate(_ARABIC_KEYS)


def _without_accents(word: str) -> str:
    """Greek of before 1982 has breathings and three accents, capitals often none."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))


def _tone_last(word: str) -> str:
    """The tone of a Vietnamese syllable stands on either of two vowels: hoà, hòa."""
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _TONE.sub("", apart)) + "".join(_TONE.findall(apart))


_OWN_RULES: Final[dict[str, Callable[[str], str]]] = {
    "ar": _of_arabs,
    "el": _without_accents,
    "grc": _without_accents,
    "vi": _tone_last,
}
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u200c\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Vowels and signs of cantillation that Hebrew, Arabic and Syriac mostly go without, and the stroke that stretches a
# word. Spaces come of Arabic signs set alone.
_POINTS: Final = re.compile(
    "[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff\\s]"
)
_DIGIT: Final = re.compile(r"(?![0-9])\d")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_TONE: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Turkish and Azerbaijani write i with and without a dot in both cases.
_DOTLESS: Final = frozenset({"tr", "az"})
_ARABIC_KEYS: Final = str.maketrans("کی", "كي")
_LETTERS: Final = str.maketrans(
    {
        "’": "'",
        "ʼ": "'",
        "׳": "'",
        **dict.fromkeys('"״“”', ""),  # within a Hebrew abbreviation
        "œ": "oe",
        # Alef with or without what it carries, and letters that Arabic and Persian keyboards have in different shapes.
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ةۀہۂەۃ", "ه"),
        **dict.fromkeys("يى", "ی"),
        "ك": "ک",
        # Malayalam letters that end a syllable, and the Bengali one, by their older spelling.
        **dict(zip("ൺൻർൽൾൿৎ", ("ണ്", "ന്", "ര്", "ല്", "ള്", "ക്", "ত্"), strict=True)),
    }
)
_NASALS: Final = "ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ"
_GUJARATI: Final = str.maketrans({chr(code): chr(code + 0x180) for code in range(0x901, 0x94E)})
# By script: spellings that stand side by side, often in one book.
_WRITTEN_TWICE: Final = (
    (re.compile("\u093c"), ""),
    (re.compile(_NASALS), "\u0902"),
    (re.compile(_NASALS.translate(_GUJARATI)), "\u0a82"),
    (re.compile("(?<![\u0e48-\u0e4b])([\u0e48-\u0e4b]++)\u0e4d"), "\u0e4d\\1"),
    (re.compile("(?<![\u0ec8-\u0ecb])([\u0ec8-\u0ecb]++)\u0ecd"), "\u0ecd\\1"),
    (re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece])\\1+"), "\\1"),
    (re.compile("เเ"), "แ"),
    (re.compile("ເເ"), "ແ"),
)
