"""Books in short: what a digest quotes, and what it stands on."""

from __future__ import annotations

import pytest
from williams_writing.asking import Asking

from tests.unit.ebook.reader import words
from tests.unit.ebook.shelf import BODY, CODE, FIGURE, HEADING, PICTURE, ROW, Shelf, under
from williams.domain.errors import EmptyContent
from williams_testing.writing import ScriptedChat

SHELVES = (
    (HEADING, "Shelves"),
    (
        BODY,
        "A library keeps 1,250 books (most of them old) so that readers can find them again.",
        under("Shelves", page=1),
    ),
    (BODY, "Every book carries a mark that tells where it came from and who gave it.", under("Shelves", page=2)),
    (HEADING, "Damp", under("Shelves", page=3)),
    (BODY, "Damp paper bags ruin a whole harvest of seeds within a few weeks.", under("Damp", page=3)),
    (ROW, "Wood | 40 kg", under("Damp", page=3)),
)
SEEDS = (
    (BODY, "Seeds are kept in a cool and dark room until the spring comes.", under("Keeping")),
    (BODY, "Damp paper bags ruin a whole harvest of seeds within a few weeks.", under("Keeping")),
)


async def test_it_quotes_as_it_is_written() -> None:
    shelf = Shelf()
    shelf.add(SHELVES, title="On Shelves")
    made = await shelf.made(mode="digest")
    assert {part.role for part in made.parts} == {"statement"}
    for part in made.parts:
        (source,) = part.sources
        assert made.texts[source.paragraph_id][source.start : source.end] == part.text
        assert words(made.book.at(part.place.anchor or "")) == part.text
    assert made.parts[0].text == SHELVES[1][1]
    assert [part.heading for part in made.parts] == ["Shelves", "Shelves", "Damp"]
    assert words(made.book.at("chapter-1-1.xhtml#n2")).endswith("p. 2, ¶ 3")
    assert "with quoting/extractive-textrank" in words(made.book.pages["license.xhtml"])


async def test_figures_stand_below_what_is_quoted_of_their_section() -> None:
    bag = "Figure 1: A paper bag of seeds stood in the damp cellar for a whole winter."
    illustrated = (*SHELVES, (FIGURE, bag, under("Damp", page=4)), (FIGURE, "Figure 2", under("Else")))
    shelf = Shelf()
    shelf.add(illustrated, title="On Shelves", url="https://example.org/a.pdf")
    made = await shelf.made(mode="digest")
    (figure,) = [part for part in made.parts if part.role == "figure"]
    quoted = next(part for part in made.parts if part.text.startswith("Damp paper"))
    assert (figure.text, figure.heading, figure.ordinal) == (bag, "Damp", quoted.ordinal + 1)
    assert [part.role for part in made.parts if "paper bag of" in part.text] == ["figure"], "nor is it quoted beside it"
    (source,) = figure.sources
    assert made.texts[source.paragraph_id][source.start : source.end] == figure.text
    (page,) = made.book.chapters
    ((picture, said),) = made.book.find(page, "//h:p[h:span]/following-sibling::*[1][self::h:figure]")
    assert (picture.get("src"), picture.get("alt")) == ("figure-1-7.png", "Two boards")
    assert [words(line) for line in said] == [bag, "“On Shelves”, p. 4 · CC-BY-4.0"]
    assert made.book.archive.read("EPUB/figure-1-7.png") == PICTURE
    assert words(made.book.at((figure.place.anchor or "").replace("#s", "#n"))).endswith("p. 4, ¶ 7")
    assert made.pdf
    assert [notice["code"] for notice in made.metadata["notices"]] == ["figures-left-out"]
    again = await shelf.made(mode="digest")
    assert (again.book.data, again.pdf) == (made.book.data, made.pdf)
    assert not [part for part in (await shelf.made(mode="digest", figures=0)).parts if part.role == "figure"]


