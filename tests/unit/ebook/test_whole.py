"""Complete books: the sources as they are, each paragraph at its anchor."""

from __future__ import annotations

import asyncio

import pytest
from williams_export_ebook import manuscript
from williams_export_ebook.book.markup import fitting

from tests.unit.ebook.reader import NAMES, Book, words
from tests.unit.ebook.shelf import (
    ARABIC,
    BODY,
    CHINESE,
    HEADING,
    LONG_TITLE,
    MIXED,
    PICTURE,
    REFERENCE,
    ROW,
    Made,
    Shelf,
    under,
)
from williams.domain.errors import ContentTooLarge
from williams.domain.places import Place


@pytest.fixture(scope="module")
def mixed() -> Made:
    shelf = Shelf()
    shelf.add(
        MIXED,
        title="On Shelves & <Boards>",
        authors=["Ada Smith", "Bo Jones"],
        published_date="2024-05-01",
        url="https://example.org/a b.pdf",
    )
    return asyncio.run(shelf.made())


async def test_each_part_leads_to_its_paragraph_and_its_words(mixed: Made) -> None:
    assert [part.text for part in mixed.parts] == [piece[1] for piece in MIXED]
    for part in mixed.parts:
        assert part.place.anchor
        (source,) = part.sources
        assert mixed.texts[source.paragraph_id][source.start : source.end] == part.text
        assert words(mixed.book.at(part.place.anchor)).removesuffix(" | ") == fitting(part.text)
    assert [part.role for part in mixed.parts][:4] == ["heading", "body", "heading", "list-item"]
    assert [part.heading for part in mixed.parts][3:7] == ["1 Wood", "1 Wood", "1.1 Care", "1.1 Care"]


async def test_paragraphs_are_set_as_what_they_are(mixed: Made) -> None:
    (page,) = mixed.book.chapters
    found = {name: mixed.book.find(page, f"//h:{name}") for name in ("h1", "h2", "h3", "table", "pre", "ul")}
    assert [words(each) for each in found["h1"]] == ["On Shelves & <Boards>"]
    assert [words(each) for each in found["h2"][:-1]] == ["1 Wood", "2 Books"]
    assert [words(each) for each in found["h3"]] == ["1.1 Care"]
    assert [each.get("class") for each in found["ul"]] == ["marked", None]
    assert [len(row) for row in found["table"][0].iter("{*}tr")] == [3, 3]
    assert words(found["pre"][0]) == "def load(x):\n    return x < 3 and x & 1"


async def test_a_figure_is_shown_with_its_caption_its_words_and_whose_it_is(mixed: Made) -> None:
    (page,) = mixed.book.chapters
    ((shown, said),) = mixed.book.find(page, "//h:figure")
    assert (shown.get("src"), shown.get("alt")) == ("figure-1-17.png", "Two boards")
    caption, credit = said
    assert words(caption) == "Figure 1: A shelf & its boards"
    assert words(credit) == "Smith and Jones (2024), p. 4 · CC-BY-4.0"
    assert mixed.book.archive.read("EPUB/figure-1-17.png") == PICTURE
    assert mixed.pdf is not None
    assert b"/Subtype/Image" in mixed.pdf


async def test_each_note_leads_to_source_and_place_and_back(mixed: Made) -> None:
    (page,) = mixed.book.chapters
    marks = mixed.book.find(page, "//h:a[@role='doc-noteref']")
    assert len(marks) == 12, "a table has one for all of its rows"
    for mark in marks:
        note = mixed.book.at(f"{page}{mark.get('href')}")
        assert note.get("role") == "doc-footnote"
        assert note.find(".//h:a", NAMES).get("href") == f"#{mark.get('id')}"
    note = mixed.book.at(f"{page}#n15")
    assert words(note) == "15 Smith and Jones (2024), p. 4, ¶ 15"
    assert [each.get("href") for each in note.iter("{*}a")] == [
        "#r15",
        "sources.xhtml#source-1",
        "https://example.org/a%20b.pdf#page=4",
    ]
    assert words(mixed.book.at("sources.xhtml#source-1")).startswith("Ada Smith, Bo Jones (2024). On Shelves")


