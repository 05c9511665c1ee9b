"""Tables as text (CSV, TSV): each row is one paragraph."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from html import escape

from williams.domain.errors import CorruptContent
from williams.isolation.notices import notice
from williams_import_document.reading import Reading

_SAMPLE = 64 * 1024
_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 1 << 20


def read_table(text: str) -> Reading:
    """Return the rows. Raises CorruptContent where a quotation mark is never closed."""
    csv.field_size_limit(_LONGEST_FIELD)
    dialect, guessed = _dialect(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as error:
        raise CorruptContent(f"The table cannot be read: {error}. Check its quotation marks.") from error
    told = [notice("delimiter-guessed", "The table does not show what parts its cells: commas were taken for it.")]
    return Reading.whole(table(rows), notices=told if guessed else [])


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as an HTML table of data."""
    written = (f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption></caption>{''.join(written)}</table>"


def _dialect(text: str) -> tuple[type[csv.Dialect], bool]:
    """Return how cells are parted, and whether that is a guess: a table of one column shows nothing."""
    sample = text[:_SAMPLE].rpartition("\n")[0] or text[:_SAMPLE]
    try:
        return csv.Sniffer().sniff(sample, _DELIMITERS), False
    except csv.Error:
        return csv.excel, any(mark in sample for mark in _DELIMITERS)
