"""Headers and footers of short documents that say what nothing else does: a letterhead, where to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from williams_import_pdf.page_rows import NUMBER_KEY, PageRow

MOST_PAGES = 4
"""Of longer documents, headers and footers repeat a title or an address that stands in the text."""
_WORDS = re.compile(r"[^\W_]+")


def unsaid(rows: Mapping[int, Sequence[PageRow]], furniture: Mapping[int, Iterable[PageRow]]) -> set[int]:
    """Return the rows of furniture, by their ids, that stay once: where they part no paragraph.

    That is above the text of the first page and below that of the last one. Pages without rows do not count.
    """
    filled = [page for page, own in rows.items() if own]
    if not filled or len(filled) > MOST_PAGES:
        return set()
    gone = {id(row) for found in furniture.values() for row in found}
    said = {word for page in filled for row in rows[page] if id(row) not in gone for word in _words(row)}
    stay: set[int] = set()
    for row in [*_before_text(rows[filled[0]], gone), *_before_text(rows[filled[-1]][::-1], gone)]:
        words = _words(row)
        if row.key != NUMBER_KEY and not words <= said:
            stay.add(id(row))
            said |= words
    return stay


def _before_text(rows: Sequence[PageRow], gone: set[int]) -> Sequence[PageRow]:
    end = next((number for number, row in enumerate(rows) if id(row) not in gone), 0)
    return rows[:end]


def _words(row: PageRow) -> set[str]:
    """Return a row's words but for the number that counts the pages."""
    return set(_WORDS.findall(row.key))
