"""Puts drop caps back in front of their words."""

from __future__ import annotations

import re
import statistics
from typing import Final

from williams_import_pdf.model import PageText, Segment

_LARGER: Final = 1.8
_INITIAL: Final = re.compile(r"[\"'“„«‹‘¿¡(]{0,2}\s?[^\W\d_]['’]?")
"""A letter, with the mark that opens a quotation before it or the apostrophe behind it."""
_SHORT: Final = 4
_DEEPEST: Final = 0.45
"""Of its size: how far below the last line beside it an initial may stand that does not stand on it."""


def _beside(initial: Segment, segment: Segment) -> bool:
    """True for a line that was set in because of the initial."""
    near = initial.right - 2 <= segment.left <= initial.right + initial.size
    lowest, highest = initial.baseline - _DEEPEST * initial.size, initial.baseline + initial.size
    if segment.baseline > initial.baseline + 0.3 * initial.size and segment.right > initial.right + initial.size:
        # Some programs let the first line begin where the initial does.
        near = initial.left - 2 <= segment.left <= initial.right + initial.size
    return near and lowest <= segment.baseline <= highest


def _is_dropped(initial: Segment, beside: list[Segment], segments: list[Segment]) -> bool:
    """True if the initial stands on the line of its last row, or if the rows below begin where it begins.

    A big letter in a figure does neither.
    """
    if any(abs(segment.baseline - initial.baseline) < 0.35 * segment.size for segment in beside):
        return True
    if len(beside) < 2:
        return False
    lowest = min(segment.baseline for segment in beside)
    leading = 1.7 * beside[0].size
    return any(
        abs(segment.left - initial.left) < 0.35 * initial.size and 0 < lowest - segment.baseline < leading
        for segment in segments
        if segment.size == beside[0].size
    )


def attach_initials(page: PageText) -> PageText:
    """Return the page with each drop cap joined to the first line beside it, and those lines back at its edge."""
    if len(page.segments) < 3:
        return page
    capitals = [one for one in page.segments if len(one.text) <= _SHORT and _is_initial(one.text)]
    if not capitals:
        return page
    usual = statistics.median(segment.size for segment in page.segments)
    segments = page.segments
    for initial in [segment for segment in capitals if segment.size >= _LARGER * usual]:
        beside = [segment for segment in segments if segment is not initial and _beside(initial, segment)]
        if not _is_dropped(initial, beside, segments):
            continue
        first = max(beside, key=lambda segment: segment.baseline)
        first.text = initial.text + first.text
        for segment in beside:
            segment.left = initial.left
        segments = [segment for segment in segments if segment is not initial]
    return page.with_segments(segments)


def _is_initial(text: str) -> bool:
    return text.isupper() and bool(_INITIAL.fullmatch(text))
