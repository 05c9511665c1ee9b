"""Finds running headers and footers and page numbers, which are not part of the text."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from williams_import_pdf.line_numbers import line_numbers
from williams_import_pdf.model import PageText, Segment
from williams_import_pdf.page_rows import NUMBER_KEY, PageRow, Places, places_of, rows_by_page, steps
from williams_import_pdf.unsaid import unsaid

_EDGE_ROWS = 4
"""So many rows at the top and at the bottom of a page are looked at; all but the innermost may be furniture."""
_APART = 1.6
"""Of the font size: baselines closer than this belong to one paragraph."""
_LARGE = 1.2
"""Of the body's size: what is set so large is a title, though it be repeated."""
_FORM = 0.3
"""Of a page's rows: where so many stand on other pages too, within the text as well, the pages are copies of a form."""
_FORM_ROWS = 3
"""So many of them have to stand within the text."""


class _EdgeRow(NamedTuple):
    """A row at the edge of a page. ``rank`` is 0 for the outermost."""

    top: bool
    rank: int
    row: PageRow

    @property
    def place(self) -> tuple[bool, int, str]:
        return self.top, self.row.y, self.row.key

    @property
    def level(self) -> tuple[bool, int, float]:
        return self.top, self.row.y, self.row.size


@dataclass(slots=True)
class Cleaned:
    """Pages without their furniture. ``dropped`` counts on how many pages each line was left out,
    as it stands on the first of them."""

    pages: list[PageText]
    dropped: Counter[str] = field(default_factory=Counter)


def _edge_rows(rows: list[PageRow]) -> list[_EdgeRow]:
    edges = ((True, rows[:_EDGE_ROWS]), (False, rows[: -_EDGE_ROWS - 1 : -1]))
    return [_EdgeRow(top, rank, row) for top, edge in edges for rank, row in enumerate(edge)]


def _near(counter: Counter[tuple[bool, int, str]], edge: _EdgeRow) -> int:
    top, y, key = edge.place
    return sum(counter[top, y + shift, key] for shift in (-1, 0, 1))


def _may_repeat(edge: _EdgeRow) -> bool:
    return edge.row.key != NUMBER_KEY or edge.rank == 0


