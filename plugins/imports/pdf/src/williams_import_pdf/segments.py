"""From PDFium's characters to segments of lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

from williams_import_pdf.accents import with_accents
from williams_import_pdf.boxes import Box
from williams_import_pdf.cells import parted_at_cells
from williams_import_pdf.characters import is_line_end_hyphen, read_characters
from williams_import_pdf.clusters import with_whole_syllables
from williams_import_pdf.document import OpenPage
from williams_import_pdf.fonts import FontTables
from williams_import_pdf.glyphs import GlyphReader
from williams_import_pdf.invisible import leave_out_invisible
from williams_import_pdf.model import LINE_END_HYPHEN, PageText, Segment
from williams_import_pdf.raised import mark_raised
from williams_import_pdf.repair import clean
from williams_import_pdf.runs import LineReader, Run
from williams_import_pdf.structure import Element, is_artifact, marked_content, read_elements
from williams_import_pdf.words import Words

_HYPHENS = "\x02\ufffe\xad"
_HYPHEN = re.compile("[\x02\ufffe]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TWIN = 0.1
"""Of the font size: text that is drawn twice, to look bold, stands at most so far from itself."""


def _whole(text: str) -> str:
    """Put surrogates together, which PDFium counts as two characters."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _within(run: Run, indexes: set[int]) -> int:
    """Count which of the page's characters at ``indexes`` a run has; at the edge of a word they are no part of it."""
    if not indexes:
        return 0
    first, end = run.first, run.end
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
        places = self._drawn.get(segment.text)
        if places is None:
            self._drawn[segment.text] = [segment]
            return True
        near = _TWIN * segment.size
        if any(abs(one.left - segment.left) < near and abs(one.baseline - segment.baseline) < near for one in places):
            return False
        places.append(segment)
        return True


def _main_direction(lines: LineReader, words: Words) -> int:
    directions = set(lines.turns)
    if len(directions) == 1:
        return directions.pop()
    lengths: Counter[int] = Counter()
    for (first, end), turns in zip(words.lines, lines.turns, strict=True):
        lengths[turns] += words.ends[end - 1] - words.firsts[first]
    return lengths.most_common(1)[0][0] if lengths else 0


def _segments(reader: GlyphReader, lines: LineReader, words: Words, runs: list[Run]) -> list[Segment]:
    """Return a segment for each run; its size and its place are those of its longest word."""
    asked = [run.longest for run in runs] + [run.opening for run in runs]
    indexes = [words.firsts[word] for word in asked]
    ends = [run.end - 1 for run in runs]
    drawings = [lines.drawings[word] for word in asked] + reader.drawings(ends)
    styles = reader.styles(drawings, indexes + ends)
    count = len(runs)
    places = reader.queries.origins(indexes[:count])
    whole = _whole if _SURROGATE.search(words.text) else str
    return [
        Segment(
            clean(whole(run.said)) + LINE_END_HYPHEN * (run.said[-1] in _HYPHENS),
            run.left,
            run.right,
            (y, x, -y, -x)[run.turns] if run.turns > 0 else y,
            style.size,
            style.weight if style is opening is end else min(style.weight, opening.weight, end.weight),
            invisible=run.invisible,
            is_math=style.is_math or opening.is_math or end.is_math,
        )
        for run, style, opening, end, x, y in zip(
            runs, styles, styles[count:], styles[2 * count :], places[0::2], places[1::2], strict=False
        )
    ]


def _tag(
    elements: Mapping[int, Element], lines: LineReader, words: Words, runs: list[Run], segments: list[Segment]
) -> None:
    """Give each segment the element that all its words stand in, or say that all are marked as no part of the text."""
    for run, segment in zip(runs, segments, strict=True):
        drawings = {lines.drawings[word] for word in range(run.opening, bisect_left(words.firsts, run.end))}
        found = {id(one): one for one in map(elements.get, map(marked_content, drawings))}
        segment.element = next(iter(found.values())) if len(found) == 1 else None
        segment.is_artifact = not any(found.values()) and all(map(is_artifact, drawings))


def read_segments(page: OpenPage, number: int, tables: FontTables, listed: frozenset[str] = frozenset()) -> PageText:
    """Read a page's segments, in the order of the file. ``number`` counts from 1.

    ``listed`` are the marks of notes at the document's end.
    """
    reader = GlyphReader(page)
    characters = read_characters(page.text, reader.queries, tables)
    text = _HYPHEN.sub(
        lambda found: found.group() if is_line_end_hyphen(page.text, characters.text, found.start()) else " ",
        characters.text,
    )
    found = PageText(
        number, [], unreadable=len(characters.unreadable), guessed=len(characters.guessed), characters=len(text)
    )
    found.box, found.rotation = Box(page.box.left, page.box.bottom, page.box.right, page.box.top), page.rotation
    text, breaks = with_whole_syllables(with_accents(text, reader.queries), page.handle, reader.queries)
    words = Words(text, reader.queries, breaks)
    lines = LineReader(reader, words, found)
    main = found.turns = _main_direction(lines, words)
    twins = _Twins()
    over_picture: dict[int, bool] = {}
    elements = read_elements(page.tags) if page.tags else {}
    runs = list(parted_at_cells(lines.runs(), elements, lines, words) if elements else lines.runs())
    is_doubtful = bool(characters.unreadable or characters.guessed)
    segments = _segments(reader, lines, words, runs)
    mark_raised(reader, text, runs, segments, listed)
    if page.tags:
        _tag(elements, lines, words, runs, segments)
        found.described = any(element.alt for element in elements.values())
    for run, segment in zip(runs, segments, strict=True):
        segment.turned = run.turns != main
        if is_doubtful:
            segment.unreadable = _within(run, characters.unreadable)
            segment.guessed = _within(run, characters.guessed)
        if segment.text and twins.is_new(segment):
            found.segments.append(segment)
            if segment.invisible:
                over_picture[id(segment)] = lines.is_over_picture(run)
    return leave_out_invisible(found, over_picture)
