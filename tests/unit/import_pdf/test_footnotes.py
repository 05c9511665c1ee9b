"""Footnotes: what is one, what it notes, and what only looks like one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import CHARACTER, Page, wrap, write_pdf

ABOVE = wrap("what stands above it is running text that fills its lines well " * 3, 70)


def marked(page: Page, y: float, words: str, mark: str = "", rest: str = "", size: float = 10) -> Page:
    """Write a line with a raised mark behind its first words."""
    x = 72 + len(words) * CHARACTER * size
    page.text(72, y, words, size).text(x, y + 0.4 * size, mark, 0.6 * size)
    return page.text(x + len(mark) * CHARACTER * 0.6 * size + 2, y, rest, size) if rest else page


def noted(words: str, mark: str, rest: str, *notes: str) -> Page:
    """A page with a marked line, and notes in small print at its foot."""
    page = marked(Page().lines(72, 720, ABOVE), 620, words, mark, rest)
    return page.lines(72, 120, list(notes), size=8, leading=10)


def paragraphs(read: Read, *pages: Page) -> list[dict[str, Any]]:
    return list(read(write_pdf(list(pages)))["paragraphs"])


def notes_of(read: Read, *pages: Page) -> list[tuple[str, str | None]]:
    """Return each note with what it notes."""
    found = paragraphs(read, *pages)
    by_number = {each["place"].get("paragraph"): each["text"] for each in found if "paragraph" in each["place"]}
    return [
        (each["text"], by_number[each["place"]["notes"]] if "notes" in each["place"] else None)
        for each in found
        if each["kind"] == "footnote"
    ]


@pytest.mark.parametrize(
    ("page", "notes"),
    [
        (
            noted("The loom stood here", "1", "by the river.", "1 So the minutes of the board say."),
            [("So the minutes of the board say.", "The loom stood here by the river.")],
        ),
        (
            noted("The loom stood here.", "*", "", "* So the minutes of the board say,", "and the miller too."),
            [("So the minutes of the board say, and the miller too.", "The loom stood here.")],
        ),
        (
            noted("The loom (of the mill)", "2", "stood.", "2 So the minutes say.", "3 Its mark was forgotten."),
            [("So the minutes say.", "The loom (of the mill) stood."), ("Its mark was forgotten.", None)],
        ),
        (
            noted("The loom of the mill", "1,2", "stood.", "1 So the minutes say.", "2 So the miller says."),
            [(f"So the {one}.", "The loom of the mill stood.") for one in ("minutes say", "miller says")],
        ),
    ],
    ids=["number", "star", "no mark of its own", "two that are written as one"],
)
def test_a_footnote_knows_what_it_notes(read: Read, page: Page, notes: list[tuple[str, str | None]]) -> None:
    assert notes_of(read, page) == notes


@pytest.mark.parametrize(
    "page",
    [
        noted("It covers some 12 m", "2", "of the hall.", "2 looms stand in it, and the third is lent."),
        noted("It weighs about 10", "3", "pounds or so.", "3 of the looms were weighed at the mill."),
        noted("Let the length be x", "2", "as it was.", "2 of the looms were measured at the mill."),
        noted("The ion is called Ca", "2+", "in the book.", "2 of the looms were rusty at the mill."),
        noted("The loom stood here", "1", "by the river.", "2 So the minutes of the board say."),
        noted("The loom stood here", "1st", "by the river.", "1 So the minutes of the board say."),
        noted("The loom stood here", "", "by the river.", "1 So the minutes of the board say."),
        marked(Page().lines(72, 720, ABOVE, size=8), 120, "1 So the minutes say", "1", "and the board.", size=8),
    ],
    ids=["unit", "power of ten", "variable", "charge", "other number", "ordinal", "no mark", "as large as the text"],
)
def test_what_is_raised_is_not_always_a_footnotes_mark(read: Read, page: Page) -> None:
    assert notes_of(read, page) == []


def test_a_note_and_a_sentence_go_on_over_the_page(read: Read) -> None:
    long = wrap("so the minutes of the board say, and nobody else has ever written down a word of it " * 2, 90)
    first = marked(Page(), 200, "The loom stood at the end of the hall", "1", "by the river and nobody knew")
    first.lines(72, 720, ABOVE).lines(72, 120, [f"1 {long[0]}", *long[1:-1]], size=8, leading=10)
    second = Page().lines(72, 720, ["who had built it, or when it was that it came to the mill in the town.", *ABOVE])
    second.lines(72, 120, ["so that it was forgotten."], size=8, leading=10)
    found = paragraphs(read, first, second)
    texts = [each["text"] for each in found]
    assert any("by the river and nobody knew who had built it, or when" in text for text in texts)
    note = next(each for each in found if each["kind"] == "footnote")
    assert note["text"].endswith("so that it was forgotten.")
    assert [box["page"] for box in note["place"]["boxes"]] == [1, 2]


def test_a_note_stands_in_the_section_of_what_it_notes(read: Read) -> None:
    page = Page().text(72, 740, "The Loom", 14, "bold").lines(72, 720, ABOVE)
    marked(page, 640, "It stood at the end of the hall.", "1")
    page.text(72, 600, "The Mill", 14, "bold").lines(72, 580, ABOVE)
    page.lines(72, 120, ["1 So the minutes say."], size=8)
    note = next(each for each in paragraphs(read, page) if each["kind"] == "footnote")
    assert note["place"]["section"] == "The Loom"