async def test_the_contents_follow_the_headings(mixed: Made) -> None:
    (top,) = mixed.book.find("contents.xhtml", "//h:nav[@role='doc-toc']/h:ol")
    assert [words(each.find("h:a", NAMES)) for each in top] == [
        "On Shelves & <Boards>",
        "Sources",
        "Credits and license",
    ]
    assert [words(each) for each in top[0].findall("h:ol/h:li/h:a", NAMES)] == ["1 Wood", "2 Books"]
    assert [words(each) for each in top[0].findall("h:ol/h:li/h:ol/h:li/h:a", NAMES)] == ["1.1 Care"]
    for link in top.iter("{*}a"):
        target = link.get("href")
        assert target in mixed.book.pages or mixed.book.at(target) is not None


async def test_it_says_how_it_can_be_read(mixed: Made) -> None:
    said = {meta.get("property"): meta.text for meta in mixed.book.package.iterfind(".//o:meta", NAMES)}
    assert said["schema:accessModeSufficient"] == "textual"
    assert said["schema:accessibilityHazard"] == "none"
    assert said["schema:accessibilitySummary"]
    assert mixed.book.said("dc:creator") == ["Ada Smith", "Bo Jones"]
    assert mixed.book.said("dc:rights") == ["CC-BY-4.0"]
    license = words(mixed.book.find("license.xhtml", "//h:body")[0])
    assert "License: CC-BY-4.0." in license
    assert "Name the authors when you pass it on." in license
    assert "commercially" not in license
    assert mixed.book.find("license.xhtml", "//h:a/@href") == ["https://spdx.org/licenses/CC-BY-4.0.html"]


async def test_works_of_one_author_and_year_are_told_apart() -> None:
    shelf = Shelf()
    for title in ("On Shelves", "On " + "very " * 30 + "long boards"):
        shelf.add([(BODY, "One.")], title=title, authors=["Ada Smith"], published_date="2024-05-01")
    book = (await shelf.made()).book
    assert words(book.at("chapter-1-1.xhtml#n1")) == "1 Smith (2024), “On Shelves”, ¶ 1"
    assert words(book.at("chapter-2-1.xhtml#n1")).endswith("very v…”, ¶ 1")


async def test_notes_and_references_can_be_left_out() -> None:
    shelf = Shelf()
    shelf.add(MIXED)
    made = await shelf.made(notes=False, references=False)
    (page,) = made.book.chapters
    assert not made.book.find(page, "//h:a")
    assert len(made.parts) == len(MIXED) - 1
    assert "[1] Smith" not in words(made.book.pages[page])


async def test_the_same_sources_make_the_same_bytes() -> None:
    shelf = Shelf()
    shelf.add(MIXED)
    shelf.add(CHINESE, title="书", language="zh")
    first, second = await shelf.made(), await shelf.made()
    assert first.book.data == second.book.data
    other = await shelf.made(title="Another")
    assert other.book.said("dc:identifier") != first.book.said("dc:identifier")


async def test_right_to_left_books_turn_their_pages_so() -> None:
    shelf = Shelf()
    shelf.add(ARABIC, title="عن المكتبات", language="ar", url="https://example.org/ar")
    shelf.add(CHINESE, title="书", language="zh-Hans")
    book = (await shelf.made()).book
    assert book.package.find("o:spine", NAMES).get("page-progression-direction") == "rtl"
    assert book.said("dc:language") == ["ar", "zh-Hans"]
    assert [(page.get("lang"), page.get("dir")) for page in book.chapters.values()] == [
        ("ar", "rtl"),
        ("zh-Hans", "ltr"),
    ]
    (heading,) = book.find("contents.xhtml", "//h:h1")
    assert (words(heading), heading.get("dir")) == ("المحتويات", None)
    (chinese,) = book.find("contents.xhtml", "//h:a[.='书']")
    assert (chinese.get("lang"), chinese.get("dir")) == ("zh-Hans", "ltr")
    assert (
        book.at("chapter-1-1.xhtml#n2")
        .findall(".//h:a", NAMES)[2]
        .get("href")
        .endswith("#%D9%81%D9%82%D8%B1%D8%A9%201")
    )


async def test_a_language_without_labels_has_english_ones_that_say_so() -> None:
    shelf = Shelf()
    shelf.add([(BODY, "Tere.")], title="Tere", language="et")
    (heading,) = (await shelf.made()).book.find("contents.xhtml", "//h:h1")
    assert (words(heading), heading.get("lang")) == ("Contents", "en")


