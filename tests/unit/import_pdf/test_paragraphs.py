"""From lines to paragraphs: where they begin, what joins them, and what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_pdf.analysis import analyse

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

WIDTH = 60
ONE = wrap("The first paragraph tells of a library in the hills where every book knew its own way home", WIDTH)
TWO = wrap("Another paragraph follows it and speaks about the people who carried the books up there", WIDTH)


def found(result: dict[str, Any], *keys: str) -> list[Any]:
    told = [{**one, **one["place"]} for one in result["paragraphs"]]
    return [tuple(one[key] for key in keys) if len(keys) > 1 else one[keys[0]] for one in told]


def test_an_indented_line_begins_a_paragraph(read: Read) -> None:
    page = Page()
    y = 700.0
    for paragraph in (ONE, TWO):
        for number, line in enumerate(paragraph):
            page.text(72 if number else 90, y, line)
            y -= 12
    texts = found(read(write_pdf([page])), "text")
    assert [text.split()[0] for text in texts] == ["The", "Another"]


def test_a_gap_begins_a_paragraph(read: Read) -> None:
    page = Page().lines(72, 700, ONE).lines(72, 700 - 12 * len(ONE) - 8, TWO)
    texts = found(read(write_pdf([page])), "text")
    assert [text.split()[0] for text in texts] == ["The", "Another"]


def test_a_short_last_line_ends_a_paragraph(read: Read) -> None:
    lines = [*wrap("Here the paragraph is long enough to fill some lines and then it ends quite soon and then", WIDTH)]
    lines[-1] = "it is over."
    texts = found(read(write_pdf([Page().lines(72, 700, [*lines, *TWO])])), "text")
    assert len(texts) == 2
    assert texts[0].endswith("it is over.")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the books of the li-", "brary stand there"], "the books of the library stand there"),
        (["the years of war 1914-", "1918 were long"], "the years of war 1914-1918 were long"),
        (["the school of Saxe-", "Coburg is old"], "the school of Saxe-Coburg is old"),
        (["a state-of-the-", "art machine"], "a state-of-the-art machine"),
        (["see https://example.org/a/", "path/to for more"], "see https://example.org/a/path/to for more"),
        (["see https://example", ".org/a for more"], "see https://example .org/a for more"),
    ],
)
def test_words_broken_at_the_end_of_a_line(read: Read, lines: list[str], expected: str) -> None:
    assert found(read(write_pdf([Page().lines(72, 700, lines)])), "text") == [expected]


def test_a_hyphen_that_the_document_writes_elsewhere_stays(read: Read) -> None:
    page = Page().text(72, 740, "It is a well-known rule of the house and of its people.")
    page.lines(72, 700, ["this is a rule that is well-", "known to all who live here"])
    assert found(read(write_pdf([page])), "text")[1] == "this is a rule that is well-known to all who live here"


def test_a_hyphen_stays_before_a_word_that_the_document_hyphenates(read: Read) -> None:
    page = Page().text(72, 740, "The where-provenance tells why a value is there or here.")
    page.lines(72, 700, ["it is not the same as the why-", "provenance of the value"])
    assert "the why-provenance of" in found(read(write_pdf([page])), "text")[1]


def test_a_paragraph_goes_on_over_the_page_and_stands_where_it_begins(read: Read) -> None:
    whole = wrap(
        "This long paragraph begins on the first page and it goes on and on until it stands on the next one", WIDTH
    )
    first, second = Page().lines(72, 84, whole[:1]), Page().lines(72, 740, [*whole[1:]])
    second.text(90, 600, "Something new begins here.")
    result = found(read(write_pdf([first, second])), "page", "text")
    assert [page for page, _ in result] == [1, 2]
    assert result[0][1].endswith("next one")


def test_a_sentence_that_ends_with_the_page_ends_its_paragraph(read: Read) -> None:
    first = Page().text(72, 84, "This sentence ends at the bottom of the page.".ljust(WIDTH - 1, "x") + ".")
    second = Page().text(72, 740, "A new one begins on top of the next page.")
    assert found(read(write_pdf([first, second])), "page") == [1, 2]


def test_text_without_an_end_does_not_become_one_paragraph(read: Read) -> None:
    pages = [
        Page().lines(60, 700, [f"{'abcdefghij'[n]} and so on".ljust(80, "x") for _ in range(45)]) for n in range(8)
    ]
    result = found(read(write_pdf(pages)), "page", "text")
    assert len(result) >= 3
    assert max(len(text) for _, text in result) < 12_000


def test_a_paragraph_goes_on_behind_a_figure(read: Read) -> None:
    whole = wrap(
        "This long paragraph is parted by a figure that stands on top of the next page and goes on below it", WIDTH
    )
    first = Page().lines(72, 84, whole[:1])
    second = Page().text(72, 740, "Figure 1: A picture of the hills.", 9).lines(72, 600, whole[1:])
    result = found(read(write_pdf([first, second])), "kind", "text")
    assert [kind for kind, _ in result] == ["body", "caption"]
    assert result[0][1].endswith("below it")


def test_a_word_broken_over_the_page(read: Read) -> None:
    first = Page().text(72, 84, "the people of the town went up to the li-")
    second = Page().text(72, 740, "brary in the hills.")
    assert found(read(write_pdf([first, second])), "text") == [
        "the people of the town went up to the library in the hills."
    ]


@pytest.mark.parametrize("mark", ["•", "–", "*"])
def test_bullets(read: Read, mark: str) -> None:
    page = Page().text(72, 720, "What the house has, in short, is this list of several things:")
    page.lines(
        90, 700, [f"{mark} a door", f"{mark} a window that looks out on the hills and", "  the river", f"{mark} a cat"]
    )
    result = found(read(write_pdf([page])), "kind", "text")
    assert result[1:] == [
        ("list_item", "a door"),
        ("list_item", "a window that looks out on the hills and the river"),
        ("list_item", "a cat"),
    ]


@pytest.mark.parametrize("marks", [("1.", "2.", "3."), ("(a)", "(b)", "(c)"), ("i)", "ii)", "iii)")])
def test_numbered_items_keep_their_numbers(read: Read, marks: tuple[str, ...]) -> None:
    items = [f"{mark} item that is said." for mark in marks]
    result = found(
        read(write_pdf([Page().text(72, 720, "These are the rules:").lines(90, 700, items)])), "kind", "text"
    )
    assert result[1:] == [("list_item", item) for item in items]


@pytest.mark.parametrize(
    "text",
    [
        "Figure 1: The hills.",
        "Fig. 2. The river.",
        "Table III: The rules.",
        "Abbildung 4: Das Haus.",
        "Table A.1: More",
    ],
)
def test_captions(read: Read, text: str) -> None:
    assert found(read(write_pdf([Page().text(72, 700, text).lines(72, 600, ONE)])), "kind") == ["caption", "body"]


def test_a_sentence_about_a_figure_is_no_caption(read: Read) -> None:
    page = Page().lines(
        72, 700, wrap("Figure 1 shows the hills as they were seen by those who came from the river", WIDTH)
    )
    assert found(read(write_pdf([page])), "kind") == ["body"]


def test_references_with_marks(read: Read) -> None:
    page = Page().text(72, 720, "References", 14, "bold")
    page.lines(72, 700, ["[1] A. Author. A book of many", "    pages. Town, 1931.", "[2] B. Writer. Another. 1945."])
    page.text(72, 600, "Appendix", 14, "bold").text(72, 580, "This is no reference at all.")
    result = read(write_pdf([page]))
    assert found(result, "kind") == ["heading", "reference", "reference", "heading", "body"]
    assert result["metadata"]["extra"]["references"] == [
        "[1] A. Author. A book of many pages. Town, 1931.",
        "[2] B. Writer. Another. 1945.",
    ]


def test_references_that_hang(read: Read) -> None:
    page = Page().text(72, 720, "Bibliography", 14, "bold")
    y = 700
    for entry in (
        ["Author, A book of many pages and of many more", "words. Town, 1931."],
        ["Buyer, Another book of which the title is long", "enough. Village, 1945."],
    ):
        page.text(72, y, entry[0]).text(96, y - 12, entry[1])
        y -= 24
    assert found(read(write_pdf([page])), "kind", "text")[1:] == [
        ("reference", "Author, A book of many pages and of many more words. Town, 1931."),
        ("reference", "Buyer, Another book of which the title is long enough. Village, 1945."),
    ]


def test_tables_behind_unmarked_references_are_none(read: Read) -> None:
    page = Page().text(72, 720, "References", 14, "bold").text(72, 700, "Author, A. (1931). A book of hills. Town.")
    page.text(72, 600, "Table 1", font="bold").text(72, 560, "What the hills are made of.")
    assert found(read(write_pdf([page])), "kind") == ["heading", "reference", "caption", "body"]


def test_a_missing_file_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        analyse(tmp_path / "missing.pdf", lambda _done, _total: None)


def test_a_table_of_contents_is_a_list(read: Read) -> None:
    page = Page().text(72, 720, "Contents", 14, "bold")
    page.text(72, 700, "1 Beginnings 3", font="bold").text(72, 688, "1.1 Hills . . . . . . . . . . . . . 4")
    page.text(72, 676, "1.2 Rivers . . . . . . . . . . . . 5").text(72, 640, "1 Beginnings", 14, "bold")
    page.lines(72, 610, ONE)
    assert found(read(write_pdf([page])), "kind", "text")[:5] == [
        ("heading", "Contents"),
        ("list_item", "1 Beginnings 3"),
        ("list_item", "1.1 Hills … 4"),
        ("list_item", "1.2 Rivers … 5"),
        ("heading", "1 Beginnings"),
    ]


@pytest.mark.parametrize(
    ("initial", "depth", "joined"), [("L", 28, "Le bac"), ("L", 20, "Le bac"), ("\xabL", 28, "\xabLe bac")]
)
def test_drop_caps_of_any_depth_are_put_back(read: Read, initial: str, depth: int, joined: str) -> None:
    page = Page().text(72, 720 - depth, initial, 44)
    x = 75 + 0.6 * 44 * len(initial)
    page.lines(x, 720, wrap("e bac traversait la rivi\xe8re " * 4, 40)[:3], leading=14)
    page.lines(72, 678, wrap("onze fois par jour " * 6, 50), leading=14)
    assert found(read(write_pdf([page])), "text")[0].startswith(joined)


def test_a_break_within_a_compound_is_told_by_the_word_without_it(read: Read) -> None:
    lines = ["the sous-lieu-", "tenant and the lieutenant saw his mother-in-", "law who saw them too"]
    [line] = found(read(write_pdf([Page().lines(72, 700, lines)])), "text")
    assert line == "the sous-lieutenant and the lieutenant saw his mother-in-law who saw them too"


def test_the_titles_of_slides_do_not_go_on_with_the_last_point(read: Read) -> None:
    pages = [Page().text(72, 700, title).text(72, 640, "Ten were found") for title in ("Harbour", "Agenda", "Money")]
    assert "Ten were found Agenda" not in found(read(write_pdf(pages)), "text")
