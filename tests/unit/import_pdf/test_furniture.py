"""Running headers, footers, page numbers and line numbers are not part of the text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, write_pdf

BODY = ["It was a bright cold day, and the", "clocks of the library struck one."]
EXPECTED = [f"Page {letter} says this: {' '.join(BODY)}" for letter in "abcdefghij"]


def by_page(result: dict[str, Any]) -> list[str]:
    paragraphs = result["paragraphs"]
    pages = sorted({paragraph["place"]["page"] for paragraph in paragraphs})
    return [" ".join(one["text"] for one in paragraphs if one["place"]["page"] == page) for page in pages]


def texts(result: dict[str, object]) -> list[str]:
    paragraphs: list[dict[str, str]] = result["paragraphs"]  # type: ignore[assignment]
    return [paragraph["text"] for paragraph in paragraphs]


def body(n: int) -> Page:
    return Page().lines(72, 600, [f"Page {'abcdefghij'[n]} says this:", *BODY])


def test_headers_footers_and_page_numbers_go(read: Read) -> None:
    pages = [
        body(n).text(72, 750, "A Journal of Tests").text(400, 750, f"Volume {n}").text(300, 30, f"{n + 11}")
        for n in range(6)
    ]
    assert by_page(read(write_pdf(pages))) == EXPECTED[:6]


def test_headers_that_change_sides_go(read: Read) -> None:
    pages = [
        body(n).text(72 if n % 2 else 300, 750, f"{n + 1}  Odd Title" if n % 2 else f"Even Author  {n + 1}")
        for n in range(8)
    ]
    assert all("Title" not in text and "Author" not in text for text in texts(read(write_pdf(pages))))


def test_a_chapter_of_one_page_loses_its_header_too(read: Read) -> None:
    names = ["Beginnings"] * 4 + ["Interlude"] + ["Endings"] * 4
    pages = [body(n).text(72, 750, name) for n, name in enumerate(names)]
    assert not any(name in text for text in texts(read(write_pdf(pages))) for name in names)


def test_roman_numbers_and_page_of_pages_go(read: Read) -> None:
    pages = [body(n).text(300, 30, mark) for n, mark in enumerate(["iii", "iv", "Page 3 of 4", "– 4 –"])]
    assert by_page(read(write_pdf(pages))) == EXPECTED[:4]


def test_a_heading_that_comes_back_lower_on_the_page_stays(read: Read) -> None:
    pages = [body(n).text(72, 750, "Manual").text(72, 730, f"Number {'abcdefghij'[n]}") for n in range(10)]
    for page in pages[:3]:
        page.text(72, 715, "Example:")
        page.text(72, 640, "Something stands between.")
    found = " ".join(texts(read(write_pdf(pages))))
    assert found.count("Manual") == 1
    assert found.count("Example:") == 3


def test_the_same_text_on_every_page_is_text_when_it_is_all_there_is(read: Read) -> None:
    found = texts(read(write_pdf([Page().text(72, 400, "Intentionally repeated.") for _ in range(3)])))
    assert found == ["Intentionally repeated."] * 3


def test_footers_of_several_lines_go(read: Read) -> None:
    pages = [
        body(n).lines(72, 60, ["Published by the town library.", "All rights are explained within."]) for n in range(5)
    ]
    assert by_page(read(write_pdf(pages))) == EXPECTED[:5]


def test_a_last_line_that_comes_back_on_every_page_stays(read: Read) -> None:
    assert by_page(read(write_pdf([body(n) for n in range(6)]))) == EXPECTED[:6]


def test_a_header_set_close_goes_if_it_has_the_page_number_or_another_size(read: Read) -> None:
    for size, text in ((10.0, "The Book, page {}"), (8.0, "The Book of Hills")):
        pages = [body(n).text(72, 612, text.format(n + 1), size) for n in range(6)]
        assert by_page(read(write_pdf(pages))) == EXPECTED[:6]


def test_a_single_page_keeps_its_first_and_last_line(read: Read) -> None:
    found = texts(read(write_pdf([body(0).text(72, 750, "Standing alone").text(72, 30, "The very end")])))
    assert found[0] == "Standing alone"
    assert found[-1] == "The very end"


def test_the_number_of_a_title_page_goes(read: Read) -> None:
    assert "1" not in texts(read(write_pdf([body(0).text(300, 30, "1")])))


def test_line_numbers_go(read: Read) -> None:
    page = Page()
    for n in range(15):
        page.text(40, 700 - 12 * n, str(n + 1), 6).text(
            80, 700 - 12 * n, f"line {'abcdefghijklmno'[n]} of text".ljust(60, "x")
        )
    found = texts(read(write_pdf([page])))
    assert len(found) == 1
    assert not any(character.isdigit() for character in found[0])


def test_numbers_in_a_first_column_of_a_short_list_stay(read: Read) -> None:
    page = Page()
    for n in range(4):
        page.text(40, 700 - 24 * n, str(n + 1)).text(80, 700 - 24 * n, "entry")
    assert texts(read(write_pdf([page]))) == ["1 entry", "2 entry", "3 entry", "4 entry"]


def test_what_a_short_document_says_nowhere_else_stays_once(read: Read) -> None:
    pages = [
        body(n).text(72, 750, "Cape Lamp Works, Harbour Street 5").text(72, 40, "Ask us by telephone: 0123 456")
        for n in range(3)
    ]
    first, second, third = EXPECTED[:3]
    found = read(write_pdf(pages))
    assert by_page(found) == [
        f"Cape Lamp Works, Harbour Street 5 {first}",
        second,
        f"{third} Ask us by telephone: 0123 456",
    ]
    assert ["(2×)" in notice["message"] for notice in found["notices"]] == [True]


def test_what_a_short_document_says_elsewhere_goes(read: Read) -> None:
    pages = [body(n).text(72, 750, "The Clocks of the Library") for n in range(3)]
    assert by_page(read(write_pdf(pages))) == EXPECTED[:3]


@pytest.mark.parametrize(("height", "greeting"), [(700, "Liebe Mitglieder,"), (625, "To all friends of the mill")])
def test_a_greeting_that_stands_alike_on_all_letters_is_read_once(read: Read, height: int, greeting: str) -> None:
    pages = [body(n).text(72, height, greeting).text(72, 60, "Yours,").text(72, 48, "Ada Miller") for n in range(5)]
    found = by_page(read(write_pdf(pages)))
    assert found == [f"{greeting} {EXPECTED[0]}", *EXPECTED[1:4], f"{EXPECTED[4]} Yours, Ada Miller"]