async def test_what_two_sources_say_is_said_once_and_cites_both() -> None:
    shelf = Shelf()
    one, other = shelf.add(SHELVES, title="On Shelves"), shelf.add(SEEDS, title="On Seeds")
    made = await shelf.made(mode="digest")
    (shared,) = [part for part in made.parts if part.text.startswith("Damp paper")]
    assert [source.document_id for source in shared.sources] == [one, other]
    note = words(made.book.at((shared.place.anchor or "").replace("#s", "#n")))
    assert note == "3 “On Shelves”, p. 3, ¶ 5; “On Seeds”, section “Keeping”, ¶ 2"
    assert made.metadata["chapters"] == ["On Shelves", "On Seeds"]


async def test_what_stood_far_apart_is_not_run_together() -> None:
    said = {"heading": None, "statements": [{"text": f"Word {n}.", "passages": [n]} for n in (1, 2, 4)]}
    shelf = Shelf(text=Asking(ScriptedChat({"sections": [said]})))
    shelf.add([(BODY, f"The {name} grows in valleys.") for name in ("oak", "ash", "elm", "fir")])
    made = await shelf.made(mode="digest")
    (page,) = made.book.chapters
    assert [words(each) for each in made.book.find(page, "//h:p[h:span]")] == ["Word 1. Word 2.", "Word 4."]


async def test_a_source_of_which_nothing_is_quoted_is_named() -> None:
    shelf = Shelf()
    shelf.add(SHELVES, title="On Shelves")
    listing = shelf.add([(BODY, "x = y"), (CODE, "print(1)")], title="Listing")
    made = await shelf.made(mode="digest")
    (notice,) = made.metadata["notices"]
    assert notice["code"] == "source-not-in-digest"
    assert f"“Listing” ({listing})" in notice["message"]
    assert made.metadata["chapters"] == ["On Shelves"]


async def test_more_words_hold_more() -> None:
    shelf = Shelf()
    topics = ["oak", "beech", "maple", "birch", "willow", "cedar", "spruce", "larch", "poplar", "alder", "rowan"]
    shelf.add(
        [
            (BODY, f"The {name} grows in valleys where {name} rivers bring the {name} water that it needs.")
            for name in topics * 3
        ]
    )
    short, long = await shelf.made(mode="digest", words=100), await shelf.made(mode="digest", words=1000)
    assert 0 < len(short.parts) <= len(long.parts)


async def test_code_alone_cannot_be_told_in_short() -> None:
    shelf = Shelf()
    shelf.add([(BODY, "x = y"), (CODE, "print(1)")], title="Listing")
    with pytest.raises(EmptyContent, match="Choose the mode `complete`"):
        await shelf.made(mode="digest")


async def test_what_a_model_stands_on_nothing_is_left_out_and_said() -> None:
    grounded = [{"text": f"Statement {number}.", "passages": [number]} for number in (1, 2, 3)]
    answer = {"sections": [{"heading": "Shelves", "statements": [*grounded, {"text": "Nothing.", "passages": [99]}]}]}
    shelf = Shelf(text=Asking(ScriptedChat("?", answer)))
    shelf.add(SHELVES)
    made = await shelf.made(mode="digest")
    assert [part.text for part in made.parts] == ["Statement 1.", "Statement 2.", "Statement 3."]
    assert made.metadata["statements_left_out"] == 1
    assert "Left out, since they stood on nothing: 1." in words(made.book.pages["license.xhtml"])


async def test_too_many_words_are_sent_back() -> None:
    def answer(count: int) -> dict[str, object]:
        return {"sections": [{"heading": None, "statements": [{"text": "word " * count, "passages": [1]}]}]}

    chat = ScriptedChat(answer(400), answer(100))
    shelf = Shelf(text=Asking(chat))
    shelf.add(SHELVES)
    await shelf.made(mode="digest", words=100)
    assert "it has 400 words; 100 were asked for" in chat.asked[1][-1].text


async def test_the_same_sources_make_the_same_bytes() -> None:
    shelf = Shelf()
    shelf.add(SHELVES)
    shelf.add(SEEDS)
    made = [await shelf.made(mode="digest") for _ in range(2)]
    assert made[0].book.data == made[1].book.data