@pytest.mark.parametrize(("heading", "left_out"), [("CONTENTS", True), ("Inhaltsverzeichnis", True), ("Years", False)])
async def test_a_printed_table_of_contents_gives_way_to_the_books_own(heading: str, left_out: bool) -> None:
    lines = [(BODY, f"{number} Chapter ... {number * 7}", under(heading)) for number in range(1, 6)]
    shelf = Shelf()
    shelf.add([(HEADING, heading), *lines, (HEADING, "Chapter"), (BODY, "Text.", under("Chapter"))])
    made = await shelf.made()
    assert [part.text for part in made.parts][:1] == (["Chapter"] if left_out else [heading])
    assert [each["code"] for each in made.metadata["notices"]] == ["printed-contents-left-out"] * left_out


async def test_a_source_that_is_nothing_else_stays() -> None:
    shelf = Shelf()
    shelf.add([(HEADING, "Contents"), *((BODY, f"Chapter ... {number}", under("Contents")) for number in (1, 2, 3))])
    shelf.add([(REFERENCE, "[1] Smith. Boards. 1999.")], title="References")
    assert len((await shelf.made(references=False)).parts) == 5


async def test_contents_without_page_numbers_are_text() -> None:
    shelf = Shelf()
    shelf.add([(HEADING, "Contents"), *((BODY, f"The box holds {name} and more.") for name in ("oak", "ash", "elm"))])
    assert len((await shelf.made()).parts) == 4


async def test_no_level_of_headings_is_left_out() -> None:
    shelf = Shelf()
    names = [("A", None), ("B", "A"), ("C", "B"), ("D", None), ("E", "C")]
    shelf.add([(HEADING, name, Place(section=above)) for name, above in names])
    (page,) = (book := (await shelf.made()).book).chapters
    found = [(each.tag[-2:], words(each)) for each in book.pages[page].iter("{*}h1", "{*}h2", "{*}h3", "{*}h4")]
    assert found == [("h1", "On Shelves"), ("h2", "A"), ("h3", "B"), ("h4", "C"), ("h2", "D"), ("h3", "E")]


async def test_a_long_title_stays_whole() -> None:
    shelf = Shelf()
    shelf.add([(BODY, "One.")], title=LONG_TITLE)
    book = (await shelf.made()).book
    assert words(book.at("chapter-1-1.xhtml#title")) == LONG_TITLE.strip()
    (link,) = book.find("contents.xhtml", "//h:nav[1]/h:ol/h:li[1]/h:a")
    assert len(words(link)) <= 160


def long_source(sections: int) -> list[tuple[object, ...]]:
    pieces: list[tuple[object, ...]] = []
    for number in range(sections):
        name = f"Section {number}"
        pieces += [(HEADING, name), *((BODY, f"{number}.{each} " + "word " * 200, under(name)) for each in range(20))]
    return pieces


async def test_a_long_source_is_cut_into_pages_at_its_sections() -> None:
    shelf = Shelf()
    shelf.add(long_source(12), title="Long")  # type: ignore[arg-type]
    made = await shelf.made(pdf=False)
    sizes = [len(made.book.archive.read(f"EPUB/{name}")) for name in made.book.chapters]
    assert len(sizes) > 3
    assert max(sizes) < 100_000
    openings = [words(page.find(".//h:section/*", NAMES)) for page in made.book.chapters.values()]
    assert all(each.startswith("Section ") for each in openings[1:])
    assert all(made.book.at(part.place.anchor or "") is not None for part in made.parts)


async def test_what_no_book_can_hold_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manuscript, "MOST_PARAGRAPHS", 10)
    shelf = Shelf()
    shelf.add(MIXED)
    with pytest.raises(ContentTooLarge, match="17 paragraphs together; a complete book holds at most 10"):
        await shelf.made()


def test_a_book_is_a_zip_whose_first_file_says_what_it_is(mixed: Made) -> None:
    book: Book = mixed.book
    first = book.archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert book.archive.read("mimetype") == b"application/epub+zip"


async def test_formulas_are_drawn_and_stay_tex_where_that_is_none() -> None:
    shelf = Shelf()
    shelf.add([(BODY, r"It bends by \(\frac{F}{48}\) or \(\frac{a}{\)."), (ROW, r"Oak | \(E^2\)")])
    made = await shelf.made()
    (paragraph,) = made.book.find("chapter-1-1.xhtml", "//h:p[@id='p1']")
    (math,) = paragraph.iter("{http://www.w3.org/1998/Math/MathML}math")
    assert math.get("alttext") == r"\(\frac{F}{48}\)"
    assert r"\(\frac{a}{\)." in "".join(paragraph.itertext())
    assert [each.get("properties") for each in made.book.package.iterfind(".//o:item", NAMES)].count("mathml") == 1
    assert "MathML" in made.book.said("o:meta")
    assert made.pdf
