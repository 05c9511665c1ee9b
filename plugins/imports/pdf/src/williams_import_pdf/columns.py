"""Puts the segments of a page into reading order: which columns there are, and what stands across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from williams_import_pdf.gutters import column_of, find_gutters, is_usual, sides_filled, usual_gutters, weak_gutters
from williams_import_pdf.margins import margin_notes
from williams_import_pdf.model import Flow, PageText, Segment
from williams_import_pdf.rows import edges, grouped, rows_of, same_row
from williams_import_pdf.tables import table_runs
from williams_import_pdf.written import written_columns, written_gutters

_FLUSH = 0.3
"""Of the font size: lines whose ends differ by less end together."""
_FLUSH_ROWS = 4


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
        across = column_of(segment, gutters) is None
        if bands and across and not bands[-1][0] and any(same_row(one, segment) for one in bands[-1][1]):
            # A formula or a table row that is broken at the gutter: its parts stay on one line.
            shared = [one for one in bands[-1][1] if same_row(one, segment)]
            rest = [one for one in bands[-1][1] if not same_row(one, segment)]
            bands[-1:] = ([(False, rest)] if rest else []) + [(True, shared)]
        if not bands or bands[-1][0] != across:
            if bands and not across and any(same_row(one, segment) for one in bands[-1][1]):
                bands[-1][1].append(segment)
                continue
            bands.append((across, []))
        bands[-1][1].append(segment)
    return bands


def _peeled(band: list[Segment], gutters: Sequence[float], from_top: bool) -> int:
    """Count the rows at the edge of a band that are rows of a wide table: cells on both sides, none filling its column.

    A single such row may be chance.
    """
    rows = grouped(band)
    left = min(one.left for one in band)
    count = 0
    for row in rows if from_top else reversed(rows):
        ends = [one.right for one in row if one.right <= gutters[0] + 1]
        beside = len({column_of(one, gutters) for one in row}) > 1
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
        groups = grouped(band)
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
        for is_table, rows in table_runs(grouped(band), gutters, order):
            yield is_table, [segment for row in rows for segment in row]


def _is_tail(band: list[Segment], gutters: Sequence[float]) -> bool:
    """A few lines on one side only, such as the short last line of a paragraph that stands across."""
    columns = {column_of(one, gutters) for one in band}
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
        columns = [[one for one in band if column_of(one, gutters) == n] for n in range(len(gutters) + 1)]
        flows += [_flow(page, column) for column in columns if column]
    if across:
        flows.append(_flow(page, across))
    return flows


def _asides(page: int, asides: list[list[Segment]]) -> list[Flow]:
    flows = [_flow(page, aside) for aside in asides]
    for flow in flows:
        flow.aside = True
    return flows


def _without_tail(part: list[Segment], wide: list[Segment]) -> list[Segment]:
    """Leave out the short last lines of what stands across above: alone on their row, and in its size."""
    last = min(wide, key=lambda one: one.baseline)
    groups = grouped(part)
    tail = 0
    while tail < len(groups) and len(groups[tail]) == 1 and groups[tail][0].size == last.size:
        tail += 1
    return [one for group in groups[tail:] for one in group]


def _beside_wide(segments: list[Segment], usual: tuple[float, ...]) -> tuple[list[Segment], list[Segment], bool] | None:
    """Part a page where the usual columns stand below (or, True, above) a wide figure or listing.

    Returns what stands in no usual columns, what stands in them, and whether the columns come first.
    """
    wide = [one.baseline for one in segments if column_of(one, usual) is None]
    if not wide:
        return None
    for above, part in (
        (False, [one for one in segments if one.baseline < min(wide) - 1]),
        (True, [one for one in segments if one.baseline > max(wide) + 1]),
    ):
        if not above:
            part = _without_tail(part, [one for one in segments if one.baseline >= min(wide) - 1])
        if part and sides_filled(part, usual[0], *edges(segments)):
            ids = {id(one) for one in part}
            return [one for one in segments if id(one) not in ids], part, above
    return None


def _upright_flows(
    page: int, upright: list[Segment], gutters: list[float], usual: tuple[float, ...] | None
) -> list[Flow]:
    for known in (gutters, usual or ()):
        written = written_columns(upright, known) if known else None
        if written:
            return [_flow(page, part) for part in written]
    if usual and upright and not is_usual(gutters, usual):
        parted = _beside_wide(upright, usual)
        if parted:
            wide, part, above = parted
            flows = [_columns(page, wide, find_gutters(wide)), _columns(page, part, usual)]
            return [flow for part_flows in (reversed(flows) if above else flows) for flow in part_flows]
        if not gutters:
            gutters = weak_gutters(upright, usual)
    return _columns(page, upright, gutters)


def reading_order(pages: list[PageText]) -> list[Flow]:
    """Return the document's columns in the order in which they are read; notes and stamps beside them come last."""
    upright: dict[int, list[Segment]] = {}
    notes: dict[int, list[list[Segment]]] = {}
    for page in pages:
        segments = [one for one in page.segments if not one.turned]
        notes[page.number] = margin_notes(segments)
        ids = {id(one) for note in notes[page.number] for one in note}
        upright[page.number] = [one for one in segments if id(one) not in ids] if ids else segments
    found = {number: find_gutters(segments) or written_gutters(segments) for number, segments in upright.items()}
    usual = usual_gutters(found)
    flows: list[Flow] = []
    for page in pages:
        flows += _upright_flows(page.number, upright[page.number], found[page.number], usual)
        turned = [[one] for one in page.segments if one.turned]
        flows += _asides(page.number, notes[page.number] + turned)
    return flows
