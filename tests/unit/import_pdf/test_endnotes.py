"""Notes that stand together, at the end of a chapter or of the document, and what they note."""

from __future__ import annotations

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.test_footnotes import ABOVE, marked, notes_of, paragraphs
from tests.unit.import_pdf.writer import Page, write_pdf

LOOM, MILL = "The loom stood here by the river.", "The mill was sold."


def chapter(mill: str = "2", loom: str = "The loom") -> Page:
    page = marked(Page().lines(72, 720, ABOVE), 620, f"{loom} stood here", "1", "by the river.")
    return marked(page, 590, MILL, mill)


def listed(page: Page, *notes: str, heading: str = "Notes", size: float = 10) -> Page:
    if heading:
        page.text(72, 520, heading, 14, "bold")
    return page.lines(72, 490, list(notes), size=size, leading=14)


SAID, SO = "So the minutes say.", "Letter to the mayor."
BOTH = [(SAID, LOOM), (SO, MILL)]


@pytest.mark.parametrize(
    ("pages", "notes"),
    [
        ([listed(chapter(), f"1. {SAID}", f"2. {SO}")], BOTH),
        ([chapter(), listed(Page(), f"1 {SAID}", f"2 {SO}", heading="Anmerkungen")], BOTH),
        ([chapter(), listed(Page(), f"[1] {SAID}", "[2] Letter to", "the mayor.", heading="5. Endnotes")], BOTH),
        ([chapter(), listed(Page(), f"1 {SAID}", f"2 {SO}", heading="", size=8)], BOTH),
        (
            [
                listed(chapter(), f"1. {SAID}", f"2. {SO}"),
                listed(chapter(loom="The wheel"), "1. It is lost.", "2. By law."),
            ],
            [*BOTH, ("It is lost.", "The wheel stood here by the river."), ("By law.", MILL)],
        ),
        ([chapter(mill=""), listed(Page(), f"1. {SAID}", f"2. {SO}")], [(SAID, LOOM), (SO, None)]),
    ],
    ids=[
        "below the text",
        "on a page of their own",
        "in brackets",
        "in small print",
        "of two chapters",
        "one unmarked",
    ],
)
def test_an_endnote_knows_what_it_notes(read: Read, pages: list[Page], notes: list[tuple[str, str | None]]) -> None:
    assert notes_of(read, *pages) == notes
    assert not any(text["text"].startswith("The loom stood here 1") for text in paragraphs(read, *pages))


@pytest.mark.parametrize(
    "pages",
    [
        [listed(chapter(), f"1. {SAID}", f"2. {SO}", heading="References")],
        [Page().lines(72, 720, ABOVE), listed(Page(), f"1. {SAID}", f"2. {SO}")],
        [chapter(), listed(Page(), "Please note this:", f"1. {SAID}", f"2. {SO}", heading="Note")],
        [chapter(), listed(Page(), f"3. {SAID}", f"4. {SO}")],
    ],
    ids=["references", "no marks", "a remark", "does not count from one"],
)
def test_a_list_below_a_heading_is_not_always_one_of_notes(read: Read, pages: list[Page]) -> None:
    assert notes_of(read, *pages) == []


def test_what_follows_the_notes_stands_behind_them(read: Read) -> None:
    page = listed(chapter(), f"1. {SAID}", f"2. {SO}").text(72, 430, "Afterword", 14, "bold").text(72, 400, "It ends.")
    found = [each["text"] for each in read(write_pdf([page]))["paragraphs"]]
    assert found[-5:] == ["Notes", SAID, SO, "Afterword", "It ends."]
