"""Syllables that a file writes in several signs, as programs set Indic scripts and Thai.

The text of a syllable stands beside its signs, or each sign has all of it. PDFium takes it for that of the first sign:
it sees a gap behind that, where it puts a blank, and repeats the text at signs of the same syllable that stand apart.
A blank that is drawn by itself it leaves out, where it sees no gap behind the syllable.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from williams_import_pdf.queries import TextQueries, function

_MAY_BE: Final = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LETTER_WITH_MARKS: Final = re.compile(
    "[\u0e01-\u0e2e\u0e81-\u0eae][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd]+"
)
"""Of Thai and Lao: letters that stand on the line."""
_LEFT_OUT: Final = "\u200b"
"""Stands for a character that nobody wrote, so that all others keep their places; segments go without it."""
_AT_EDGE: Final = re.compile(f"{_LEFT_OUT}+(?=\\s|$)|(?<=\\s){_LEFT_OUT}+")
_PUNCTUATION: Final = ".,;:!?)\u0964"
_GAP: Final = 0.15
"""Of the font size: blanks are wider."""
_NARROW: Final = 0.05
"""Of the font size: a blank that is drawn takes more room."""
_LIFTED: Final = 0.4
"""Of the font size: letters that stand on the line begin lower."""
_FLAT: Final = 0.01
"""Points: what is lower shows nothing."""
_LONGEST: Final = 8
"""Characters of a syllable."""
_SHARED: Final = 0.3
"""Of a sign's width, what it has in common with the letter that it belongs to."""
_MOST_OBJECTS: Final = 50_000

