"""From PDFium's characters to segments of lines."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from williams_import_pdf.characters import is_line_end_hyphen, read_characters
from williams_import_pdf.document import OpenPage
from williams_import_pdf.fonts import FontTables
from williams_import_pdf.glyphs import GlyphReader
from williams_import_pdf.invisible import leave_out_invisible
from williams_import_pdf.model import LINE_END_HYPHEN, PageText, Segment
from williams_import_pdf.repair import clean
from williams_import_pdf.scripts import CJK, is_right_to_left
from williams_import_pdf.widths import is_piled_up

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
    """A word of a line: its characters from ``first`` up to ``end``, and where it begins and ends along the line."""

    first: int
    end: int
    left: float
    right: float
    invisible: bool


def _is_vertical(reader: GlyphReader, text: str, line: re.Match[str]) -> bool:
    """True for a column of Chinese or Japanese: its second character stands below its first."""
    first = line.start()
    if line.end() - first < 2 or not CJK.match(text[first]):
        return False
    (x, y), (next_x, next_y) = reader.origin(first), reader.origin(first + 1)
    return y - next_y > 2 * abs(x - next_x)


def _words(reader: GlyphReader, text: str, line: re.Match[str], turns: int, page: PageText) -> Iterator[Word]:
    """Yield a line's words but for those that viewers do not show, which are noted on the page.

    A line that runs over the edge of the sheet itself does so by mistake: its words belong together.
    """
    spans = [found.span() for found in _WORD.finditer(text, line.start(), line.end())]
    begun = False
    for (first, end), box in zip(spans, reader.boxes(spans), strict=True):
        if not math.isfinite(sum(box)):
            continue
        if not reader.is_shown(box) and (reader.cropped or not begun):
            page.outside.append(text[first:end])
            continue
        begun = True
        if is_piled_up(box, end - first, turns):
            page.piled_up += end - first
        ink = reader.ink(first)
        if ink.white and not reader.backgrounds.behind(box):
            page.hidden.append(text[first:end])
            continue
        left, right = box.along(turns)
        yield Word(first, end, left, right, ink.invisible)


def _split(words: Iterable[Word], size: float, leftwards: bool) -> Iterator[list[Word]]:
    """Part a line where a gap is wider than a word space, or where the text jumps back."""
    run: list[Word] = []
    widest = _GAP * size
    for word in words:
        if run:
            before = run[-1]
            gap = before.left - word.right if leftwards else word.left - before.right
            if not -size < gap < widest or word.invisible != before.invisible:
                yield run
                run = []
        run.append(word)
    if run:
        yield run


def _whole(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _segment(reader: GlyphReader, text: str, words: list[Word], turns: int) -> Segment:
    longest = max(words, key=lambda word: word.end - word.first)
    said = _whole(" ".join([text[word.first : word.end] for word in words]))
    style = reader.style(longest.first)
    return Segment(
        text=clean(said) + LINE_END_HYPHEN * (said[-1] in _HYPHENS),
        left=min([word.left for word in words]),
        right=max([word.right for word in words]),
        baseline=reader.baseline(longest.first, turns),
        size=style.size,
        invisible=longest.invisible,
        weight=min(style.weight, reader.style(words[0].first).weight, reader.style(words[-1].end - 1).weight),
    )


def _within(run: list[Word], indexes: set[int]) -> int:
    """Count which of the page's characters at ``indexes`` a run has; at the edge of a word they are no part of it."""
    if not indexes:
        return 0
    first, end = run[0].first, run[-1].end
    while first - 1 in indexes:
        first -= 1
    while end in indexes:
        end += 1
    return len(indexes.intersection(range(first, end)))


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
    found = PageText(
        number, [], unreadable=len(characters.unreadable), guessed=len(characters.guessed), characters=len(text)
    )
    twins = _Twins()
    over_picture: dict[int, bool] = {}
    for line, turns in lines:
        frame = max(turns, 0)
        leftwards = is_right_to_left(line.group())
        words = _words(reader, text, line, frame, found)
        for run in _split(words, reader.style(line.start()).size, leftwards):
            segment = _segment(reader, text, run, frame)
            segment.turned = turns != main
            segment.unreadable = _within(run, characters.unreadable)
            segment.guessed = _within(run, characters.guessed)
            if segment.text and twins.is_new(segment):
                found.segments.append(segment)
                if segment.invisible:
                    over_picture[id(segment)] = reader.is_over_picture(run[0].first, run[0].end)
    return leave_out_invisible(found, over_picture)
