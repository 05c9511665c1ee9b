"""Signs that keep letters apart, or join them, and that nobody sees: PDFium leaves out what is drawn without ink.

Browsers draw such a sign as a blank without width, and write beside it what that stands for.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

_SIGNS: Final = {b"\xfe\xff\x20\x0c": "\u200c", b"\xfe\xff\x20\x0d": "\u200d"}
"""The joiners, as files write them."""
_BYTES: Final = 4
_MOST_OBJECTS: Final = 50_000
_NEAR: Final = 0.1
"""Points: a sign stands where the letter before it does."""


class Joiners:
    """The joiners of a page that its text lacks, by where they stand, in points."""

    def __init__(self, page: Any) -> None:
        self._lines: dict[int, list[tuple[float, str]]] = defaultdict(list)
        matrix = pdfium.FS_MATRIX()
        for place in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
            drawn = pdfium.FPDFPage_GetObject(page, place)
            sign = _sign(drawn) if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT else None
            if sign and pdfium.FPDFPageObj_GetMatrix(drawn, matrix):
                self._lines[round(matrix.f)].append((matrix.e, sign))
        for line in self._lines.values():
            line.sort()

    def within(self, left: float, right: float, level: float) -> list[tuple[float, str]]:
        """Return the joiners on a line between two places, each with its own."""
        line = self._lines.get(round(level), [])
        return line[bisect_left(line, (left - _NEAR, "")) : bisect_left(line, (right + _NEAR, ""))]


def _sign(drawn: Any) -> str | None:
    """Return the joiner that a drawing stands for."""
    count = pdfium.FPDFPageObj_CountMarks(drawn)
    if count <= 0:
        return None
    room, length = (ctypes.c_ubyte * _BYTES)(), ctypes.c_ulong()
    mark = pdfium.FPDFPageObj_GetMark(drawn, count - 1)
    known = pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", room, _BYTES, length)
    return _SIGNS.get(bytes(room)) if known and length.value == _BYTES else None


def joined_at(places: Sequence[float], joiners: Sequence[tuple[float, str]]) -> dict[int, str]:
    """Return the joiners within a word that runs to the left, each by the index of the character that it goes before.

    ``places`` has where each character stands, whichever end the word is written from. A joiner stands at the place of
    the letter that is read before it, and with that one's marks. Behind a word it does nothing.
    """
    found = {}
    known: dict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places if joiners else ()):
        known[round(place / _NEAR)].append(index)
    for place, sign in joiners:
        unit = round(place / _NEAR)
        same = known.get(unit) or known.get(unit - 1) or known.get(unit + 1)
        if same:
            first, end = same[0], same[-1] + 1
            is_from_the_left = places[first - 1] < place if first else end < len(places) and places[end] > place
            index = first if is_from_the_left else end
            if 0 < index < len(places):
                found[index] = sign
    return found
