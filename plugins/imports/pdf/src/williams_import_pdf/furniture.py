"""Finds running headers and footers, page numbers and line numbers, which are not part of the text."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from williams_import_pdf.model import PageText, Segment

_EDGE_ROWS = 4
"""So many rows at the top and at the bottom of a page are looked at; all but the innermost may be furniture."""
_APART = 1.6
"""Of the font size: baselines closer than this belong to one paragraph."""
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|pág\.|página|pagina)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von|de|sur|di)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_LINE_NUMBERS = 10
"""Fewer numbers than this beside the text are not line numbers."""


@dataclass(frozen=True)
class _EdgeRow:
    """A row at the edge of a page. ``rank`` is 0 for the outermost."""

    top: bool
    rank: int
    y: int
    size: float
    key: str
    segments: tuple[Segment, ...]


def _key(text: str) -> str:
    if _PAGE_NUMBER.fullmatch(text):
        return "#"
    return _NUMBER.sub("#", " ".join(text.split())).casefold()


def _rows(segments: list[Segment]) -> list[tuple[Segment, ...]]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: -one.baseline):
        if rows and rows[-1][0].baseline - segment.baseline < 2:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [tuple(sorted(row, key=lambda one: one.left)) for row in rows]


def _edge_rows(page: PageText) -> list[_EdgeRow]:
    rows = _rows([segment for segment in page.segments if not segment.turned])
    found = []
    for top, edge in ((True, rows[:_EDGE_ROWS]), (False, rows[: -_EDGE_ROWS - 1 : -1])):
        for rank, row in enumerate(edge):
            key = _key(" ".join(segment.text for segment in row))
            found.append(_EdgeRow(top, rank, round(row[0].baseline), row[0].size, key, row))
    return found


def _near(counter: Counter[tuple[bool, int, str]], row: _EdgeRow) -> int:
    return sum(counter[row.top, row.y + shift, row.key] for shift in (-1, 0, 1))


def _repeated(edges: dict[int, list[_EdgeRow]], needed: int) -> dict[int, list[_EdgeRow]]:
    """Rows whose text, but for numbers, stands at the same height on several pages.

    Of the rows further in, which may be the text's own (``Example:``), a tenth of the pages must have it.
    """
    inner = max(needed, len(edges) // 10)
    counts: Counter[tuple[bool, int, str]] = Counter()
    for rows in edges.values():
        counts.update({(row.top, row.y, row.key) for row in rows if row.key != "#" or row.rank == 0})
    return {
        number: [
            row
            for row in rows
            if _near(counts, row) >= (inner if row.rank else needed) and (row.key != "#" or row.rank == 0)
        ]
        for number, rows in edges.items()
    }


def _levels(repeated: dict[int, list[_EdgeRow]], needed: int) -> Counter[tuple[bool, int, float]]:
    """Heights at which headers and footers are known to stand; a chapter's own header may occur only once."""
    levels = Counter((row.top, row.y, row.size) for rows in repeated.values() for row in rows if row.rank == 0)
    return Counter({level: count for level, count in levels.items() if count >= needed})


def _outermost_known(rows: list[_EdgeRow], levels: Counter[tuple[bool, int, float]]) -> list[_EdgeRow]:
    return [row for row in rows if row.rank == 0 and (row.top, row.y, row.size) in levels]


def _attached(rows: list[_EdgeRow], found: list[_EdgeRow]) -> list[_EdgeRow]:
    """Keep what reaches from the page's edge inwards without a break, and is set off from the text."""
    kept: list[_EdgeRow] = []
    for top in (True, False):
        side = [row for row in rows if row.top == top]
        reach = next((n for n, row in enumerate(side) if row not in found), len(side))
        reach = min(reach, _EDGE_ROWS - 1)
        while 0 < reach < len(side) and not _set_off(side[reach - 1], side[reach]):
            reach -= 1
        kept += side[:reach]
    return kept


def _set_off(row: _EdgeRow, inner: _EdgeRow) -> bool:
    """By distance; a header set close to the text shows by its size or its page number."""
    if row.rank == 0 and (row.size != inner.size or "#" in row.key):
        return True
    return abs(row.y - inner.y) >= _APART * row.size


def _own_number(rows: list[_EdgeRow], number: int) -> list[_EdgeRow]:
    """The page's own number, where it stands alone and once, as on title pages."""
    return [
        row for row in rows if row.rank == 0 and " ".join(one.text for one in row.segments).strip("-– ") == str(number)
    ]


def _line_numbers(page: PageText) -> list[Segment]:
    """Counting numbers that stand left or right of all text, as in manuscripts for review."""
    numbers: dict[bool, list[Segment]] = defaultdict(list)
    text = [segment for segment in page.segments if not segment.text.isdigit()]
    if not text:
        return []
    left = min(segment.left for segment in text)
    right = max(segment.right for segment in text)
    for segment in page.segments:
        if segment.text.isdigit() and (segment.right < left or segment.left > right):
            numbers[segment.left > right].append(segment)
    found = []
    for side in numbers.values():
        values = [int(segment.text) for segment in sorted(side, key=lambda one: -one.baseline)]
        if len(values) >= _LINE_NUMBERS and all(a < b for a, b in itertools.pairwise(values)):
            found += side
    return found


def remove_furniture(pages: list[PageText]) -> list[PageText]:
    """Return the pages without running headers and footers, page numbers and line numbers.

    A row goes if its text (but for numbers) stands at the same height on three pages, on two in a document of up to
    four; or if it is the outermost row where headers of the same size stand on half of the pages.
    """
    pages = [PageText(page.number, _without(page.segments, _line_numbers(page))) for page in pages]
    filled = sum(1 for page in pages if page.segments)
    needed = 2 if filled <= 4 else 3
    edges = {page.number: _edge_rows(page) for page in pages}
    repeated = {number: _attached(edges[number], rows) for number, rows in _repeated(edges, needed).items()}
    levels = _levels(repeated, max(needed, filled // 4))
    cleaned = []
    for page in pages:
        rows = edges[page.number]
        gone = repeated[page.number] + _outermost_known(rows, levels) + _own_number(rows, page.number)
        cleaned.append(PageText(page.number, _without(page.segments, [seg for row in gone for seg in row.segments])))
    return cleaned


def _without(segments: list[Segment], gone: list[Segment]) -> list[Segment]:
    ids = {id(segment) for segment in gone}
    return [segment for segment in segments if id(segment) not in ids]
