"""What is written in parts and is one word: "e-mail", "N.A.S.A.", "1,234,567", "node.js", "C++", "getElementById".

Others write it with other signs between the parts, or with none: as a whole it is the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from williams.domain.spellings import folded
from williams.domain.words import PLAIN_WORD, Run, Word

_BLANKS: Final = " \u00a0\u2009\u202f"
_HYPHENS: Final = "-\u2010\u2011_"
_HIDDEN: Final = "\u00ad\u200c\u200d\u2060\ufeff"
_LINK: Final = rf"(?:[{_HYPHENS}.&]|(?<=\d)(?:[,٬٫](?=\d)|[{_BLANKS}](?=\d\d\d(?!\w))))"
_OPENED: Final = r"(?<![^\s(\[{«“„\"'])\.(?=[^\W\d_])"
_ENDED: Final = r"(?:\+\+(?!\+)|\#(?![\w#]))"
CHAIN: Final = re.compile(rf"(?:{_OPENED})?{PLAIN_WORD.pattern}(?:{_LINK}{PLAIN_WORD.pattern})*+{_ENDED}?")
"""A word of a plain text, or several with one sign between any two: what :func:`chains` finds in any text."""
_IS_LINK: Final = re.compile(_LINK)
_IS_OPENED: Final = re.compile(_OPENED)
_IS_ENDED: Final = re.compile(_ENDED)
_HUMP: Final = re.compile("(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_NUMBER: Final = re.compile(rf"\d[\d.,٬٫'{_BLANKS}]*+")
_GROUPED: Final = re.compile(rf"\d{{1,3}}([.,٬'{_BLANKS}])\d{{3}}(?:\1\d{{3}})*+|\d{{1,2}}(?:,\d\d(?!\d))++,\d{{3}}")
_POINT: Final = re.compile(r"(.*)[.,٫](\d+)")
_APART: Final = re.compile(rf"[,٬٫{_BLANKS}]|\d'\d")
_MOST_PARTS: Final = 8
"""Whoever joins more makes no word of them."""


def chains(text: str, runs: Iterable[Run]) -> Iterator[tuple[Word, ...] | list[Word]]:
    """Yield the words of a text together with those that one sign joins to them, and runs of paired letters alone."""
    chain: list[Word] = []
    for run in runs:
        if chain and not (isinstance(run, Word) and _sign(text, chain[-1].end, run.start)):
            yield tuple(chain)
            chain = []
        if isinstance(run, Word):
            chain.append(run)
        else:
            yield run
    if chain:
        yield tuple(chain)


def whole_of(text: str, words: Sequence[Word]) -> Word | None:
    """Return what the words of a chain are together, with the signs of its name around it; None for a word alone."""
    start, end = words[0].start, words[-1].end
    opened = start > 0 and _IS_OPENED.match(text, start - 1) is not None
    ended = _IS_ENDED.match(text, end)
    if len(words) > _MOST_PARTS or (len(words) == 1 and not opened and not ended and "'" not in words[0].folded):
        return None
    links = [_kept(text, before.end, after.start) for before, after in pairwise(words)]
    parts = "".join(f"{word.folded}{link}" for word, link in zip(words, [*links, ""], strict=True))
    whole = f"{'.' * opened}{_NUMBER.sub(_in_figures, parts)}{ended.group() if ended else ''}"
    if whole == words[0].folded or _APART.search(whole):
        return None
    return Word(whole, start - opened, ended.end() if ended else end)


def is_humped(word: str) -> bool:
    """Tell whether a word has parts that begin with capitals within it."""
    return _HUMP.search(word) is not None


def humps_of(text: str, word: Word, language: str) -> list[Word]:
    """Return the parts of a word that begin with capitals within it; none where it has one part."""
    raw = text[word.start : word.end]
    bounds = [0, *(found.start() for found in _HUMP.finditer(raw)), len(raw)]
    spans = list(pairwise(bounds)) if len(bounds) > 2 else []
    return [Word(folded(raw[start:end], language), word.start + start, word.start + end) for start, end in spans]


def is_counted(words: Sequence[Word]) -> bool:
    """Tell whether the parts of a chain are figures or single letters, which say nothing alone."""
    return all(len(word.folded) == 1 or word.folded.isdecimal() for word in words)


def _kept(text: str, end: int, start: int) -> str:
    """Between figures a sign may be a number's own; between letters none says anything but "&"."""
    sign = _sign(text, end, start) or ""
    if sign == "&" or (sign not in _HYPHENS and text[end - 1].isdecimal() and text[start].isdecimal()):
        return sign
    return ""


def _sign(text: str, end: int, start: int) -> str | None:
    """Return the sign that joins what ends to what starts, None where they are not joined."""
    while end < start and text[end] in _HIDDEN:
        end += 1
    while end < start and text[start - 1] in _HIDDEN:
        start -= 1
    return text[end] if start == end + 1 and _IS_LINK.match(text, end) else None


def _in_figures(number: re.Match[str]) -> str:
    """Return a number without what groups its figures, with a point before those of its fraction."""
    said = number.group()
    point = _POINT.fullmatch(said)
    if _GROUPED.fullmatch(said):
        return "".join(filter(str.isdecimal, said))
    if point and _GROUPED.fullmatch(point[1]):
        return f"{''.join(filter(str.isdecimal, point[1]))}.{point[2]}"
    return re.sub("[,٫]", ".", said)
