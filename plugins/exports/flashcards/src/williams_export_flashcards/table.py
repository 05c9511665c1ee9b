"""The deck as a table (RFC 4180), for spreadsheets and other programs that learn."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from williams_export_flashcards.crediting import Credit
from williams_export_flashcards.models import DeckCard
from williams_export_flashcards.pictures import Picture
from williams_export_flashcards.rendering import front_text

COLUMNS = ("id", "kind", "front", "back", "fact", "language", "context", "tags", "source", "link", "picture")
_FORMULA = re.compile(r"[=+@\t\r-](?![\d.,\s]*\d\s?[%°]?)")


@dataclass(frozen=True)
class Row:
    identity: str
    card: DeckCard
    context: str
    credits: Sequence[Credit]
    tags: Sequence[str]
    picture: Picture | None = None


def table(rows: Sequence[Row]) -> bytes:
    """Return the table in UTF-8 with a byte order mark, without which spreadsheets take it for something else."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(value) for value in _values(row)])
    return written.getvalue().encode("utf-8-sig")


def _values(row: Row) -> tuple[str, ...]:
    card = row.card
    return (
        row.identity,
        card.kind,
        front_text(card),
        card.answer,
        card.fact,
        card.language,
        row.context,
        " ".join(row.tags),
        "; ".join(credit.words for credit in row.credits),
        " ".join(credit.url for credit in row.credits if credit.url),
        row.picture.name if row.picture else "",
    )


def _cell(value: str) -> str:
    """A spreadsheet computes what begins like a formula: with an apostrophe before it, it is text."""
    return f"'{value}" if _FORMULA.match(value) else value