class _Repetition:
    """What is repeated on the pages of one document; pages that the next one only adds to do not count."""

    def __init__(self, rows: dict[int, list[PageRow]], body_size: float) -> None:
        own = places_of(rows)
        passing = steps(own)
        filled = sum(1 for page in rows if rows[page] and page not in passing)
        self._large = _LARGE * body_size
        self._needed = 2 if filled <= 4 else 3
        # Of the rows further in, which may be the text's own (``Example:``), a tenth of the pages must have it.
        self._needed_within = max(self._needed, len(rows) // 10)
        self._half = max(self._needed, filled / 2)
        self._edges = {page: _edge_rows(rows[page]) for page in rows}
        self._counts: Counter[tuple[bool, int, str]] = Counter()
        for page in rows.keys() - passing:
            self._counts.update({edge.place for edge in self._edges[page] if _may_repeat(edge)})
        repeated = _on_several({page: own[page] for page in rows.keys() - passing}, self._needed)
        self._copies = {page for page in rows if _is_copy(rows[page], own[page] & repeated)}
        self._repeated = {page: self._attached(page) for page in rows}
        levels = Counter(edge.level for edges in self._repeated.values() for edge in edges if edge.rank == 0)
        self._levels = {level for level, count in levels.items() if count >= max(self._needed, filled // 4)}

    def _is_repeated(self, edge: _EdgeRow) -> bool:
        if not _may_repeat(edge):
            return False
        found = _near(self._counts, edge)
        if edge.row.size >= self._large and found < self._half:
            return False
        return found >= (self._needed_within if edge.rank else self._needed)

    def _attached(self, page: int) -> list[_EdgeRow]:
        """Keep what reaches from the page's edge inwards without a break, and is set off from the text."""
        kept: list[_EdgeRow] = []
        for top in (True, False):
            side = [edge for edge in self._edges[page] if edge.top == top]
            reach = next((n for n, edge in enumerate(side) if not self._is_repeated(edge)), len(side))
            reach = min(reach, _EDGE_ROWS - 1)
            while 0 < reach < len(side) and not _set_off(side[reach - 1], side[reach]):
                reach -= 1
            kept += side[:reach]
        return kept

    def furniture(self, page: int) -> list[PageRow]:
        """Return the rows of a page that are no part of its text; a chapter's own header may occur only once."""
        known = [
            edge
            for edge in self._edges[page]
            if edge.rank == 0 and edge.level in self._levels and edge.row.size < self._large
        ]
        found = [edge.row for edge in self._repeated[page] + known]
        if page in self._copies:
            found = [row for row in found if row.key == NUMBER_KEY]
        return found + [edge.row for edge in self._edges[page] if edge.rank == 0 and _is_own_number(edge.row, page)]

    def is_large(self, row: PageRow) -> bool:
        return row.size >= self._large


def _on_several(places: Places, needed: int) -> set[tuple[int, str]]:
    counts = Counter(itertools.chain.from_iterable(places.values()))
    return {place for place, count in counts.items() if count >= needed}


def _is_copy(rows: list[PageRow], known: set[tuple[int, str]]) -> bool:
    """True for a filled copy of a form: its questions stand on other pages too, between answers that do not.

    ``known`` are the places of the page that others have.
    """
    if not known:
        return False
    repeated = [row.place in known for row in rows if row.key != NUMBER_KEY]
    if False not in repeated or sum(repeated) < _FORM_ROWS:
        return False
    own = [number for number, is_repeated in enumerate(repeated) if not is_repeated]
    return sum(repeated[own[0] : own[-1]]) >= _FORM_ROWS and sum(repeated) >= _FORM * len(repeated)


def _set_off(edge: _EdgeRow, inner: _EdgeRow) -> bool:
    """By distance; a header set close to the text shows by its size or its page number."""
    if edge.rank == 0 and (edge.row.size != inner.row.size or NUMBER_KEY in edge.row.key):
        return True
    return abs(edge.row.y - inner.row.y) >= _APART * edge.row.size


def _is_own_number(row: PageRow, page: int) -> bool:
    """True for the page's own number, where it stands alone and once, as on title pages."""
    return row.text.strip("-– ") == str(page)


def _body_size(pages: list[PageText]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            sizes[segment.size] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def remove_furniture(pages: list[PageText]) -> Cleaned:
    """Return the pages without running headers and footers, page numbers and line numbers.

    A row goes if its text (but for the page's number) stands at the same height on three pages, on two in a document of
    up to four; or if it is the outermost row where headers of the same size stand on a quarter of the pages. What is
    set like a title stays where it stands first. What a short document says nowhere else stays once, and copies of one
    form keep all.
    """
    pages = [_without_line_numbers(page) for page in pages]
    needed = 2 if sum(1 for page in pages if page.segments) <= 4 else 3
    rows = rows_by_page(pages, needed)
    repetition = _Repetition(rows, _body_size(pages))
    furniture = {page.number: repetition.furniture(page.number) for page in pages}
    stay = unsaid(rows, furniture)
    cleaned = Cleaned([])
    titles: set[str] = set()
    texts: dict[str, str] = {}
    for page in pages:
        gone: list[Segment] = []
        for row in {id(row): row for row in furniture[page.number]}.values():
            if id(row) in stay:
                continue
            if repetition.is_large(row) and row.key not in titles:
                titles.add(row.key)
                continue
            gone += row.segments
            if row.key != NUMBER_KEY:
                cleaned.dropped[texts.setdefault(row.key, row.text)] += 1
        cleaned.pages.append(page.with_segments(_without(page.segments, gone)) if gone else page)
    return cleaned


def _without_line_numbers(page: PageText) -> PageText:
    gone = line_numbers(page)
    return page.with_segments(_without(page.segments, gone)) if gone else page


def _without(segments: list[Segment], gone: list[Segment]) -> list[Segment]:
    ids = {id(segment) for segment in gone}
    return [segment for segment in segments if id(segment) not in ids]
