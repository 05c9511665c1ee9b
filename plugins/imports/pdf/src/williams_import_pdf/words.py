"""The words of a page and where they stand."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise, repeat
from operator import add, le, sub

from williams_import_pdf.boxes import Box
from williams_import_pdf.queries import TextQueries
from williams_import_pdf.scripts import is_evenly_spaced

_LINE = re.compile("[^\\s\xa0\x02\ufffe][^\r\n\x02\ufffe]*[\x02\ufffe]?")
_STRETCH = re.compile("([^\x02\ufffe]+)[\x02\ufffe]?")
"""Whole lines, up to a hyphen that PDFium found at a line's end: no other sign ends that line."""
_WORD = re.compile(r"(?:[.·] ){3,}[.·]?|[^\s\xa0]+")
"""Dot leaders count as one word, or they cost more than the text."""
_UNEVEN = ("  ", ". . ", "· ", " \r", "\n ", "\n\r")
"""Where blanks and line ends do not each part two words."""


def _are_even(lines: str) -> bool:
    """True if single blanks and line ends, and nothing else, part the words of lines; dot leaders are for others."""
    if not lines or lines[0] == " " or lines[-1] in " \n" or any(sign in lines for sign in _UNEVEN):
        return False
    return lines.replace("\r\n", "").isprintable()


class Words:
    """The words of a page, in the order of its text, as columns of numbers: most of them only count by the line.

    Word ``n`` has the characters from ``firsts[n]`` up to ``ends[n]``; ``lines`` has the words from one up to another
    one that each line has. Boxes are those around a word's first and last character: asking for all is slower.
    """

    def __init__(self, text: str, queries: TextQueries, breaks: Sequence[int] = ()) -> None:
        """Read the words of a text, which lacks the blanks before the characters ``breaks``, in their order."""
        self.text = text
        self._breaks = breaks
        self.firsts: list[int] = []
        self.ends: list[int] = []
        self.lines: list[tuple[int, int]] = []
        self._find()
        if breaks:
            self._part()
        self.lengths = list(map(sub, self.ends, self.firsts))
        begins = queries.boxes(self.firsts).tolist()
        closes = queries.boxes(list(map(sub, self.ends, repeat(1)))).tolist()
        self.are_finite = math.isfinite(sum(begins)) and math.isfinite(sum(closes))
        self._begins, self._closes = begins, closes
        self.tops, self.bottoms = begins[1::4], begins[3::4]
        self.lefts, self.rights = begins[0::4], closes[2::4]
        lasts, starts = closes[0::4], begins[2::4]
        if not (all(map(le, self.lefts, lasts)) and all(map(le, starts, self.rights))):
            self.lefts = list(map(min, self.lefts, lasts))
            self.rights = list(map(max, starts, self.rights))

    def _find(self) -> None:
        for stretch in _STRETCH.finditer(self.text):
            lines = stretch.group(1).lstrip("\r\n")
            begin, hyphen = stretch.end(1) - len(lines), stretch.end() - stretch.end(1)
            lines = lines if hyphen else lines.rstrip("\r\n")
            if _are_even(lines):
                self._add_even(lines, begin, hyphen)
            else:
                for line in _LINE.finditer(self.text, *stretch.span()):
                    self._add_line(*line.span())

    def _add_even(self, lines: str, begin: int, hyphen: int) -> None:
        """Add the words of even lines all at once; a ``hyphen`` of one character ends the last of them."""
        lengths = list(map(len, lines.replace("\r\n", "\n ").split(" ")))
        stops = list(map(add, accumulate(lengths), range(begin, begin + len(lengths))))
        number = len(self.firsts)
        self.firsts += map(sub, stops, lengths)
        self.ends += stops
        for line in lines.split("\r\n"):
            end = number + line.count(" ") + 1
            self.lines.append((number, end))
            self.ends[end - 1] -= 1
            number = end
        self.ends[-1] += 1 + hyphen

    def _add_line(self, begin: int, end: int) -> None:
        number = len(self.firsts)
        for first, stop in [found.span() for found in _WORD.finditer(self.text, begin, end)]:
            self.firsts.append(first)
            self.ends.append(stop)
        self.lines.append((number, len(self.firsts)))

    def _part(self) -> None:
        """Part words before the characters where the text lacks a blank."""
        parts = [self._parts(first, end) for first, end in zip(self.firsts, self.ends, strict=True)]
        places = [0, *accumulate(map(len, parts))]
        self.firsts = [part[0] for word in parts for part in word]
        self.ends = [part[1] for word in parts for part in word]
        self.lines = [(places[first], places[end]) for first, end in self.lines]

    def _parts(self, first: int, end: int) -> list[tuple[int, int]]:
        within = self._breaks[bisect_right(self._breaks, first) : bisect_left(self._breaks, end)]
        return list(pairwise([first, *within, end]))

    @cached_property
    def gaps(self) -> list[float]:
        """How far it is from each word's right edge to the next one's left edge."""
        return list(map(sub, self.lefts[1:], self.rights))

    def box(self, word: int) -> Box:
        left, top, right, bottom = self._begins[4 * word : 4 * word + 4]
        last_left, last_top, last_right, last_bottom = self._closes[4 * word : 4 * word + 4]
        return Box(min(left, last_left), min(bottom, last_bottom), max(right, last_right), max(top, last_top))

    def said(self, first: int, end: int) -> str:
        """Return the text of neighbouring words with a blank between any two of them."""
        said = self.text[self.firsts[first] : self.ends[end - 1]]
        if not self._breaks and is_evenly_spaced(said):
            return said
        return " ".join([self.text[self.firsts[word] : self.ends[word]] for word in range(first, end)])