_object = function("FPDFPage_GetObject", ctypes.c_void_p)
_kind = function("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p)
_count_marks = function("FPDFPageObj_CountMarks", ctypes.c_int, ctypes.c_void_p)
_mark = function("FPDFPageObj_GetMark", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_kind_of_value = function("FPDFPageObjMark_GetParamValueType", ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p)
_bounds = function("FPDFPageObj_GetBounds", ctypes.c_int, *[ctypes.c_void_p] * 5)


@dataclass(slots=True)
class _Signs:
    """What draws the text of a page, by its address: its place among the others, the mark that gives its text, if one
    does; of each mark, where its signs end and the place of the last one.
    """

    places: dict[int, int] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)
    lasts: dict[int, int] = field(default_factory=dict)
    blanks: set[int] = field(default_factory=set)
    """The places of those that show nothing."""


def with_whole_syllables(text: str, page: Any, queries: TextQueries) -> tuple[str, list[int]]:
    """Return the text of a page without the blanks and doubles that only stand in it for want of signs.

    Return also before which characters a blank is missing, in their order.
    """
    if text.isascii() or not _MAY_BE.search(text):
        return text, []
    signs = _signs(page)
    characters = list(text)
    objects = queries.objects(range(len(text)))
    for index in (*_doubles(objects, signs.marks), *_lifted(text, queries), *_overlaid(text, objects, queries)):
        characters[index] = _LEFT_OUT
    said = {drawn for drawn in objects if drawn}
    wordless = [place for drawn, place in signs.places.items() if drawn not in said and drawn not in signs.marks]
    for before, after in [pair for pair in _around_blanks(characters) if queries.generated([pair[1] - 1])[0]]:
        if _are_close(before, after, objects, signs, queries) and not _is_blank_between(
            objects[before], objects[after], signs, wordless
        ):
            characters[after - 1] = _LEFT_OUT
    missing = _missing(characters, objects, signs, [place for place in wordless if place in signs.blanks], queries)
    return _AT_EDGE.sub(lambda found: " " * len(found.group()), "".join(characters)), missing


def _signs(page: Any) -> _Signs:
    found = _Signs()
    given: dict[int, bool] = {}
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    edges = [ctypes.byref(edge) for edge in (left, bottom, right, top)]
    handle = ctypes.cast(page, ctypes.c_void_p)
    for place in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = _object(handle, place)
        if _kind(drawn) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        found.places[drawn] = place
        if _bounds(drawn, *edges) and top.value - bottom.value < _FLAT:
            found.blanks.add(place)
        count = _count_marks(drawn)
        mark = _mark(drawn, count - 1) if count > 0 else None
        if mark and mark not in given:
            given[mark] = _kind_of_value(mark, b"ActualText") == pdfium.FPDF_OBJECT_STRING
        if mark and given[mark] and _bounds(drawn, *edges):
            found.marks[drawn], found.lasts[mark] = mark, place
            found.ends[mark] = max(right.value, found.ends.get(mark, right.value))
    return found


def _doubles(objects: Sequence[int | None], marks: Mapping[int, int]) -> Iterator[int]:
    """Yield the characters that stand for signs whose text was given with another sign of the same mark."""
    first: dict[int, int] = {}
    for index, drawn in enumerate(objects):
        mark = marks.get(drawn) if drawn else None
        if mark is not None and drawn is not None and first.setdefault(mark, drawn) != drawn:
            yield index


def _lifted(text: str, queries: TextQueries) -> Iterator[int]:
    """Yield the characters of syllables whose sign is a mark alone, high above the line."""
    syllables = [found.span() for found in _LETTER_WITH_MARKS.finditer(text)]
    firsts = [first for first, _ in syllables]
    inks, origins, sizes = queries.inks(firsts), queries.origins(firsts), queries.font_sizes(firsts)
    for (first, end), bottom, y, size in zip(syllables, inks[2::4], origins[1::2], sizes, strict=True):
        if bottom - y > _LIFTED * size:
            yield from range(first, end)


def _overlaid(text: str, objects: Sequence[int | None], queries: TextQueries) -> Iterator[int]:
    """Yield the characters of signs that say their whole syllable, though its letter has said it before.

    Two syllables stand beside each other; such a sign stands over or under its letter.
    """
    found = []
    first = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and objects[end] == objects[first]:
            continue
        if 1 < end - first <= _LONGEST and _MAY_BE.match(text, first):
            before = text.rfind(text[first:end], max(0, first - 2 * _LONGEST), first)
            if before >= 0:
                found.append((before, first, end))
        first = end
    for before, first, end in found:
        left, right = _edges(range(before, before + end - first), queries)
        begin, stop = _edges(range(first, end), queries)
        if min(right, stop) - max(left, begin) > _SHARED * (stop - begin):
            yield from range(first, end)


def _edges(indexes: Sequence[int], queries: TextQueries) -> tuple[float, float]:
    inks = queries.inks(indexes)
    return min(inks[0::4]), max(inks[1::4])


def _around_blanks(characters: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the last character before each blank, and the one behind it, where both are of such scripts."""
    before = 0
    for index, character in enumerate(characters):
        if character == " " and index + 1 < len(characters):
            after = characters[index + 1]
            if _MAY_BE.match(characters[before]) and (_MAY_BE.match(after) or after in _PUNCTUATION):
                yield before, index + 1
        elif character != _LEFT_OUT:
            before = index


def _are_close(before: int, after: int, objects: Sequence[int | None], signs: _Signs, queries: TextQueries) -> bool:
    """Return True for characters next to each other, the first one with all signs of its syllable."""
    return _room(before, after, objects, signs, queries) < 2 * _GAP * queries.font_sizes([after])[0]


def _room(before: int, after: int, objects: Sequence[int | None], signs: _Signs, queries: TextQueries) -> float:
    """Return how far it is from the end of one character, with all signs of its syllable, to the next one."""
    boxes = queries.boxes([before, after])
    end = signs.ends.get(signs.marks.get(objects[before] or 0, 0), -math.inf)
    return boxes[4] - max(end, boxes[2])


def _missing(
    characters: Sequence[str],
    objects: Sequence[int | None],
    signs: _Signs,
    blanks: Sequence[int],
    queries: TextQueries,
) -> list[int]:
    """Return before which characters the file draws a blank that the text lacks."""
    if not blanks:
        return []
    own = [index for index, character in enumerate(characters) if character != _LEFT_OUT]
    return [
        after
        for before, after in pairwise(own)
        if objects[before] != objects[after]
        and _MAY_BE.match(characters[before])
        and _MAY_BE.match(characters[after])
        and _is_blank_between(objects[before], objects[after], signs, blanks)
        and _room(before, after, objects, signs, queries) > _NARROW * queries.font_sizes([after])[0]
    ]


def _is_blank_between(before: int | None, after: int | None, signs: _Signs, wordless: Sequence[int]) -> bool:
    """Return True if the file draws something without a text between two syllables."""
    first = signs.lasts.get(signs.marks.get(before or 0, 0), signs.places.get(before or 0, 0))
    last = signs.places.get(after or 0, 0)
    return bisect_right(wordless, first) < bisect_left(wordless, last)
