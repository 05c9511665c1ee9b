"""Headings by size, weight, number and bookmark, and the sections they make."""

from __future__ import annotations

from typing import Any

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

BODY = wrap("The text of this section is set in the usual size and fills more than a line or two of the page", 60)


def headings(result: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["text"], one["place"]["section"]) for one in result["paragraphs"] if one["kind"] == "heading"]


def document(*titles: tuple[str, float, str]) -> Page:
    page = Page()
    y = 740.0
    for text, size, font in titles:
        page.text(72, y, text, size, font).lines(72, y - 24, BODY)
        y -= 24 + 12 * len(BODY) + 20
    return page


def test_size_makes_a_heading(read: Read) -> None:
    result = read(write_pdf([document(("Of the hills", 16, "mono"), ("Of the river", 16, "mono"))]))
    assert headings(result) == [("Of the hills", None), ("Of the river", None)]
    assert [one["place"]["section"] for one in result["paragraphs"] if one["kind"] == "body"] == [
        "Of the hills",
        "Of the river",
    ]


def test_weight_makes_a_heading(read: Read) -> None:
    assert [text for text, _ in headings(read(write_pdf([document(("Remarks", 10, "bold"))])))] == ["Remarks"]


def test_amounts_are_no_headings(read: Read) -> None:
    amounts = ("EUR 5.00", "Closing balance 1,204.50", "Fees paid 12,40 €", "Interest due $ 3.75 CR")
    titles = ("Release 4.12", "USB 3.0", "The parameter $1", "Section RFC 2119")
    page = document(*((text, 10, "bold") for text in (*amounts, *titles)))
    assert [text for text, _ in headings(read(write_pdf([page])))] == list(titles)


def test_numbers_make_levels(read: Read) -> None:
    titles = (
        ("1 Beginnings", 10, "bold"),
        ("1.1 Hills", 10, "bold"),
        ("1.1.1 Peaks", 10, "bold"),
        ("2 Endings", 10, "bold"),
    )
    assert headings(read(write_pdf([document(*titles)]))) == [
        ("1 Beginnings", None),
        ("1.1 Hills", "1 Beginnings"),
        ("1.1.1 Peaks", "1.1 Hills"),
        ("2 Endings", None),
    ]


def test_bookmarks_make_headings_of_plain_lines(read: Read) -> None:
    page = document(("Of the hills", 10, "mono"), ("Of the river", 10, "mono"))
    result = read(write_pdf([page], outline=[("Of the hills", 1), ("2. Of the River", 1)]))
    assert [text for text, _ in headings(result)] == ["Of the hills", "Of the river"]


def test_a_bookmark_to_another_page_does_not_count(read: Read) -> None:
    pages = [document(("Of the hills", 10, "mono")), document(("Of the river", 10, "mono"))]
    result = read(write_pdf(pages, outline=[("Of the hills", 2), ("Of the river", 2)]))
    assert [text for text, _ in headings(result)] == ["Of the river"]


def test_a_heading_of_two_lines_is_one(read: Read) -> None:
    page = Page().text(72, 740, "3 A HEADING THAT IS", 12, "bold").text(90, 726, "TOO LONG FOR A LINE", 12, "bold")
    page.lines(72, 700, BODY)
    assert [text for text, _ in headings(read(write_pdf([page])))] == ["3 A HEADING THAT IS TOO LONG FOR A LINE"]


def test_two_headings_that_follow_each_other_are_two(read: Read) -> None:
    page = Page().text(72, 740, "Method", 10, "bold").text(72, 728, "Participants", 10, "bold").lines(72, 700, BODY)
    assert [text for text, _ in headings(read(write_pdf([page])))] == ["Method", "Participants"]


def test_a_bold_sentence_and_a_bold_table_row_are_no_headings(read: Read) -> None:
    page = document(("This whole sentence is bold, but it is a sentence.", 10, "bold"))
    page.text(72, 400, "Name", font="bold").text(200, 400, "Height", font="bold").text(330, 400, "Year", font="bold")
    assert headings(read(write_pdf([page]))) == []


def test_roman_numbers_with_capitals(read: Read) -> None:
    page = document(("II. THE RIVER AND THE HILLS", 10, "mono"))
    assert [text for text, _ in headings(read(write_pdf([page])))] == ["II. THE RIVER AND THE HILLS"]


def test_authors_under_the_title_are_no_headings(read: Read) -> None:
    page = Page().text(72, 740, "A Title of Some Size", 20).text(72, 710, "Ada Author and Ben Builder", 13)
    page.text(72, 680, "Abstract", 12, "bold").lines(72, 660, BODY)
    assert [text for text, _ in headings(read(write_pdf([page])))] == ["A Title of Some Size", "Abstract"]
