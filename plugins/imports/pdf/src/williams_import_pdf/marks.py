"""Puts raised marks, such as those of footnotes, on the line that they belong to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from williams_import_pdf.model import PageText, Segment
from williams_import_pdf.raised import is_mark

_SMALLER = 0.85
_HIGHEST = 0.75
_NEAR = 0.35
"""Of the line's font size: how high a mark stands at most, and how far from the line's end."""
_LONGEST = 24
"""Characters; what is longer is a line of its own."""


def _belongs(mark: Segment, line: Segment) -> bool:
    raised = 0 < mark.baseline - line.baseline < _HIGHEST * line.size
    return raised and mark.size <= _SMALLER * line.size and abs(mark.left - line.right) < _NEAR * line.size


def attach_marks(page: PageText) -> PageText:
    """Let each raised mark stand right behind its line's last word, on the same baseline."""
    largest = max([segment.size for segment in page.segments], default=0.0)
    small = [one for one in page.segments if one.size <= _SMALLER * largest and len(one.text) <= _LONGEST]
    if not small:
        return page
    gone: set[int] = set()
    by_end = sorted(page.segments, key=attrgetter("right"))
    ends = [segment.right for segment in by_end]
    reach = _NEAR * largest
    for mark in small:
        near = by_end[bisect_left(ends, mark.left - reach) : bisect_right(ends, mark.left + reach)]
        line = next((one for one in near if one is not mark and id(one) not in gone and _belongs(mark, one)), None)
        if line is not None:
            if is_mark(mark.text):
                line.marks += ((len(line.text), mark.text),)
            line.text += mark.text
            line.right = mark.right
            gone.add(id(mark))
    return page.with_segments([segment for segment in page.segments if id(segment) not in gone]) if gone else page
