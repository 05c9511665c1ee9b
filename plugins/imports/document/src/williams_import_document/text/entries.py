"""Entries of transcripts, diaries and lists of terms: lines that begin with a time, a date, or a term and a dash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from williams.domain.sentence_ends import ends_sentence

_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?)?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_NAME: Final = r"[^\W\d_][^:()\[\]\n]{0,24}"
_TIMED: Final = re.compile(
    rf"\s*(?:[\[(<]?{_TIME}(?:\s?[-–—>]+\s?{_TIME})?[\])>]?(?:\s|$|[:–—-])|{_NAME}[\[(]{_TIME}[\])]\s*(?:$|[:–—-])"
    rf"|{_NAME}\s{_TIME}\s*$)"
)
_WORD: Final = r"[^\W\d_][^\s\d,;:!?]{1,14}"
_YEAR: Final = r"(?:\s\S{2,4}\s|,?\s)\d{4}"
_DAY: Final = r"\d{1,2}(?:\.|st|nd|rd|th|er|º)?\s(?:de\s)?"
_DATED: Final = re.compile(
    rf"\s*(?:{_WORD},?\s)?(?:\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}(?:[./-](?:\d{{4}}|\d\d)|\.(?=\s))"
    rf"|(?:\d{{4}}\s?[年년]\s?)?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]"
    rf"|{_DAY}{_WORD}(?:{_YEAR}|(?=\s?[:–—]))|{_WORD}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}}|(?=\s?[:–—])))"
    r"(?P<set_off>\s*(?:$|[:–—(（]|-\s)|\.\s)?(?!\w)"
)
_TERM: Final = re.compile(r"\s*(?P<term>\S[^:：;.!?—–]{0,39}?)(?:\s(?P<mark>--|——|[-—–])\s+|(?P<colon>：))\S")
_MOST_WORDS, _FEWEST_TERMS = 4, 3
_WRAPPED: Final = 40
"""Characters. A line as long as this that ends no sentence goes on in the next."""


def entries(lines: Sequence[str]) -> list[list[str]]:
    """Return the entries of a block, each with the lines on which it goes on; nothing where there are not several."""
    begins = _timed(lines) or _dated(lines) or _terms(lines)
    return [list(lines[begin:end]) for begin, end in pairwise([*begins, len(lines)])]


def _timed(lines: Sequence[str]) -> list[int]:
    return _several(place for place, line in enumerate(lines) if _TIMED.match(line))


def _dated(lines: Sequence[str]) -> list[int]:
    """A date that nothing sets off may stand within a sentence, if the line above it goes on."""
    found = {place: date for place, line in enumerate(lines) if (date := _DATED.match(line))}
    return _several(
        place for place, date in found.items() if date["set_off"] is not None or not place or _is_over(lines[place - 1])
    )


def _several(places: Iterable[int]) -> list[int]:
    begins = list(places)
    return begins if len(begins) > 1 and not begins[0] else []


def _is_over(line: str) -> bool:
    return len(line.strip()) < _WRAPPED or ends_sentence(line.rstrip())


def _terms(lines: Sequence[str]) -> list[int]:
    """Places of terms before one and the same mark, if what is between them is set in or ends with a sentence."""
    found = {place: mark for place, line in enumerate(lines) if (mark := _mark_behind_term(line))}
    begins = list(found)
    if len(begins) < _FEWEST_TERMS or begins[0] or len(set(found.values())) > 1:
        return []
    sure = (
        place - 1 in found or lines[place - 1][:1].isspace() or ends_sentence(lines[place - 1]) for place in begins[1:]
    )
    behind = lines[begins[-1] + 1 :]
    return begins if all(sure) and (all(line[:1].isspace() for line in behind) or ends_sentence(lines[-1])) else []


def _mark_behind_term(line: str) -> str:
    """Return the mark between a term of a few words and its meaning; nothing if there is none, or more than one."""
    found = _TERM.match(line)
    if not found or line[:1].isspace() or len(found["term"].split()) > _MOST_WORDS:
        return ""
    mark = found["mark"] or found["colon"]
    return mark if line.count(mark if found["colon"] else f" {mark} ") == 1 else ""
