"""Parts the lines of a page where a gap is wider than a word space, or where the text jumps back."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from williams_import_pdf.boxes import Box
from williams_import_pdf.embedded import Word, as_read, from_the_right
from williams_import_pdf.glyphs import GlyphReader
from williams_import_pdf.ink import BLACK
from williams_import_pdf.joiners import Joiners, joined_at
from williams_import_pdf.model import PageText
from williams_import_pdf.scripts import CJK, FIRST_CJK, holds_right_to_left, is_right_to_left
from williams_import_pdf.spaced_out import are_letters, closed_up
from williams_import_pdf.widths import is_piled_up, may_be_piled_up
from williams_import_pdf.words import Words

_SPACED = 4
"""Words of one letter, without which nothing is spaced out."""
_GAP = 0.75
"""Of the font size. Word spaces of justified text stay under it, gutters and table cells do not."""


class Run(NamedTuple):
    """Words of a line that follow each other: their characters from ``first`` up to ``end``, and where they stand.

    ``longest`` is the number of the longest word, ``opening`` that of the first one. ``turns`` is -1 for text that runs
    in none of the four directions.
    """

    said: str
    first: int
    end: int
    opening: int
    longest: int
    left: float
    right: float
    turns: int
    invisible: bool = False


class _Word(NamedTuple):
    number: int
    left: float
    right: float
    invisible: bool


class LineReader:
    """Reads the lines of one page, and notes on the page what viewers do not show of them."""

    def __init__(self, reader: GlyphReader, words: Words, page: PageText) -> None:
        self._reader, self._words, self._page = reader, words, page
        page.may_run_left = holds_right_to_left(words.text)
        self.drawings = reader.drawings(words.firsts)
        self._inks = reader.unusual_inks(self.drawings, words.firsts)
        begins = [first for first, _ in words.lines]
        self._styles = reader.styles([self.drawings[word] for word in begins], [words.firsts[word] for word in begins])
        self.turns = [
            1 if words.text[words.firsts[first]] >= FIRST_CJK and self._is_vertical(first, end) else style.turns
            for (first, end), style in zip(words.lines, self._styles, strict=True)
        ]
        self._turn_what_is_left_of_columns()

    def runs(self) -> Iterator[Run]:
        lefts, rights, gaps_of_page = self._words.lefts, self._words.rights, self._words.gaps
        for (first, end), style, turns in zip(self._words.lines, self._styles, self.turns, strict=True):
            left, right = min(lefts[first:end]), max(rights[first:end])
            if turns or not self._is_plain(first, end, left, right):
                yield from self._other_runs(first, end, style.size, turns)
                continue
            gaps = gaps_of_page[first : end - 1]
            if not gaps or (max(gaps) < _GAP * style.size and min(gaps) > -style.size):
                yield self._run(first, end, left, right)
            else:
                yield from self._parted(first, gaps, style.size, self._is_spaced(first, end))

    def _turn_what_is_left_of_columns(self) -> None:
        """Let single characters of Chinese or Japanese run down as the other lines of their page do."""
        if 1 not in self.turns:
            return
        words = self._words
        for number, (first, end) in enumerate(words.lines):
            begin = words.firsts[first]
            if words.ends[end - 1] - begin == 1 and words.text[begin] >= FIRST_CJK and CJK.match(words.text, begin):
                self.turns[number] = 1

    def _is_vertical(self, first: int, end: int) -> bool:
        """True for a column of Chinese or Japanese: its second character stands below its first."""
        begin = self._words.firsts[first]
        if not CJK.match(self._words.text, begin) or self._words.ends[end - 1] - begin < 2:
            return False
        (x, y), (next_x, next_y) = self._reader.origin(begin), self._reader.origin(begin + 1)
        return y - next_y > 2 * abs(x - next_x)

    def _is_plain(self, first: int, end: int, left: float, right: float) -> bool:
        """True for a line that is shown, has the usual ink and does not run to the left."""
        words = self._words
        if not words.are_finite or (self._inks and not self._inks.keys().isdisjoint(self.drawings[first:end])):
            return False
        shown = self._reader.shown
        if left < shown.left or right > shown.right:
            return False
        if words.bottoms[first] < shown.bottom or words.tops[first] > shown.top:
            return False
        return not (self._page.may_run_left and is_right_to_left(words.said(first, end)))

    def _parted(self, first: int, gaps: list[float], size: float, is_spaced: bool) -> Iterator[Run]:
        lefts, rights, widest = self._words.lefts, self._words.rights, _GAP * size
        for number, gap in enumerate([*gaps, math.inf], first + 1):
            if not -size < gap < widest:
                yield self._run(first, number, min(lefts[first:number]), max(rights[first:number]), is_spaced)
                first = number

    def _run(self, first: int, end: int, left: float, right: float, is_spaced: bool = False) -> Run:
        words = self._words
        lengths = words.lengths[first:end]
        longest = first + lengths.index(max(lengths))
        begin, close = words.firsts[first], words.ends[end - 1]
        if may_be_piled_up(right - left, words.tops[longest] - words.bottoms[longest], close - begin):
            self._note_piled_up(range(first, end))
        spaced = is_spaced or lengths.count(1) >= _SPACED
        said = self._closed_up(first, end, is_spaced) if spaced and end - first > 1 else words.said(first, end)
        return Run(said, begin, close, first, longest, left, right, 0)

    def _closed_up(self, first: int, end: int, is_spaced: bool) -> str:
        """Return the text of a run, spaced letters as the words that they make; its line may have nothing else."""
        words = self._words
        said = [words.said(number, number + 1) for number in range(first, end)]
        gaps = words.gaps[first : end - 1]
        if is_spaced:
            return " ".join(closed_up(said, gaps, lambda _: True, 2))
        return " ".join(closed_up(said, gaps, lambda joints: self._are_made_up(first, joints)))

    def _is_spaced(self, first: int, end: int) -> bool:
        words = self._words
        if max(words.lengths[first:end]) > 2 or end - first < _SPACED:
            return False
        return are_letters([words.said(number, number + 1) for number in range(first, end)])

    def _are_made_up(self, first: int, joints: Sequence[int]) -> bool:
        """Return True if PDFium made up the blanks behind words, which count from the one ``first`` of a line."""
        return all(self._reader.queries.generated([self._words.ends[first + joint] for joint in joints]))

    def _note_piled_up(self, numbers: Iterable[int], turns: int = 0) -> None:
        for number in numbers:
            length = self._words.lengths[number]
            if is_piled_up(self._words.box(number), length, turns) and self._has_no_marks(number):
                self._page.piled_up += length

    def _has_no_marks(self, number: int) -> bool:
        """Return True for a word of letters alone; marks stand over them, and take no room."""
        return not any(map(unicodedata.combining, self._words.said(number, number + 1)))

    def _other_runs(self, first: int, end: int, size: float, turns: int) -> Iterator[Run]:
        leftwards = is_right_to_left(self._words.said(first, end))
        words: Iterable[_Word] = self._shown_words(first, end, max(turns, 0), leftwards)
        for run in _split(_from_the_right(list(words), size) if leftwards else words, size, leftwards):
            yield self._run_of(run, size, turns, leftwards)

    def _shown_words(self, first: int, end: int, turns: int, leftwards: bool) -> Iterator[_Word]:
        """Yield a line's words but for those that viewers do not show, which are noted on the page.

        A line that runs over the edge of the sheet itself does so by mistake: its words belong together.
        """
        words, page = self._words, self._page
        begun = False
        for number in range(first, end):
            box = self._whole_box(number) if leftwards else words.box(number)
            if not math.isfinite(sum(box)):
                continue
            if not self._reader.is_shown(box) and (self._reader.cropped or not begun):
                page.outside.append(words.said(number, number + 1))
                continue
            begun = True
            self._note_piled_up([number], turns)
            ink = self._inks.get(self.drawings[number], BLACK)
            if ink.white and not self._reader.backgrounds.behind(box):
                page.hidden.append(words.said(number, number + 1))
                continue
            left, right = box.along(turns)
            yield _Word(number, left, right, ink.invisible)

    def _whole_box(self, number: int) -> Box:
        """Of all characters: those of a word that runs to the right may end in a mark that the line puts before it."""
        found = self._reader.queries.boxes(range(self._words.firsts[number], self._words.ends[number]))
        lefts, tops, rights, bottoms = (found.tolist()[edge::4] for edge in range(4))
        return Box(min(lefts), min(bottoms), max(rights), max(tops))

    def _run_of(self, run: list[_Word], size: float, turns: int, leftwards: bool) -> Run:
        words = self._words
        if leftwards:
            said = as_read([self._leftwards(word.number, max(turns, 0)) for word in run], size)
        else:
            said = [words.said(word.number, word.number + 1) for word in run]
        longest = max(run, key=lambda word: words.lengths[word.number])
        first, last = run[0].number, run[-1].number
        return Run(
            " ".join(said),
            words.firsts[first],
            words.ends[last],
            first,
            longest.number,
            min([word.left for word in run]),
            max([word.right for word in run]),
            turns,
            longest.invisible,
        )

    def _leftwards(self, number: int, turns: int) -> Word:
        """Return a word whose signs the file may write from the left, if they are Hebrew or Arabic as they are read."""
        indexes = range(self._words.firsts[number], self._words.ends[number])
        said, queries = self._words.said(number, number + 1), self._reader.queries
        found = queries.boxes(indexes).tolist()
        edges = zip(found[0::4], found[3::4], found[2::4], found[1::4], strict=True)
        spans = [Box(*each).along(turns) for each in edges]
        if len(indexes) < 2 or not holds_right_to_left(said):
            return Word(said, spans)
        origins = queries.origins(indexes).tolist()
        lefts, level = origins[0::2], origins[1]
        near = self._joiners.within(min(lefts), max(lefts), level)
        for index, sign in sorted(joined_at(lefts, near).items(), reverse=True):
            beside = index if lefts[index - 1] < lefts[index] else index - 1
            said = said[:index] + sign + said[index:]
            spans.insert(index, spans[beside])
            lefts.insert(index, lefts[beside])
        return Word(from_the_right(said, lefts), spans)

    @cached_property
    def _joiners(self) -> Joiners:
        return Joiners(self._reader.page)

    def is_over_picture(self, run: Run) -> bool:
        (left, top, right, bottom), (last_left, last_top, last_right, last_bottom) = (
            self._reader.queries.boxes([index]) for index in (run.first, run.end - 1)
        )
        box = Box(min(left, last_left), min(bottom, last_bottom), max(right, last_right), max(top, last_top))
        return self._reader.backgrounds.picture_behind(box)


def _from_the_right(words: list[_Word], size: float) -> list[_Word]:
    """Return words by their places, as files may write signs behind the words between which they stand.

    Words that lie on one another stay as they are written: a line that is drawn twice is two.
    """
    found = sorted(words, key=lambda word: -word.right)
    if any(before.left - after.right < -size / 2 for before, after in pairwise(found)):
        return words
    return found


def _split(words: Iterable[_Word], size: float, leftwards: bool) -> Iterator[list[_Word]]:
    run: list[_Word] = []
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
