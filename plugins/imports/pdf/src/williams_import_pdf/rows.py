"""Joins the segments of a page that share a baseline."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from functools import reduce
from operator import attrgetter

from williams_import_pdf.model import LINE_END_HYPHEN, Row, Segment
from williams_import_pdf.scripts import joined


def same_row(a: Segment, b: Segment) -> bool:
    """True if two segments share a baseline; the large letters of a figure have to share it exactly."""
    smaller, larger = (a.size, b.size) if a.size < b.size else (b.size, a.size)
    return abs(a.baseline - b.baseline) < 0.4 * (larger if larger < 3 * smaller else smaller)


def _within(text: str) -> str:
    """Return a part that does not end its line: its hyphen breaks no word over two lines."""
    return text[:-1] + "-" if text.endswith(LINE_END_HYPHEN) else text


def text_of(parts: Sequence[Segment]) -> str:
    """Return the text of a line by its segments from left to right."""
    return reduce(joined, (*(_within(part.text) for part in parts[:-1]), parts[-1].text))


def _join(parts: Sequence[Segment]) -> Row:
    if len(parts) == 1:
        (one,) = parts
        return Row(
            one.text, one.left, one.right, one.baseline, one.size, one.bold, 1, one.unreadable, one.guessed, (one,)
        )
    widest = max(parts, key=lambda part: len(part.text))
    return Row(
        text=text_of(parts),
        left=parts[0].left,
        right=max(part.right for part in parts),
        baseline=widest.baseline,
        size=widest.size,
        bold=all(part.bold for part in parts),
        cells=1 + sum(b.left - a.right > 2 * widest.size for a, b in itertools.pairwise(parts)),
        unreadable=sum(part.unreadable for part in parts),
        guessed=sum(part.guessed for part in parts),
        parts=tuple(parts),
    )


def grouped(segments: list[Segment]) -> list[list[Segment]]:
    """Group segments that share a baseline, top to bottom."""
    groups: list[list[Segment]] = []
    largest: Segment | None = None
    by_left = sorted(segments, key=attrgetter("left"))
    for segment in sorted(by_left, key=attrgetter("baseline"), reverse=True):
        if largest is not None and same_row(largest, segment):
            groups[-1].append(segment)
            if segment.size > largest.size:
                largest = segment
        else:
            groups.append([segment])
            largest = segment
    return groups


def rows_of(segments: list[Segment]) -> list[Row]:
    """Join segments that share a baseline, top to bottom."""
    groups = grouped(segments)
    return [_join(sorted(group, key=attrgetter("left")) if len(group) > 1 else group) for group in groups]


def filled(segments: list[Segment], width: float) -> float:
    """Return how much of a column of this width its middling line fills."""
    rows = rows_of(segments)
    return statistics.median(row.right - row.left for row in rows) / max(width, 1.0) if rows else 0.0


def edges(segments: list[Segment]) -> tuple[float, float]:
    return min(one.left for one in segments), max(one.right for one in segments)
