"""Puts the segments of a page into reading order: which columns there are, and what stands across them."""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce

from williams_import_pdf.margins import margin_notes
from williams_import_pdf.model import LINE_END_HYPHEN, Flow, PageText, Row, Segment
from williams_import_pdf.scripts import joined
from williams_import_pdf.tables import table_runs

_MIN_ROWS = 8
"""A page needs so many rows on either side of a gutter to show it by itself."""
_MIN_SHARE = 0.18
"""The narrowest column, as a share of the width of the text."""
_FILLED = 0.6
"""Lines of running text fill this share of their column; cells of a table do not."""
_FILLED_WEAKLY = 0.4
"""Enough beside a filled column, or where the document is known to have these columns: lists, title pages."""
_CROSSING = 0.6
"""Lines across a gutter, as a share of those beside it: titles, abstracts and wide figures over two columns."""
_CROSSING_WITHIN = 0.1
"""The same between further columns: what stands across the page was left out with the first gutter."""
_FLUSH = 0.3
"""Of the font size: lines whose ends differ by less end together."""
_FLUSH_ROWS = 4
_SAME_GUTTER = 8.0
"""Points."""
_STEP = 2.0
_MAX_STEPS = 500
"""Bounds the work on a page that claims to be miles wide."""


def _same_row(a: Segment, b: Segment) -> bool:
    """True if two segments share a baseline; the large letters of a figure have to share it exactly."""
    smaller, larger = (a.size, b.size) if a.size < b.size else (b.size, a.size)
    return abs(a.baseline - b.baseline) < 0.4 * (larger if larger < 3 * smaller else smaller)


def _within(text: str) -> str:
    """Return a part that does not end its line: its hyphen breaks no word over two lines."""
    return text[:-1] + "-" if text.endswith(LINE_END_HYPHEN) else text


def _join(parts: Sequence[Segment]) -> Row:
    if len(parts) == 1:
        (one,) = parts
        return Row(one.text, one.left, one.right, one.baseline, one.size, one.bold, 1, one.unreadable, one.guessed)
    widest = max(parts, key=lambda part: len(part.text))
    return Row(
        text=reduce(joined, (*(_within(part.text) for part in parts[:-1]), parts[-1].text)),
        left=parts[0].left,
        right=max(part.right for part in parts),
        baseline=widest.baseline,
        size=widest.size,
        bold=all(part.bold for part in parts),
        cells=1 + sum(b.left - a.right > 2 * widest.size for a, b in itertools.pairwise(parts)),
        unreadable=sum(part.unreadable for part in parts),
        guessed=sum(part.guessed for part in parts),
    )


def _grouped(segments: list[Segment]) -> list[list[Segment]]:
    """Group segments that share a baseline, top to bottom."""
    groups: list[list[Segment]] = []
    largest: Segment | None = None
    for segment in sorted(segments, key=lambda one: (-one.baseline, one.left)):
        if largest is not None and _same_row(largest, segment):
            groups[-1].append(segment)
            if segment.size > largest.size:
                largest = segment
        else:
            groups.append([segment])
            largest = segment
    return groups


def rows_of(segments: list[Segment]) -> list[Row]:
    """Join segments that share a baseline, top to bottom."""
    groups = _grouped(segments)
    return [_join(sorted(group, key=lambda one: one.left) if len(group) > 1 else group) for group in groups]


def _crosses(segment: Segment, x: float) -> bool:
    return segment.left < x - 1 and segment.right > x + 1


def _filled(segments: list[Segment], width: float) -> float:
    """Return how much of a column of this width its middling line fills."""
    rows = rows_of(segments)
    return statistics.median(row.right - row.left for row in rows) / max(width, 1.0) if rows else 0.0


def _edges(segments: list[Segment]) -> tuple[float, float]:
    return min(one.left for one in segments), max(one.right for one in segments)


def _gutter(segments: list[Segment], crossing_share: float) -> float | None:
    """Find the middle of the emptiest vertical strip with enough full lines on both sides."""
    if len(segments) < 2 * _MIN_ROWS:
        return None
    left, right = _edges(segments)
    margin = _MIN_SHARE * (right - left)
    lefts, rights = sorted([one.left for one in segments]), sorted([one.right for one in segments])
    # So many lines end before a gutter, and as many begin behind it.
    first, last = rights[_MIN_ROWS - 1] - 1, lefts[-_MIN_ROWS] + 1
    if first > last:
        return None
    candidates: list[tuple[int, float]] = []
    width = right - left - 2 * margin
    steps = min(int(width / _STEP) + 1, _MAX_STEPS)
    for step in range(steps):
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
    return x if _sides_filled(segments, x, left, right) else None


def _sides_filled(segments: list[Segment], x: float, left: float, right: float) -> bool:
    """True if both sides hold enough lines, and lines of running text at least on one of them."""
    before = [one for one in segments if one.right <= x + 1]
    after = [one for one in segments if one.left >= x - 1]
    if min(len(rows_of(before)), len(rows_of(after))) < _MIN_ROWS:
        return False
    shares = (_filled(before, x - left), _filled(after, right - x))
    return max(shares) >= _FILLED and min(shares) >= _FILLED_WEAKLY


