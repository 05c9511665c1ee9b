"""Puts drop caps back in front of their words."""

from __future__ import annotations

import statistics

from williams_import_pdf.model import PageText, Segment

_LARGER = 1.8


def _beside(initial: Segment, segment: Segment) -> bool:
    """True for a line that was set in because of the initial."""
    near = initial.right - 2 <= segment.left <= initial.right + initial.size
    return near and initial.baseline - 2 <= segment.baseline <= initial.baseline + initial.size


def _is_dropped(initial: Segment, beside: list[Segment]) -> bool:
    """True if the initial stands on the line of its last row and begins where the rows below it begin.

    A big letter in a figure does neither.
    """
    return any(abs(segment.baseline - initial.baseline) < 0.35 * segment.size for segment in beside)


def attach_initials(page: PageText) -> PageText:
    """Return the page with each drop cap joined to the first line beside it, and those lines back at its edge."""
    if len(page.segments) < 3:
        return page
    capitals = [segment for segment in page.segments if len(segment.text) == 1 and segment.text.isupper()]
    if not capitals:
        return page
    usual = statistics.median(segment.size for segment in page.segments)
    segments = page.segments
    for initial in [segment for segment in capitals if segment.size >= _LARGER * usual]:
        beside = [segment for segment in segments if segment is not initial and _beside(initial, segment)]
        if not _is_dropped(initial, beside):
            continue
        first = max(beside, key=lambda segment: segment.baseline)
        first.text = initial.text + first.text
        for segment in beside:
            segment.left = initial.left
        segments = [segment for segment in segments if segment is not initial]
    return page.with_segments(segments)
