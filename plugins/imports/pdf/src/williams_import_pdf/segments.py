"""From PDFium's characters to segments of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from williams_import_pdf.characters import is_line_end_hyphen, read_characters
from williams_import_pdf.document import OpenPage
from williams_import_pdf.fonts import FontTables
from williams_import_pdf.glyphs import Box, GlyphReader
from williams_import_pdf.ink import Ink
from williams_import_pdf.invisible import leave_out_invisible
from williams_import_pdf.model import LINE_END_HYPHEN, PageText, Segment
from williams_import_pdf.repair import clean
from williams_import_pdf.scripts import CJK, is_right_to_left

_LINE = re.compile("[^\\s\xa0\x02\ufffe][^\r\n\x02\ufffe]*[\x02\ufffe]?")
_WORD = re.compile(r"(?:[.·] ){3,}[.·]?|[^\s\xa0]+")
"""Dot leaders count as one word, or they cost more than the text."""
_HYPHENS = "\x02\ufffe\xad"
_HYPHEN = re.compile("[\x02\ufffe]")
_GAP = 0.75
"""Of the font size. Word spaces of justified text stay under it, gutters and table cells do not."""
_TWIN = 0.1
"""Of the font size: text that is drawn twice, to look bold, stands at most so far from itself."""


class Word(NamedTuple):
    """A word of a line; ``first`` and ``last`` are indexes, ``left`` and ``right`` are along the line."""

    text: str
    first: int
    last: int
    left: float
    right: float
    box: Box
    ink: Ink


def _is_vertical(reader: GlyphReader, text: str, line: re.Match[str]) -> bool:
    """True for a column of Chinese or Japanese: its second character stands below its first."""
    first = line.start()
    if line.end() - first < 2 or not CJK.match(text[first]):
        return False
    (x, y), (next_x, next_y) = reader.origin(first), reader.origin(first + 1)
    return y - next_y > 2 * abs(x - next_x)


def _words(reader: GlyphReader, text: str, line: re.Match[str], turns: int) -> Iterator[Word]:
    for found in _WORD.finditer(text, line.start(), line.end()):
        first, end = found.span()
        box = reader.box(first, end - 1, turns)
        if box.is_finite():
            left, right = box.along(turns)
            yield Word(found.group(), first, end - 1, left, right, box, reader.ink(first))


def _split(words: Iterable[Word], size: float, leftwards: bool) -> Iterator[list[Word]]:
    """Part a line where a gap is wider than a word space, or where the text jumps back."""
    run: list[Word] = []
    for word in words:
        if run:
            gap = run[-1].left - word.right if leftwards else word.left - run[-1].right
            if not -size < gap < _GAP * size or word.ink.invisible != run[-1].ink.invisible:
                yield run
                run = []
        run.append(word)
    if run:
        yield run


def _whole(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _segment(reader: GlyphReader, words: list[Word], turns: int) -> Segment:
    longest = max(words, key=lambda word: len(word.text))
    text = _whole(" ".join(word.text for word in words))
    broken = text[-1] in _HYPHENS
    style = reader.style(longest.first)
    return Segment(
        text=clean(text) + LINE_END_HYPHEN * broken,
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        baseline=reader.baseline(longest.first, turns),
        size=style.size,
        invisible=longest.ink.invisible,
        weight=min(style.weight, reader.style(words[0].first).weight, reader.style(words[-1].last).weight),
    )


class _Twins:
    """Knows what was drawn before at the same place."""

    def __init__(self) -> None:
        self._drawn: dict[str, list[Segment]] = {}

    def is_new(self, segment: Segment) -> bool:
        near = _TWIN * segment.size
        places = self._drawn.setdefault(segment.text, [])
        if any(abs(one.left - segment.left) < near and abs(one.baseline - segment.baseline) < near for one in places):
            return False
        places.append(segment)
        return True


def _shown(reader: GlyphReader, words: Iterable[Word], page: PageText) -> Iterator[Word]:
    """Leave out what viewers do not show, and note it on the page."""
    inside = False
    for word in words:
        if not reader.is_shown(word.box, inside):
            page.outside.append(word.text)
            continue
        inside = True
        if word.ink.white and not reader.backgrounds.behind(word.box):
            page.hidden.append(word.text)
        else:
            yield word


def _main_direction(lines: list[tuple[re.Match[str], int]]) -> int:
    lengths: Counter[int] = Counter()
    for line, turns in lines:
        lengths[turns] += line.end() - line.start()
    return lengths.most_common(1)[0][0] if lengths else 0


def read_segments(page: OpenPage, number: int, tables: FontTables) -> PageText:
    """Read a page's segments, in the order of the file. ``number`` counts from 1."""
    reader = GlyphReader(page)
    characters = read_characters(page.text, tables)
    text = _HYPHEN.sub(
        lambda found: found.group() if is_line_end_hyphen(page.text, characters.text, found.start()) else " ",
        characters.text,
    )
    lines = [
        (line, 1 if _is_vertical(reader, text, line) else reader.style(line.start()).turns)
        for line in _LINE.finditer(text)
    ]
    main = _main_direction(lines)
    found = PageText(number, [], unreadable=characters.unreadable, guessed=characters.guessed, characters=len(text))
    twins = _Twins()
    over_picture: dict[int, bool] = {}
    for line, turns in lines:
        frame = max(turns, 0)
        leftwards = is_right_to_left(line.group())
        words = _shown(reader, _words(reader, text, line, frame), found)
        for run in _split(words, reader.style(line.start()).size, leftwards):
            segment = _segment(reader, run, frame)
            segment.turned = turns != main
            if segment.text and twins.is_new(segment):
                found.segments.append(segment)
                if segment.invisible:
                    over_picture[id(segment)] = reader.backgrounds.picture_behind(run[0].box)
    return leave_out_invisible(found, over_picture)
