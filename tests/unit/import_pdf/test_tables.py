"""Tables: what is one, its rows and cells, and what only looks like one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

PLACES = (72, 220, 330, 430)
Cells = Sequence[Sequence[str]]


def page_with(rows: Cells, places: Sequence[float] = PLACES, rules: Sequence[float] = (), leading: float = 14) -> Page:
    """A line of text, rows from 640 on, and another line of text."""
    page = Page().lines(72, 720, wrap("what stands above it is running text that fills its lines " * 2, 70))
    for number, cells in enumerate(rows):
        for x, cell in zip(places, cells, strict=False):
            if cell:
                page.text(x, 640 - leading * number, cell)
    for y in rules:
        page.rule(70, 520, y)
    return page.lines(72, 400, wrap("what stands below it is running text that fills its lines, too " * 2, 70))


def rows_of(read: Read, page: Page) -> list[str]:
    return [each["text"] for each in read(write_pdf([page]))["paragraphs"] if each["kind"] == "table_row"]


LOOMS = [("Year", "Looms", "Price"), ("1800", "41", "3.20"), ("1811", "66", "2.90"), ("1820", "70", "1.40")]
WRAPPED = [
    ("Part", "What it does"),
    ("shed", "lets the shuttle pass"),
    ("", "between the threads"),
    ("reed", "beats the weft"),
]
PAIRS = [("warp", "threads along the cloth"), ("weft", "threads across it"), ("selvage", "its edge")]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        (page_with(LOOMS), ["Year | Looms | Price", "1800 | 41 | 3.20", "1811 | 66 | 2.90", "1820 | 70 | 1.40"]),
        (page_with([("", "Looms", "Price"), *LOOMS[1:]]), ["– | Looms | Price", *map(" | ".join, LOOMS[1:])]),
        (page_with(PAIRS, rules=(655, 630, 605)), [" | ".join(pair) for pair in PAIRS]),
        (
            page_with(WRAPPED, rules=(652, 636, 594), leading=12),
            ["Part | What it does", "shed | lets the shuttle pass between the threads", "reed | beats the weft"],
        ),
        (
            page_with([("Reach of the looms", "", ""), *LOOMS], places=PLACES),
            ["Year | Looms | Price", "1800 | 41 | 3.20", "1811 | 66 | 2.90", "1820 | 70 | 1.40"],
        ),
    ],
    ids=["aligned", "no corner", "ruled pairs", "wrapped", "heading above"],
)
def test_each_row_of_a_table_is_a_paragraph_of_its_cells(read: Read, page: Page, rows: list[str]) -> None:
    assert rows_of(read, page) == rows


@pytest.mark.parametrize(
    "cells",
    [
        PAIRS,
        [("1.", "Wind the warp"), ("2.", "Thread the heddles"), ("3.", "Beat the weft")],
        [("1.1", "The loom", "3"), ("1.2", "The shed", "4"), ("1.3", "The reed", "9")],
        [("Ada Byron", "Mary Anning", "Jane Weld"), ("a@x.org", "b@x.org", "c@x.org"), ("Bath", "Lyme", "York")],
        [("int a;", "/* first */"), ("int bb;", "/* second */"), ("int c;", "/* 3 */")],
        [("1", "0", "0"), ("0", "1", "0"), ("0", "0", "1")],
        [("a = b + c", "(1)"), ("b = c + d", "(2)"), ("c = d + e", "(3)")],
        [("The loom", "12"), ("The shed", "14"), ("The reed", "20"), ("The comb", "31")],
    ],
    ids=["terms", "list", "sections", "authors", "code", "matrix", "formulas", "contents"],
)
def test_what_is_only_laid_out_in_columns_is_no_table(read: Read, cells: Cells) -> None:
    assert rows_of(read, page_with(cells)) == []


@pytest.mark.parametrize("y", [660, 570], ids=["above", "below"])
def test_a_caption_stands_before_the_rows(read: Read, y: float) -> None:
    page = page_with(LOOMS).text(72, y, "Table 2: Looms in the lower town.")
    kinds = [each["kind"] for each in read(write_pdf([page]))["paragraphs"]]
    assert kinds == ["body", "caption", *["table_row"] * 4, "body"]


def test_a_table_on_a_turned_page(read: Read) -> None:
    page = Page(rotate=90)
    for number, cells in enumerate(PAIRS):
        for y, cell in zip(PLACES, cells, strict=False):
            page.text(100 + 20 * number, y, cell, matrix="0 1 -1 0")
    for x in (80, 125, 155):
        page.content.append(f"{x} 60 m {x} 520 l S".encode())
    assert rows_of(read, page) == [" | ".join(pair) for pair in PAIRS]
