"""Finds the empty strips between columns."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from williams_import_pdf.model import Segment
from williams_import_pdf.patterns import NUMBER
from williams_import_pdf.rows import edges, filled, rows_of

_MIN_ROWS = 8
"""A page needs so many rows on either side of a gutter to show it by itself."""
_MIN_SHARE = 0.18
"""The narrowest column, as a share of the width of the text."""
FILLED = 0.6
"""Lines of running text fill this share of their column; cells of a table do not."""
FILLED_WEAKLY = 0.4
"""Enough beside a filled column, or where the document is known to have these columns: lists, title pages."""
_CROSSING = 0.6
"""Lines across a gutter, as a share of those beside it: titles, abstracts and wide figures over two columns."""
_CROSSING_WITHIN = 0.1
"""The same between further columns: what stands across the page was left out with the first gutter."""
_SAME_GUTTER = 8.0
"""Points."""
_AMOUNTS = 0.6
"""Of what stands beside a gutter: where so many are numbers, it is a column of a table."""
_STEP = 2.0
_MAX_STEPS = 500
"""Bounds the work on a page that claims to be miles wide."""
_WIDEST = 1e6
"""Points: sheets in use are narrower."""


def _crosses(segment: Segment, x: float) -> bool:
    return segment.left < x - 1 and segment.right > x + 1


def column_of(segment: Segment, gutters: Sequence[float]) -> int | None:
    """Return the column a segment stands in; None if it stands across a gutter."""
    if any(_crosses(segment, x) for x in gutters):
        return None
    middle = (segment.left + segment.right) / 2
    return sum(1 for x in gutters if middle > x)


def _gutter(segments: list[Segment], crossing_share: float) -> float | None:
    """Find the middle of the emptiest vertical strip with enough full lines on both sides."""
    if len(segments) < 2 * _MIN_ROWS:
        return None
    left, right = edges(segments)
    margin = _MIN_SHARE * (right - left)
    lefts, rights = sorted([one.left for one in segments]), sorted([one.right for one in segments])
    # So many lines end before a gutter, and as many begin behind it.
    first, last = rights[_MIN_ROWS - 1] - 1, lefts[-_MIN_ROWS] + 1
    if first > last:
        return None
    candidates: list[tuple[int, float]] = []
    width = right - left - 2 * margin
    steps = min(int(width / _STEP) + 1, _MAX_STEPS)
    for step in _steps_within(first - 1 - left - margin, last + 1 - left - margin, width, steps):
        x = left + margin + step * width / steps
        if x < first - 1 or x > last + 1:
            continue
        before = bisect_right(rights, x + 1)
        after = len(lefts) - bisect_left(lefts, x - 1)
        crossing = len(segments) - before - after
        if min(before, after) >= _MIN_ROWS and crossing <= crossing_share * min(before, after):
            candidates.append((crossing, x))
    if not candidates:
        return None
    least = min(candidates)[0]
    best = [x for crossing, x in candidates if crossing == least]
    x = statistics.median_low(best)
    return x if sides_filled(segments, x, left, right) else None


def _steps_within(begin: float, end: float, width: float, steps: int) -> range:
    """Return the steps from ``begin`` to ``end``, of as many as there are over a width, and one more on either side."""
    if not 1 < width < _WIDEST:
        return range(steps)
    return range(max(0, int(begin * steps / width) - 1), min(steps, int(end * steps / width) + 2))


def sides_filled(segments: list[Segment], x: float, left: float, right: float) -> bool:
    """True if both sides hold enough lines, and lines of running text at least on one of them."""
    before = [one for one in segments if one.right <= x + 1]
    after = [one for one in segments if one.left >= x - 1]
    if min(len(rows_of(before)), len(rows_of(after))) < _MIN_ROWS or _are_amounts(before) or _are_amounts(after):
        return False
    shares = (filled(before, x - left), filled(after, right - x))
    return max(shares) >= FILLED and min(shares) >= FILLED_WEAKLY


def _are_amounts(segments: list[Segment]) -> bool:
    """True for the last column of a bill, whose numbers fill it as text does."""
    return sum(bool(NUMBER.fullmatch(one.text)) for one in segments) >= _AMOUNTS * len(segments)


def find_gutters(segments: list[Segment], crossing_share: float = _CROSSING) -> list[float]:
    x = _gutter(segments, crossing_share)
    if x is None:
        return []
    before = [one for one in segments if one.right <= x + 1]
    after = [one for one in segments if one.left >= x - 1]
    return [*find_gutters(before, _CROSSING_WITHIN), x, *find_gutters(after, _CROSSING_WITHIN)]


def weak_gutters(segments: list[Segment], usual: tuple[float, ...]) -> list[float]:
    """Columns that the document usually has, on a page that has too few lines to show them by itself."""
    after = [one for one in segments if one.left >= usual[0] - 1]
    before = [one for one in segments if one.right <= usual[0] + 1]
    crossing = len(segments) - len(after) - len(before)
    if not after or len(before) <= crossing:
        return []
    left, right = edges(segments)
    return list(usual) if right > usual[0] and filled(before, usual[0] - left) >= FILLED_WEAKLY else []


def usual_gutters(found: dict[int, list[float]]) -> tuple[float, ...] | None:
    """The gutters, to 4 points, that a quarter of the pages have, and at least two (or one of three)."""
    counts = Counter(tuple(round(x / 4) * 4.0 for x in gutters) for gutters in found.values() if gutters)
    if not counts:
        return None
    gutters, count = counts.most_common(1)[0]
    return gutters if count >= max(len(found) / 4, 2 if len(found) > 3 else 1) else None


def is_usual(gutters: Sequence[float], usual: Sequence[float]) -> bool:
    return len(gutters) == len(usual) and all(abs(a - b) < _SAME_GUTTER for a, b in zip(gutters, usual, strict=True))
