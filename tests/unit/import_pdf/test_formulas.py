"""Formulas that are lines of signs: told, and nothing else is."""

from __future__ import annotations

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

ABOVE = wrap("what stands above it is running text that fills its lines well " * 2, 70)


def page_with(*lines: tuple[str, str]) -> Page:
    """Running text, and lines below it, each with the font of its last word."""
    page = Page().lines(72, 720, ABOVE)
    for number, (text, font) in enumerate(lines):
        head, _, tail = text.rpartition(" ")
        page.text(72, 640 - 12 * number, head).text(78 + 6 * len(head), 640 - 12 * number, tail, font=font)
    return page


def doubts(read: Read, page: Page) -> tuple[list[float], list[str | None]]:
    """Return the confidences of paragraphs with formulas, and the places of what is said of them."""
    answer = read(write_pdf([Page().lines(72, 720, ABOVE), page]))
    found = [each["doubt"] for each in answer["paragraphs"] if each["doubt"]]
    assert all(each["code"] == "formulas-garbled" for each in found)
    return (
        [each["confidence"] for each in found],
        [each["place"] for each in answer["notices"] if each["code"] == "formulas-garbled"],
    )


@pytest.mark.parametrize(
    ("lines", "confidences"),
    [
        ([("2 n 1 n = sin x lim 0 = y", "math")], [0.0]),
        ([("The length of the thread is given as follows and grows", "mono"), ("k 2 n 1 n = sin x", "math")], [0.76]),
    ],
    ids=["alone", "in a paragraph"],
)
def test_a_formula_in_lines_is_told(read: Read, lines: list[tuple[str, str]], confidences: list[float]) -> None:
    assert doubts(read, page_with(*lines)) == (confidences, ["p. 2"])


@pytest.mark.parametrize(
    "line",
    [
        ("for (i = 0; i < n; i++) a[i] = 0;", "mono"),
        ("the length of the thread is as long as x = y", "math"),
        ("0 1 2 3 4 5 6 7 8", "math"),
        ("n >= 1 ........... 62", "math"),
    ],
    ids=["code", "sentence", "labels", "contents"],
)
def test_what_only_looks_like_a_formula_is_not(read: Read, line: tuple[str, str]) -> None:
    assert doubts(read, page_with(line)) == ([], [])
