"""The encoding of a text that does not say it: of those that it could be in, the one that makes words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from williams_html.letters import Triples, language, languages, triples

_WESTERN = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca", "ga", "eu", "gl", "sq")
_CENTRAL = ("pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq", "en", "de")
_CYRILLIC = ("ru", "uk", "bg", "be", "mk", "sr", "en")
_TURKIC, _BALTIC, _GREEK, _HEBREW, _ARABIC = (
    ("tr", "az", "en"),
    ("lt", "lv", "et", "en"),
    ("el", "en"),
    ("he", "en"),
    ("ar", "fa", "en"),
)
# Its languages, and how much less usual it is than others, in units of -ln p.
_NARROW: Final[dict[str, tuple[tuple[str, ...], float]]] = {
    "cp1252": (_WESTERN, 0.0),
    "cp1250": (_CENTRAL, 1.0),
    "cp1251": (_CYRILLIC, 0.0),
    "cp1253": (_GREEK, 0.0),
    "cp1254": (_TURKIC, 1.0),
    "cp1255": (_HEBREW, 0.0),
    "cp1256": (_ARABIC, 0.0),
    "cp1257": (_BALTIC, 1.0),
    "cp1258": (("vi",), 1.0),
    "cp874": (("th", "en"), 1.0),
    "iso8859_2": (_CENTRAL, 2.0),
    "iso8859_3": (("mt", "eo"), 2.0),
    "iso8859_4": (_BALTIC, 4.0),
    "iso8859_5": (_CYRILLIC, 2.0),
    "iso8859_6": (_ARABIC, 2.0),
    "iso8859_7": (_GREEK, 2.0),
    "iso8859_10": (("is", "fi", "sv", "nb", "da"), 6.0),
    "iso8859_13": (_BALTIC, 6.0),
    "iso8859_14": (("cy", "ga"), 3.0),
    "iso8859_15": (_WESTERN, 3.0),
    "iso8859_16": (("ro", "pl", "hu", "hr", "sl"), 4.0),
    "kz1048": (("kk",), 3.0),
    "ptcp154": (("kk", "ru"), 4.0),
    "koi8_r": (("ru", "bg", "en"), 0.5),
    "koi8_u": (("uk", "be", "en"), 1.0),
    "mac_roman": (_WESTERN, 3.0),
    "mac_latin2": (_CENTRAL, 4.0),
    "mac_cyrillic": (_CYRILLIC, 3.0),
    "mac_greek": (_GREEK, 4.0),
    "mac_turkish": (_TURKIC, 5.0),
    "mac_iceland": (("is",), 4.5),
    "mac_romanian": (("ro",), 5.0),
    "cp437": (_WESTERN, 4.5),
    "cp850": (_WESTERN, 4.0),
    "cp858": (_WESTERN, 4.5),
    "cp852": (_CENTRAL, 4.0),
    "cp855": (("sr", "mk", "bg", "ru"), 4.0),
    "cp861": (("is",), 5.0),
    "hp_roman8": (_WESTERN, 5.0),
    "cp866": (("ru", "be", "uk", "bg"), 1.5),
    "cp720": (_ARABIC, 5.0),
    "cp737": (_GREEK, 4.0),
    "cp869": (_GREEK, 5.0),
    "cp775": (_BALTIC, 5.0),
    "cp857": (_TURKIC, 4.0),
    "cp862": (_HEBREW, 4.0),
    "cp932": (("ja",), 0.0),
    "euc_jp": (("ja",), 0.0),
    "euc_jis_2004": (("ja",), 0.5),
    "gb18030": (("zh_Hans", "zh_Hant"), 0.0),
    "big5hkscs": (("zh_Hant",), 0.0),
    "cp949": (("ko",), 0.0),
    "johab": (("ko",), 4.0),
}
_MIXED: Final = ("utf-8", 2.0)
_WIDE: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""Bytes of a unit."""
_SEVEN: Final = {
    "utf-7": re.compile(rb"\+[A-Za-z0-9+/]{3,}+(=?)"),
    "hz": re.compile(rb"~\{[^~]+~\}()"),
}
"""What stands between shifts, with what proves that it is something else: Base64 of files is padded. Each run is taken
whole, since pictures within pages are runs of a million signs."""
_FEW_FOREIGN: Final = 2
_FEWEST_BLANKS: Final = 0.05
_SAMPLE_BYTES: Final = 1 << 16
_MOST_WORDS, _MOST_PLAIN_WORDS, _LONGEST_WORD = 400, 200, 200
_MOST_REPLACED: Final = 0.02
_NO_LANGUAGE: Final = 9.3
"""-ln p of a character, on the average of those that are not ASCII: texts have 2 to 8, random bytes 10."""
_IDEOGRAPHIC: Final = {
    "utf-8": 8.0,
    **dict.fromkeys(("cp932", "euc_jp", "euc_jis_2004", "gb18030", "big5hkscs", "cp949", "johab"), 3.0),
}
"""Signs and rare characters in texts of these say little, and what is no text hardly ever fits them."""
_MOST_BROKEN: Final = 0.5
"""Of the characters of UTF-8 that are not ASCII."""
_MOST_BY_PLAIN: Final = 40.0
"""What words in ASCII may say against a language: names, addresses and quotations are in others."""
_OTHER_SCRIPT: Final = 10.0
"""Against a few letters of another script among words in ASCII."""
_ONE_SCRIPT: Final = 0.9
_FEW: Final = 50
"""Characters. Fewer of them prove nothing."""
_MOST_SURE: Final = 0.99

