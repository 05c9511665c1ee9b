"""Which tables a slide can hold, and how they stand on it."""

from __future__ import annotations

import pytest
from williams_export_slides.deck.fitting import LINE, lines_of
from williams_export_slides.deck.measures import BODY
from williams_export_slides.deck.tabling import CELL_HIGH, CELL_WIDE, is_good, set_table
from williams_publishing.tables import SourceTable, tables_of
from williams_publishing.works import works_of

from tests.unit.ebook.shelf import ROW, under
from williams.domain.content import ContentMetadata, Paragraph
from williams_testing.factories import make_content
from williams_testing.library import OWNER

SMALL = ["Oil | Hours", "Whale | 10", "Colza | 9"]
WORDY = ["Word | Meaning", *(f"word{number} | {'what it means at length ' * 4}" for number in range(4))]


def table(rows: list[str]) -> SourceTable:
    (work,) = works_of([make_content(OWNER, metadata=ContentMetadata(title="On Oil"))], "en")
    paragraphs = [
        Paragraph(paragraph_id=f"p{at}", ordinal=at, kind=ROW, text=row, start=0, end=len(row), place=under("Oils"))
        for at, row in enumerate(rows)
    ]
    (found,) = tables_of(work, paragraphs)
    return found


@pytest.mark.parametrize(
    ("rows", "good"),
    [
        (SMALL, True),
        (WORDY, True),
        (SMALL[:2], False),
        (["Oil | –", *SMALL[1:]], True),
        ([*SMALL, "Gas", "Arc", "Led", "Wax"], False),
        ([" | ".join("abcdefgh"), *(" | ".join("12345678") for _ in range(3))], False),
        ([*SMALL, *(f"Oil {number} | {number}" for number in range(60))], False),
        ([*SMALL, f"{'x' * 200} | 1"], False),
    ],
    ids=["small", "wordy", "two rows", "dash", "mostly empty", "wide", "long", "unbreakable"],
)
def test_a_table_is_shown_whole_and_readable_or_not_at_all(rows: list[str], good: bool) -> None:
    assert is_good(table(rows)) is good


@pytest.mark.parametrize("rows", [SMALL, WORDY], ids=["small", "wordy"])
def test_words_stand_in_their_cells(rows: list[str]) -> None:
    made = set_table(table(rows))
    assert made.box.width <= BODY.width + 0.01
    assert made.box.height <= BODY.height + 0.01
    for row, height in zip(made.rows, made.heights, strict=True):
        for cell, width in zip(row, made.widths, strict=True):
            lines = lines_of(cell, (width - 2 * CELL_WIDE) / made.size + 0.01)
            assert lines * LINE * made.size + 2 * CELL_HIGH <= height + 0.01


def test_what_only_begins_as_a_number_is_none_and_soon_told() -> None:
    assert not table(["Oil | Hours", f"Whale | 1{'.' * 200_000}hours"]).has_head
