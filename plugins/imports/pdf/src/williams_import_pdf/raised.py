"""Finds the raised marks on a page that has what may be footnotes: small lines that begin with such a mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from williams_import_pdf.glyphs import GlyphReader
from williams_import_pdf.model import Segment
from williams_import_pdf.repair import clean
from williams_import_pdf.runs import Run

_SIGNS = "*∗⁎†‡§¶‖"
_RAISED_DIGITS = "⁰¹²³⁴-⁹"
MARK: Final = rf"\d{{1,3}}|[{_RAISED_DIGITS}]{{1,3}}|[{_SIGNS}]{{1,4}}|[a-z]"
"""How a footnote is marked."""
_OPENING = re.compile(rf"\[?({MARK})(?:[\])]|\.(?!\d))?(?=\s*\S|$)")
_MARK = re.compile(rf"{MARK}|[ivxlc]{{2,7}}")
_WORD_BEFORE = re.compile(rf"[^\s](?:[\s,;]?[\d{_SIGNS}]{{0,3}}[,;]\s?)*\s?$")
_LONGEST_LIST = 24
_ALWAYS_RAISED = re.compile(f"[{_RAISED_DIGITS}]+")
_SMALL = 0.95
"""Of the page's usual size: footnotes are smaller."""
_SMALLER = 0.85
_LOWEST, _HIGHEST = 0.08, 0.8
"""Of the size of the word before it: how small a mark is, and how high it stands."""
_HIGH = 0.25
"""The same of a mark that is hardly smaller: how high it stands at least."""
_LIFTED = 0.15
"""Of its size: how high a digit begins that a font draws as a raised one."""
_MOST = 100
"""Different marks on a page; what has more is a table of numbers."""


def is_mark(text: str) -> bool:
    return bool(_MARK.fullmatch(text))


def is_raised(size: float, rise: float, beside: float) -> bool:
    """True for what stands smaller and higher than text of the size ``beside``, or not larger and much higher."""
    lowest = _LOWEST if size <= _SMALLER * beside else _HIGH
    return size <= beside and lowest * beside < rise < _HIGHEST * beside


def mark_raised(
    reader: GlyphReader, text: str, runs: Sequence[Run], segments: Sequence[Segment], listed: frozenset[str]
) -> None:
    """Note on the segments, one for each run, where they have raised marks with which a small line begins, too.

    ``text`` is that of the page, whose characters the runs count. Marks of notes that are ``listed`` elsewhere are
    looked for, too.
    """
    marks = {mark for _, mark in _openings(segments)}
    if len(marks) > _MOST:
        marks = set()
    if not (marks or listed):
        return
    order = sorted(range(len(runs)), key=lambda number: runs[number].first)
    firsts = [runs[number].first for number in order]
    begins = set(firsts)
    found = sorted(_sighted(text, marks) | _sighted_behind_words(text, listed))
    pairs = [
        (index, _behind(text, index + len(mark)) if index in begins else _before(text, index)) for index, mark in found
    ]
    for (index, mark), (_, beside), raised in zip(found, pairs, _raised(reader, pairs), strict=True):
        place = bisect_right(firsts, index) - 1
        if place < 0 or not (raised or _ALWAYS_RAISED.fullmatch(mark)):
            continue
        run = runs[order[place]]
        if run.first <= beside < run.end and index + len(mark) <= run.end:
            _note(segments[order[place]], text[run.first : index], mark)


def _sighted(text: str, marks: set[str]) -> set[tuple[int, str]]:
    """Return where marks stand alone, at which characters."""
    if not marks:
        return set()
    letters = "a-z" if any(map(str.isalpha, marks)) else ""
    return {(each.start(), each.group()) for each in _alone(letters).finditer(text) if each.group() in marks}


@lru_cache(maxsize=2)
def _alone(letters: str) -> re.Pattern[str]:
    """Return how marks look that stand alone, with these letters among them.

    It begins with all that marks begin with, and is not even tried anywhere else.
    """
    return re.compile(
        rf"[\d{_RAISED_DIGITS}{_SIGNS}{letters}](?<=(?<![\d{_SIGNS}]).)"
        rf"(?:(?<=\d)\d{{0,2}}|(?<=[{_RAISED_DIGITS}])[{_RAISED_DIGITS}]{{0,2}}|(?<=[{_SIGNS}])[{_SIGNS}]{{0,3}}|)"
        rf"(?![\w{_SIGNS}])"
    )


def behind_words(marks: Iterable[str]) -> re.Pattern[str]:
    """Return how marks look that may stand behind a word, of which the longest counts."""
    spelled = "|".join(sorted(map(re.escape, marks), key=len, reverse=True))
    return re.compile(rf"(?<!\d)(?:{spelled})(?!\w)")


def _sighted_behind_words(text: str, marks: frozenset[str]) -> set[tuple[int, str]]:
    return {(each.start(), each.group()) for each in behind_words(marks).finditer(text)} if marks else set()


def _behind(text: str, index: int) -> int:
    """Return the first character from an index on that is no blank."""
    return index + next((number for number, each in enumerate(text[index : index + 3]) if not each.isspace()), 0)


def _before(text: str, index: int) -> int:
    """Return the character before a mark, and before other marks that it follows."""
    found = _WORD_BEFORE.search(text[max(index - _LONGEST_LIST, 0) : index])
    return index - 1 if found is None else index - len(found.group())


def _openings(segments: Sequence[Segment]) -> list[tuple[int, str]]:
    """Return which segments may begin a footnote, each with its mark."""
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[segment.size] += len(segment.text)
    if len(sizes) < 2:
        return []
    small = _SMALL * sizes.most_common(1)[0][0]
    found = [(number, _OPENING.match(segment.text)) for number, segment in enumerate(segments) if segment.size <= small]
    return [(number, match.group(1)) for number, match in found if match]


def _raised(reader: GlyphReader, pairs: Sequence[tuple[int, int]]) -> list[bool]:
    """Say of each pair of characters whether the first one is raised against the second."""
    indexes = [index for pair in pairs for index in pair]
    styles = reader.styles(reader.drawings(indexes), indexes)
    places, inks = reader.queries.origins(indexes), reader.queries.inks(indexes[::2])
    found = []
    for number in range(0, len(indexes), 2):
        mark, beside = styles[number : number + 2]
        x, y, beside_x, beside_y = places[2 * number : 2 * number + 4]
        turns = max(beside.turns, 0)
        rise = (y - beside_y, x - beside_x, beside_y - y, beside_x - x)[turns]
        bottom = inks[2 * number + 2] - y if turns == 0 else 0.0
        is_lifted = bottom > _LIFTED * mark.size and rise > -_LOWEST * beside.size
        found.append(mark.turns == beside.turns and (is_lifted or is_raised(mark.size, rise, beside.size)))
    return found


def _note(segment: Segment, before: str, mark: str) -> None:
    """Note a mark where it stands in the segment's text, which was cleaned."""
    start = len(before) if segment.text.startswith(before) else len(clean(before)) + before[-1:].isspace()
    if segment.text.startswith(mark, start):
        segment.marks += ((start, mark),)
