"""Headers and footers that say what nothing else does, and stay once: a letterhead, where to ask, a greeting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from williams_import_pdf.page_rows import NUMBER_KEY, PageRow

MOST_PAGES = 4
"""Of longer documents, headers and footers repeat a title or an address that stands in the text."""
_NEAR = 3.2
"""Of the font size: what stands nearer to the text, in its size, may be its first or last line."""
_WORDS = re.compile(r"[^\W_]+")
_SPOKEN = re.compile(r"[,:;!?،؟、，：；！？]$")
"""How greetings and farewells end, and no header."""


def unsaid(rows: Mapping[int, Sequence[PageRow]], furniture: Mapping[int, Iterable[PageRow]]) -> set[int]:
    """Return the rows of furniture, by their ids, that stay once: where they part no paragraph.

    That is above the text of the first page and below that of the last one. Pages without rows do not count.
    """
    filled = [page for page, own in rows.items() if own]
    if not filled:
        return set()
    gone = {id(row) for found in furniture.values() for row in found}
    edges = [_edge(rows[filled[0]], gone), _edge(rows[filled[-1]][::-1], gone)]
    if len(filled) > MOST_PAGES:
        edges = [edge for edge in edges if _may_be_text(*edge)]
    if not any(outer for outer, _ in edges):
        return set()
    said = {word for page in filled for row in rows[page] if id(row) not in gone for word in _words(row)}
    stay: set[int] = set()
    for outer, _ in edges:
        for row in outer:
            words = _words(row)
            if row.key != NUMBER_KEY and not words <= said:
                stay.add(id(row))
                said |= words
    return stay


def _edge(rows: Sequence[PageRow], gone: set[int]) -> tuple[Sequence[PageRow], PageRow | None]:
    """Return the furniture at the beginning of some rows, and the first row of the text."""
    end = next((number for number, row in enumerate(rows) if id(row) not in gone), None)
    return (rows[:0], None) if end is None else (rows[:end], rows[end])


def _may_be_text(outer: Sequence[PageRow], text: PageRow | None) -> bool:
    """Return True if what stands alike on all pages may be said by each, as letters to many begin and end."""
    said = [row for row in outer if row.key != NUMBER_KEY]
    if not said or text is None or any(NUMBER_KEY in row.key for row in outer):
        return False
    if any(_SPOKEN.search(row.key) for row in said):
        return True
    return said[-1].size == text.size and abs(said[-1].y - text.y) < _NEAR * text.size


def _words(row: PageRow) -> set[str]:
    """Return a row's words but for the number that counts the pages."""
    return set(_WORDS.findall(row.key))