def _gutters(segments: list[Segment], crossing_share: float = _CROSSING) -> list[float]:
    x = _gutter(segments, crossing_share)
    if x is None:
        return []
    before = [one for one in segments if one.right <= x + 1]
    after = [one for one in segments if one.left >= x - 1]
    return [*_gutters(before, _CROSSING_WITHIN), x, *_gutters(after, _CROSSING_WITHIN)]


def _weakly(segments: list[Segment], usual: tuple[float, ...]) -> list[float]:
    """Columns that the document usually has, on a page that has too few lines to show them by itself."""
    after = [one for one in segments if one.left >= usual[0] - 1]
    before = [one for one in segments if one.right <= usual[0] + 1]
    crossing = len(segments) - len(after) - len(before)
    if not after or len(before) <= crossing:
        return []
    left, right = _edges(segments)
    return list(usual) if right > usual[0] and _filled(before, usual[0] - left) >= _FILLED_WEAKLY else []


def _column(segment: Segment, gutters: Sequence[float]) -> int | None:
    """Return the column a segment stands in; None if it stands across a gutter."""
    if any(_crosses(segment, x) for x in gutters):
        return None
    middle = (segment.left + segment.right) / 2
    return sum(1 for x in gutters if middle > x)


def _flow(page: int, segments: list[Segment]) -> Flow:
    rows = rows_of(segments)
    lefts, rights = sorted(row.left for row in rows), sorted(row.right for row in rows)
    flow = Flow(page, rows, lefts[len(lefts) // 10], rights[-1 - len(rights) // 10])
    flow.ragged_left = _is_ragged_left(flow)
    return flow


def _is_ragged_left(flow: Flow) -> bool:
    """True for text that is set flush right: its lines end together and hardly two begin together."""
    flush = [row for row in flow.rows if abs(row.right - flow.right) < _FLUSH * row.size]
    if len(flow.rows) < _FLUSH_ROWS or len(flush) < 0.8 * len(flow.rows):
        return False
    return len({round(row.left) for row in flush}) >= 0.6 * len(flush)


def _bands(segments: list[Segment], gutters: Sequence[float]) -> list[tuple[bool, list[Segment]]]:
    """Part a page from top to bottom into what stands across the columns (True) and what stands in them."""
    bands: list[tuple[bool, list[Segment]]] = []
    for segment in sorted(segments, key=lambda one: -one.baseline):
        across = _column(segment, gutters) is None
        if bands and across and not bands[-1][0] and any(_same_row(one, segment) for one in bands[-1][1]):
            # A formula or a table row that is broken at the gutter: its parts stay on one line.
            shared = [one for one in bands[-1][1] if _same_row(one, segment)]
            rest = [one for one in bands[-1][1] if not _same_row(one, segment)]
            bands[-1:] = ([(False, rest)] if rest else []) + [(True, shared)]
        if not bands or bands[-1][0] != across:
            if bands and not across and any(_same_row(one, segment) for one in bands[-1][1]):
                bands[-1][1].append(segment)
                continue
            bands.append((across, []))
        bands[-1][1].append(segment)
    return bands


def _peeled(band: list[Segment], gutters: Sequence[float], from_top: bool) -> int:
    """Count the rows at the edge of a band that are rows of a wide table: cells on both sides, none filling its column.

    A single such row may be chance.
    """
    rows = _grouped(band)
    left = min(one.left for one in band)
    count = 0
    for row in rows if from_top else reversed(rows):
        ends = [one.right for one in row if one.right <= gutters[0] + 1]
        beside = len({_column(one, gutters) for one in row}) > 1
        if not beside or not ends or (len(row) < 3 and max(ends) > gutters[0] - 0.2 * (gutters[0] - left)):
            break
        count += 1
    return count if count >= 2 else 0


def _tables_across(
    bands: list[tuple[bool, list[Segment]]], gutters: Sequence[float]
) -> list[tuple[bool, list[Segment]]]:
    """Move the rows of a wide table from the columns to the caption that stands above or below it."""
    found: list[tuple[bool, list[Segment]]] = []
    for number, (across, band) in enumerate(bands):
        if across or not gutters:
            found.append((across, band))
            continue
        groups = _grouped(band)
        top = _peeled(band, gutters, True) if number else 0
        end = len(groups) - (_peeled(band, gutters, False) if number + 1 < len(bands) else 0)
        parts = ((True, groups[:top]), (False, groups[top:end]), (True, groups[max(top, end) :]))
        found += [(kind, [one for group in part for one in group]) for kind, part in parts if part]
    return found


def _with_written_rows(
    bands: list[tuple[bool, list[Segment]]], gutters: Sequence[float], written: list[Segment]
) -> Iterator[tuple[bool, list[Segment]]]:
    """Part columns where the file writes the rows of a table across them. ``written`` is in the order of the file."""
    if not gutters:
        yield from bands
        return
    order = {id(segment): place for place, segment in enumerate(written)}
    for across, band in bands:
        if across:
            yield across, band
            continue
        for is_table, rows in table_runs(_grouped(band), gutters, order):
            yield is_table, [segment for row in rows for segment in row]


def _is_tail(band: list[Segment], gutters: Sequence[float]) -> bool:
    """A few lines on one side only, such as the short last line of a paragraph that stands across."""
    columns = {_column(one, gutters) for one in band}
    return len(columns) == 1 and len(rows_of(band)) <= 2


def _columns(page: int, upright: list[Segment], gutters: Sequence[float]) -> list[Flow]:
    if not gutters:
        return [_flow(page, upright)] if upright else []
    flows: list[Flow] = []
    across: list[Segment] = []
    bands = _tables_across(_bands(upright, gutters), gutters)
    for is_across, band in _with_written_rows(bands, gutters, upright):
        if is_across or _is_tail(band, gutters):
            across += band
            continue
        if across:
            flows.append(_flow(page, across))
            across = []
        columns = [[one for one in band if _column(one, gutters) == n] for n in range(len(gutters) + 1)]
        flows += [_flow(page, column) for column in columns if column]
    if across:
        flows.append(_flow(page, across))
    return flows


def _asides(page: int, asides: list[list[Segment]]) -> list[Flow]:
    flows = [_flow(page, aside) for aside in asides]
    for flow in flows:
        flow.aside = True
    return flows


def _usual(found: dict[int, list[float]]) -> tuple[float, ...] | None:
    """The gutters, to 4 points, that a quarter of the pages have, and at least two (or one of three)."""
    counts = Counter(tuple(round(x / 4) * 4.0 for x in gutters) for gutters in found.values() if gutters)
    if not counts:
        return None
    gutters, count = counts.most_common(1)[0]
    return gutters if count >= max(len(found) / 4, 2 if len(found) > 3 else 1) else None


def _is_usual(gutters: Sequence[float], usual: Sequence[float]) -> bool:
    return len(gutters) == len(usual) and all(abs(a - b) < _SAME_GUTTER for a, b in zip(gutters, usual, strict=True))


def _without_tail(part: list[Segment], wide: list[Segment]) -> list[Segment]:
    """Leave out the short last lines of what stands across above: alone on their row, and in its size."""
    last = min(wide, key=lambda one: one.baseline)
    groups = _grouped(part)
    tail = 0
    while tail < len(groups) and len(groups[tail]) == 1 and groups[tail][0].size == last.size:
        tail += 1
    return [one for group in groups[tail:] for one in group]


def _beside_wide(segments: list[Segment], usual: tuple[float, ...]) -> tuple[list[Segment], list[Segment], bool] | None:
    """Part a page where the usual columns stand below (or, True, above) a wide figure or listing.

    Returns what stands in no usual columns, what stands in them, and whether the columns come first.
    """
    wide = [one.baseline for one in segments if _column(one, usual) is None]
    if not wide:
        return None
    for above, part in (
        (False, [one for one in segments if one.baseline < min(wide) - 1]),
        (True, [one for one in segments if one.baseline > max(wide) + 1]),
    ):
        if not above:
            part = _without_tail(part, [one for one in segments if one.baseline >= min(wide) - 1])
        if part and _sides_filled(part, usual[0], *_edges(segments)):
            ids = {id(one) for one in part}
            return [one for one in segments if id(one) not in ids], part, above
    return None


def _upright_flows(
    page: int, upright: list[Segment], gutters: list[float], usual: tuple[float, ...] | None
) -> list[Flow]:
    if usual and upright and not _is_usual(gutters, usual):
        parted = _beside_wide(upright, usual)
        if parted:
            wide, part, above = parted
            flows = [_columns(page, wide, _gutters(wide)), _columns(page, part, usual)]
            return [flow for part_flows in (reversed(flows) if above else flows) for flow in part_flows]
        if not gutters:
            gutters = _weakly(upright, usual)
    return _columns(page, upright, gutters)


def reading_order(pages: list[PageText]) -> list[Flow]:
    """Return the document's columns in the order in which they are read; notes and stamps beside them come last."""
    upright: dict[int, list[Segment]] = {}
    notes: dict[int, list[list[Segment]]] = {}
    for page in pages:
        segments = [one for one in page.segments if not one.turned]
        notes[page.number] = margin_notes(segments)
        ids = {id(one) for note in notes[page.number] for one in note}
        upright[page.number] = [one for one in segments if id(one) not in ids]
    found = {number: _gutters(segments) for number, segments in upright.items()}
    usual = _usual(found)
    flows: list[Flow] = []
    for page in pages:
        flows += _upright_flows(page.number, upright[page.number], found[page.number], usual)
        turned = [[one] for one in page.segments if one.turned]
        flows += _asides(page.number, notes[page.number] + turned)
    return flows