_Words: TypeAlias = "list[tuple[bytes, int]]"


@dataclass(frozen=True, slots=True)
class Guess:
    """``encoding`` is a codec's name, ``sureness`` from 0 to 1. In ``utf-8`` are bytes that are none."""

    encoding: str
    sureness: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    encoding: str
    text: str
    cost: float
    average: float


def guess_wide(data: bytes) -> str | None:
    """Return which of UTF-16 and UTF-32 bytes with NULs are in; None if in neither."""
    found = [(cost, encoding) for encoding in _WIDE if (cost := _wide_cost(data, encoding)) is not None]
    return min(found)[1] if found else None


def guess_seven(data: bytes) -> str | None:
    """Return which of UTF-7 and HZ text in ASCII is in, which write other letters in theirs; None if in neither."""
    for encoding, shift in _SEVEN.items():
        if any(not found[1] for found in shift.finditer(data)):
            text = data.decode(encoding, "ignore")
            foreign = "".join(each for each in text if not each.isascii())
            if len(foreign) >= _FEW_FOREIGN and data.decode(encoding, "replace") == text and _is_written(text):
                return encoding
    return None


def _is_written(text: str) -> bool:
    counted = triples((word, 1) for word in text.split() if not word.isascii())
    foreign = {triple: times for triple, times in counted.items() if not triple[1].isascii()}
    least = min(language(code).cost(foreign) for code in languages())
    return least < _NO_LANGUAGE * sum(foreign.values())


def is_ebcdic(data: bytes) -> bool:
    """Tell whether bytes are Latin letters and blanks as mainframes write them, which is no text to anything else."""
    if b" " in data:
        return False
    text = data[:_SAMPLE_BYTES].decode("cp500")
    plain = sum(each.isascii() and (each.isalnum() or each in " .,-'") for each in text)
    return text.count(" ") > _FEWEST_BLANKS * len(text) and plain > _ONE_SCRIPT * len(text)


