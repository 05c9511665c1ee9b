"""Columns, and what stands across them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

WIDTH = 38
LEFT, RIGHT = 60, 316


def story(name: str, count: int) -> list[str]:
    """Lines that fill a column of 38 characters and tell where they belong."""
    return [f"{name} line {n:02} goes on".ljust(WIDTH, "x") for n in range(count)]


def words(result: dict[str, object]) -> str:
    paragraphs: list[dict[str, str]] = result["paragraphs"]  # type: ignore[assignment]
    return " ".join(paragraph["text"] for paragraph in paragraphs)


def texts(result: dict[str, Any]) -> list[str]:
    return [paragraph["text"] for paragraph in result["paragraphs"]]


def order(text: str, *parts: str) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, dict(zip(parts, places, strict=True))
    assert places == sorted(places), dict(zip(parts, places, strict=True))


def two_columns(rows: int = 20, top: float = 700, mark: str = "") -> Page:
    """A page whose file holds the lines row by row, across both columns."""
    page = Page()
    for n, (left, right) in enumerate(zip(story(f"{mark}left", rows), story(f"{mark}right", rows), strict=True)):
        page.text(LEFT, top - 12 * n, left).text(RIGHT, top - 12 * n, right)
    return page


def test_left_column_comes_before_right(read: Read) -> None:
    text = words(read(write_pdf([two_columns()])))
    order(text, "left line 00", "left line 19", "right line 00", "right line 19")


def test_one_wide_column_keeps_its_lines(read: Read) -> None:
    lines = [f"wide line {n:02} and its many words".ljust(80, "x") for n in range(20)]
    text = words(read(write_pdf([Page().lines(60, 700, lines)])))
    order(text, *(f"wide line {n:02}" for n in range(20)))


def test_what_stands_across_comes_before_and_after_the_columns_it_parts(read: Read) -> None:
    page = two_columns(10, 640)
    page.text(60, 700, "A TITLE THAT STANDS ACROSS BOTH OF THE COLUMNS", 14)
    page.text(60, 480, "A LINE ACROSS BOTH OF THE COLUMNS IN THE MIDDLE OF THE PAGE", 12)
    for n, (left, right) in enumerate(zip(story("lower", 10), story("last", 10), strict=True)):
        page.text(LEFT, 440 - 12 * n, left).text(RIGHT, 440 - 12 * n, right)
    text = words(read(write_pdf([page])))
    order(text, "A TITLE", "left line 09", "right line 00", "A LINE ACROSS", "lower line 09", "last line 00")


def test_three_columns(read: Read) -> None:
    page = Page()
    for n in range(15):
        for x, name in ((40, "one"), (225, "two"), (410, "three")):
            page.text(x, 700 - 12 * n, f"{name} line {n:02} ".ljust(26, "x"))
    text = words(read(write_pdf([page])))
    order(text, "one line 00", "one line 14", "two line 00", "two line 14", "three line 00", "three line 14")


def test_the_last_page_has_the_columns_of_the_others(read: Read) -> None:
    last = Page().lines(LEFT, 700, story("end", 20)).lines(RIGHT, 700, story("final", 3))
    text = words(read(write_pdf([two_columns(mark="first "), two_columns(mark="second "), last])))
    order(text, "end line 00", "end line 19", "final line 00", "final line 02")


def test_rows_of_a_table_are_no_columns(read: Read) -> None:
    page = Page()
    for n in range(12):
        page.text(60, 700 - 14 * n, f"key {n:02}").text(260, 700 - 14 * n, f"value {n:02}").text(
            460, 700 - 14 * n, "yes"
        )
    texts = [paragraph["text"] for paragraph in read(write_pdf([page]))["paragraphs"]]
    assert texts == [f"key {n:02} | value {n:02} | yes" for n in range(12)]


def test_a_wide_table_stays_with_its_caption_above_two_columns(read: Read) -> None:
    page = two_columns(20, 600)
    page.text(120, 700, "Table 1: What was measured, across the whole width of the page")
    for n in range(3):
        page.text(90, 670 - 12 * n, f"cell {n}").text(250, 670 - 12 * n, "12").text(400, 670 - 12 * n, f"note {n}")
    text = words(read(write_pdf([page])))
    order(text, "Table 1", "cell 0 | 12 | note 0", "cell 2 | 12 | note 2", "left line 00", "right line 00")


def columns_with_a_table(rows: list[tuple[tuple[int, str], ...]]) -> Page:
    """Two columns, written down, with the rows of a table across them in their middle, written one by one."""
    page = Page()
    for x, name in ((LEFT, "left"), (RIGHT, "right")):
        page.lines(x, 700, [*story(name, 9), f"{name} ends."])
    for n, row in enumerate(rows):
        for x, cell in row:
            page.text(x, 560 - 14 * n, cell)
    for x, name in ((LEFT, "lower"), (RIGHT, "last")):
        page.lines(x, 440, story(name, 10))
    return page


def test_a_table_across_columns_keeps_its_rows(read: Read) -> None:
    cells = [("Year", "Upper", "Lower", "Price"), ("1800", "41", "12", "3.20"), ("1811", "66", "180", "2.90")]
    cells += [("1820", "70", "7", "1.40"), ("1831", "none", "9", "1.10")]
    rows = [tuple(zip((60, 180, 330, 450), row, strict=True)) for row in cells]
    found = read(write_pdf([columns_with_a_table(rows)]))["paragraphs"]
    texts = [paragraph["text"] for paragraph in found]
    assert [" | ".join(row) for row in cells] == [text for text in texts if text[:4] in {row[0] for row in cells}]
    order(" ".join(texts), "left ends.", "right line 00", "right ends.", "Year", "1831", "lower line 00", "last")


def test_tables_beside_each_other_in_columns_stay_apart(read: Read) -> None:
    page = columns_with_a_table([])
    for x, name in ((60, "salt"), (316, "wool")):
        for n in range(4):
            page.text(x, 560 - 14 * n, f"{name} {n}").text(x + 120, 560 - 14 * n, f"{n} pence")
    order(words(read(write_pdf([page]))), "left ends.", "salt 0", "salt 3", "right line 00", "wool 0", "wool 3")


def test_a_page_that_lies_on_its_side_is_read_upright(read: Read) -> None:
    page = Page(rotate=90)
    for n in range(4):
        # Runs up the sheet, which the page's own turn makes level.
        page.text(100 + 12 * n, 60, f"turned line {n} of the page", matrix="0 1 -1 0")
    text = words(read(write_pdf([page])))
    order(text, "turned line 0", "turned line 1", "turned line 2", "turned line 3")


def test_text_upside_down_and_downwards_is_read_in_its_own_direction(read: Read) -> None:
    for matrix, step in (("-1 0 0 -1", (0, 12)), ("0 -1 1 0", (-12, 0))):
        page = Page()
        for n in range(4):
            page.text(400 + step[0] * n, 500 + step[1] * n, f"line {n} in its direction", matrix=matrix)
        order(words(read(write_pdf([page]))), "line 0", "line 1", "line 2", "line 3")


def test_a_stamp_in_the_margin_does_not_break_lines(read: Read) -> None:
    page = Page().lines(100, 700, [f"body line {n} of the text that runs".ljust(60, "x") for n in range(10)])
    page.text(40, 300, "stamp in the margin", matrix="0 1 -1 0")
    texts = [paragraph["text"] for paragraph in read(write_pdf([page]))["paragraphs"]]
    assert len(texts) == 2
    assert texts[1] == "stamp in the margin"


def test_a_drop_cap_is_part_of_its_word(read: Read) -> None:
    page = Page().text(60, 676, "O", 34)
    page.lines(84, 700, ["nce upon a time there was a".ljust(50, "x"), "library in which every word".ljust(50, "x")])
    page.text(84, 676, "knew where it came from and".ljust(50, "x"))
    page.lines(60, 664, ["and nobody was surprised about".ljust(54, "x"), "it."])
    texts = [paragraph["text"] for paragraph in read(write_pdf([page]))["paragraphs"]]
    assert len(texts) == 1
    assert texts[0].startswith("Once upon a time")
    assert texts[0].endswith("it.")


def written_down(left: list[str], right: list[str], top: float = 700) -> Page:
    """A page whose file holds the left column, then the right one."""
    return Page().lines(LEFT, top, left).lines(RIGHT, top, right)


def test_short_columns_are_read_as_the_file_writes_them(read: Read) -> None:
    page = written_down(story("left", 5), story("right", 5), 640)
    page.content.insert(0, Page().text(60, 700, "A TITLE THAT STANDS ACROSS BOTH OF THE COLUMNS", 14).content[0])
    text = words(read(write_pdf([page])))
    order(text, "A TITLE", "left line 00", "left line 04", "right line 00", "right line 04")


def test_a_line_that_runs_over_its_column_parts_no_columns(read: Read) -> None:
    left, right = story("left", 20), story("right", 20)
    left[10] = right[10] = ""
    page = Page().lines(LEFT, 700, left[:10])
    page.text(LEFT, 580, "a formula that is far too long for the column that it stands in".ljust(68, "y"))
    page.lines(LEFT, 568, left[11:]).lines(RIGHT, 700, right[:10]).lines(RIGHT, 568, right[11:])
    text = words(read(write_pdf([page])))
    order(text, "left line 09", "a formula", "left line 11", "left line 19", "right line 00", "right line 19")


def test_the_last_line_of_what_stands_across_stays_with_it(read: Read) -> None:
    page = Page().text(60, 700, "An abstract that stands across both of the columns and needs".ljust(82, "z"))
    page.text(60, 688, "one more short line.")
    columns = written_down(story("left", 12), story("right", 12), 640)
    page.content += columns.content
    texts = [paragraph["text"] for paragraph in read(write_pdf([page]))["paragraphs"]]
    assert texts[0].endswith("z one more short line.")
    order(" ".join(texts), "one more", "left line 00", "left line 11", "right line 00")


def test_a_file_that_jumps_back_is_read_by_what_it_shows(read: Read) -> None:
    page = written_down(story("left", 12)[6:], story("right", 12)[6:], 628)
    page.content += written_down(story("left", 6), story("right", 6)).content
    text = words(read(write_pdf([page])))
    order(text, "left line 00", "left line 11", "right line 00", "right line 11")


def test_a_table_that_is_written_by_columns_keeps_its_rows(read: Read) -> None:
    page = Page().lines(60, 700, [f"key {n}" for n in range(6)], leading=14)
    page.lines(260, 700, [f"value {n}" for n in range(6)], leading=14)
    order(words(read(write_pdf([page]))), *(f"key {n} value {n}" for n in range(6)))


NOTED = wrap(
    "the ferry crossed the river on every day of the week but for the days on which it was frozen over " * 4, 50
)


@pytest.mark.parametrize(("x", "first"), [(430, 706), (430, 708), (10, 706)], ids=["right", "on the lines", "left"])
def test_a_note_in_the_margin_may_be_as_large_as_the_text(read: Read, x: int, first: int) -> None:
    page = Page().lines(120, 720, NOTED, leading=14).lines(x, first - 14, ["Frozen in", "winters"], leading=14)
    assert texts(read(write_pdf([page]))) == [" ".join(NOTED), "Frozen in winters"]


def test_terms_beside_what_they_mean_are_no_notes_in_the_margin(read: Read) -> None:
    page = Page()
    for n in range(6):
        page.lines(10, 720 - 40 * n, ["ferry", "boat"]).lines(120, 720 - 40 * n, NOTED[:2])
    assert "ferry" in texts(read(write_pdf([page])))[0]


def test_the_amounts_of_a_bill_are_no_column_of_text(read: Read) -> None:
    page = Page()
    for n in range(10):
        page.text(72, 700 - 14 * n, f"A length of rope, number {n}, tarred").text(460, 700 - 14 * n, f"{n + 10},50 EUR")
    assert any("number 3" in text and "13,50" in text for text in texts(read(write_pdf([page]))))


def test_bullets_in_a_font_of_signs_stay_with_their_items(read: Read) -> None:
    page = Page()
    for n in range(4):
        page.text(72, 700 - 14 * n, "•", 7).text(90, 700 - 14 * n, f"Oil for lamp {n}")
    assert texts(read(write_pdf([page]))) == [f"Oil for lamp {n}" for n in range(4)]