def _wide_cost(data: bytes, encoding: str) -> float | None:
    unit = _WIDE[encoding]
    if len(data) < 2 * unit or b"\0" not in data[:_SAMPLE_BYTES]:
        return None
    text = data[: _SAMPLE_BYTES // unit * unit].decode(encoding, "ignore" if len(data) < unit else "replace")
    counted = triples((word[:_LONGEST_WORD], times) for word, times in Counter(text.split()).most_common(_MOST_WORDS))
    characters = sum(counted.values())
    if not characters or text.count("\ufffd") > _MOST_REPLACED * len(text):
        return None
    average = min(language(code).cost(counted) for code in languages()) / characters
    return average if average < _NO_LANGUAGE else _NO_LANGUAGE if unit == 2 and _is_of_one_script(text) else None


def _is_of_one_script(text: str) -> bool:
    """True for letters of one block of Unicode, in whatever language: read in the other order, they are of many."""
    letters = [each for each in text if not each.isascii() and unicodedata.category(each)[0] in "LM"]
    (_, most), *_ = Counter(ord(each) >> 8 for each in letters).most_common(1) or [(0, 0)]
    return len(letters) >= _FEW // 2 and most > _ONE_SCRIPT * len(letters)


def guess(data: bytes) -> Guess | None:
    """Return the likeliest encoding of bytes that are no UTF-8, or not all; None if they are no text in any.

    All lines with bytes that are not ASCII are looked at, each word of them once.
    """
    words, plain = _words(data)
    candidates = sorted(_candidates(words, plain), key=lambda each: each.cost)
    if not candidates:
        return None
    best = candidates[0]
    if best.average > _NO_LANGUAGE + _IDEOGRAPHIC.get(best.encoding, 0):
        return None
    others = sum(math.exp(best.cost - each.cost) for each in candidates[1:] if each.text != best.text)
    return Guess(best.encoding, min(_MOST_SURE, 1 / (1 + others)))


def _words(data: bytes) -> tuple[_Words, Triples]:
    """The words with other bytes than ASCII, and the others counted: they tell the language."""
    foreign: Counter[bytes] = Counter()
    plain: Counter[bytes] = Counter()
    for line in data.splitlines():
        if line.isascii():
            if len(plain) < _MOST_PLAIN_WORDS:
                plain.update(line.split())
            continue
        for word in line.split():
            (plain if word.isascii() else foreign)[word[:_LONGEST_WORD]] += 1
    counted = triples(
        (word.decode("ascii"), times) for word, times in plain.most_common(_MOST_PLAIN_WORDS) if word.isascii()
    )
    return foreign.most_common(_MOST_WORDS), counted


def _candidates(words: _Words, plain: Triples) -> Iterator[_Candidate]:
    asked = {code for codes, _ in _NARROW.values() for code in codes}
    written = {code: language(code).cost(plain) for code in asked if language(code).is_latin}
    least = min(written.values())
    known = {code: min(cost, least + _MOST_BY_PLAIN) for code, cost in written.items()}
    unknown = least + (_OTHER_SCRIPT if sum(plain.values()) > _FEW else 0)
    for encoding, (codes, unusual) in {**_NARROW, _MIXED[0]: (tuple(asked), _MIXED[1])}.items():
        texts = [(word.decode(encoding, "replace"), times) for word, times in words]
        text = " ".join(each for each, _ in texts)
        if not _fits(encoding, text):
            continue
        counted = triples(texts)
        cost, code = min((language(code).cost(counted) + known.get(code, unknown), code) for code in codes)
        if not language(code).is_latin and not _has_words(text):
            cost += unknown - least
        foreign = {triple: times for triple, times in counted.items() if not triple[1].isascii()}
        many = max(_FEW, sum(foreign.values()))
        yield _Candidate(encoding, text, cost + unusual, language(code).cost(foreign) / many)


def _has_words(text: str) -> bool:
    """False where no two letters stand together that are not ASCII: those are signs of another encoding."""
    return any(a.isalpha() and b.isalpha() and not (a.isascii() or b.isascii()) for a, b in pairwise(text))


def _fits(encoding: str, text: str) -> bool:
    broken = text.count("\ufffd")
    if encoding != _MIXED[0]:
        return broken <= _MOST_REPLACED * len(text)
    return broken <= _MOST_BROKEN * sum(not each.isascii() for each in text)
