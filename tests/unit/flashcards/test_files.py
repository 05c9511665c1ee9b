"""The table and the sheet, what is credited, and what is refused."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from pydantic import ValidationError
from williams_export_flashcards.figure_cards import MOST_BYTES, figure_cards, pictured, unasked
from williams_export_flashcards.models import FlashcardParameters

from tests.unit.flashcards.decks import Shelf
from tests.unit.import_document.test_figures import picture
from tests.unit.publishing.figures import figure
from williams.domain.content import ParagraphKind
from williams.domain.errors import EmptyContent
from williams_testing.factories import WHEN
from williams_testing.library import OWNER

DEFINED = "A colophon is a statement at the end of a book that names its printer."
DATED = "Johannes finished a Bible of two volumes in the town of Mainz in March 1455."


class Elements(HTMLParser):
    """The elements of a page by their tags, and the ids that they have."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, Mapping[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> set[str]:
        return {str(attributes["id"]) for _, attributes in self.found if "id" in attributes}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_the_table_has_a_row_for_every_card(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DEFINED, DATED], url="https://example.org/shelves.pdf"))
    defined, dated = shelf.table(made)
    assert (defined["front"], defined["kind"]) == ("colophon", "reversed")
    assert dated["front"] == "Johannes finished a Bible of two volumes in the town of Mainz in […]."
    assert dated["back"] == "March 1455"
    assert dated["link"] == "https://example.org/shelves.pdf#page=1"
    assert dated["tags"] == "On_Shelves::Introduction"
    assert dated["source"] == "Smith, p. 1"


def test_a_spreadsheet_computes_nothing(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DATED], said={"title": "=HYPERLINK(A1)", "authors": []}))
    assert shelf.file(made, "cards.csv").startswith("\ufeff".encode())
    (row,) = shelf.table(made)
    assert not any(value.startswith(("=", "+", "@")) for value in row.values())


def test_every_part_leads_to_its_card_on_the_sheet(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DEFINED, DATED]), title="Old books")
    parts = shelf.library.graph.genealogy(OWNER, made.artifact_id).parts
    assert [(part.role, part.heading) for part in parts] == [("reversed", "Old books"), ("cloze", "Old books")]
    anchors = {str(part.place.anchor) for part in parts}
    ids = Elements(shelf.file(made, "sheet.html")).ids()
    assert {anchor.removeprefix("sheet.html#") for anchor in anchors} == ids


def test_the_sheet_names_the_sources_and_their_licenses(shelf: Shelf) -> None:
    source = shelf.put([DATED])
    made = shelf.make(source)
    page = shelf.file(made, "sheet.html").decode()
    assert "Ada Smith. On Shelves. License: CC-BY-4.0." in page
    assert "<h2>Sources</h2>" in page
    assert "<h2>Quellen</h2>" in shelf.file(shelf.make(source, language="de"), "sheet.html").decode()
    assert made.metadata["license"] == "CC-BY-4.0"


def test_words_of_a_source_are_text_on_the_sheet(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DATED], said={"title": "<script>alert(1)</script>", "authors": ["<img src=x>"]}))
    tags = {tag for tag, _ in Elements(shelf.file(made, "sheet.html")).found}
    assert not tags & {"script", "img"}


def test_tex_is_drawn_or_stands_as_text(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DATED.replace("volumes", r"volumes \(x^2\) and \(\frac{a}{\)")]))
    page = shelf.file(made, "sheet.html").decode()
    assert "<msup>" in page
    assert r"<code>\frac{a}{</code>" in page


def test_figures_without_any_sentence_make_a_deck_that_asks_each_caption_once(shelf: Shelf) -> None:
    captions = {"Figure 1: A lens": "red", "Figure 2: a lens": "blue", "Figure 3: A tower": "green"}
    plates = {caption: picture(colour=colour) for caption, colour in captions.items()}
    made = shelf.make(shelf.put([*plates], figures=plates), figures=5)
    assert [(row["kind"], row["back"]) for row in shelf.table(made)] == [("figure", "A lens"), ("figure", "A tower")]
    codes = [each["code"] for each in made.metadata["notices"]]
    assert codes == ["figures-alone", "figures-left-out"]
    with pytest.raises(EmptyContent, match="none stand in a sentence"):
        shelf.make(shelf.put([*plates], figures=plates), figures=0)


def test_its_preview_is_the_first_card(shelf: Shelf) -> None:
    made = [shelf.make(shelf.put([text]), artifact_id=name) for text, name in ((DEFINED, "art_1"), (DATED, "art_2"))]
    one, other = (shelf.file(each, "preview.png") for each in made)
    assert one.startswith(b"\x89PNG")
    assert one != other


def test_figures_are_on_the_sheet_and_beside_the_table(shelf: Shelf) -> None:
    boats = {"Figure 1: A flat boat": picture(), "Figure 2": picture(colour="red"), "Figure 3: A quay": picture()}
    made = shelf.make(shelf.put([DEFINED, *boats], figures=boats), figures=5)
    (row,) = [row for row in shelf.table(made) if row["kind"] == "figure"]
    assert (row["front"], row["back"]) == ("What does this figure show?", "A flat boat")
    assert row["fact"] == "Figure 1: A flat boat"
    assert shelf.file(made, row["picture"]) == picture()
    (image,) = [found for tag, found in Elements(shelf.file(made, "sheet.html")).found if tag == "img"]
    assert image["src"] == f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    (part,) = [each for each in shelf.library.graph.genealogy(OWNER, made.artifact_id).parts if each.role == "figure"]
    assert [(each.start, each.end) for each in part.sources] == [(0, len("Figure 1: A flat boat"))]
    (notice,) = [each for each in made.metadata["notices"] if each["code"] == "figures-left-out"]
    assert notice["message"] == "The sources have 3 figures, of which 1 are on cards."


@pytest.mark.parametrize(
    ("caption", "language", "answer"),
    [
        ("Figure 12.3: A flat boat.", "en", "A flat boat"),
        ("FIG. 2 – A flat boat. It has two oars.", "en", "A flat boat"),
        ("Figure 2 A flat boat", "en", "A flat boat"),
        ("A flat boat of 1455", "en", "A flat boat of 1455"),
        ("Apollo 11 on the moon", "en", "Apollo 11 on the moon"),
        ("Abb. 3: Ein Kahn", "de", "Ein Kahn"),
        ("图3：一条平底船", "zh", "一条平底船"),
        ("الشكل ١: مركب قديم", "ar", "مركب قديم"),
        ("Figure 7", "en", None),
        ("Figure 7: " + "and so on " * 60, "en", None),
    ],
)
def test_captions_answer_without_their_numbers(caption: str, language: str, answer: str | None) -> None:
    shown = figure(caption)
    shown = replace(shown, work=replace(shown.work, language=language))
    assert [card.answer for card in figure_cards([shown], [], 5)] == ([answer] if answer else [])


def test_each_source_has_its_turn_and_decks_stay_small() -> None:
    one = [figure(f"One {n}: A boat with {n} sails", ordinal=n, sha256=f"{n}") for n in range(5)]
    other = figure("Other 1: A boat")
    other = replace(other, work=replace(other.work, number=2))
    turns = figure_cards([*one, other], [], 2)
    assert [card.citations[0].paragraph_id for card in turns] == ["doc_1.p0", other.paragraph.paragraph_id]
    large = replace(one[0], file=one[0].file.model_copy(update={"size": MOST_BYTES}))
    assert [card.citations[0].paragraph_id for card in figure_cards([large, *one[1:]], [], 9)] == ["doc_1.p0"]
    # Cards that were written of captions show figures, too.
    assert list(pictured([large, *one[1:]], figure_cards(one, [], 9))) == ["doc_1.p0"]
    assert [each.message for each in unasked([large, *one[1:]], figure_cards(one, [], 9))] == [
        "The sources have 5 figures, of which 1 are on cards."
    ]


def test_the_same_sources_make_the_same_bytes(shelf: Shelf) -> None:
    source = shelf.put([DEFINED, DATED])
    one = shelf.make(source)
    other = shelf.make(source, artifact_id="art_2", requested_at=WHEN + timedelta(days=400))
    for name in ("deck.apkg", "cards.csv", "sheet.html"):
        assert shelf.file(one, name) == shelf.file(other, name), name


def test_a_long_title_and_emoji_are_no_obstacle(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DATED.replace("Bible", "📕 Bible")], said={"title": "Books 📚 " + "of old " * 45}))
    (row,) = shelf.table(made)
    assert "📕" in row["front"]
    assert len(row["tags"]) < 200
    assert len(shelf.library.catalog.artifact(OWNER, made.artifact_id).title) <= 120


def test_two_sources_with_one_text_are_asked_once_and_it_is_said(shelf: Shelf) -> None:
    first, second = shelf.put([DATED]), shelf.put([DATED], url="https://example.org/other.pdf")
    made = shelf.make(first, second)
    (part,) = shelf.library.graph.genealogy(OWNER, made.artifact_id).parts
    assert len(part.sources) == 1
    assert [notice["code"] for notice in made.metadata["notices"]] == ["source-asked-once"]


@pytest.mark.parametrize("kind", [ParagraphKind.TABLE_ROW, ParagraphKind.CODE, ParagraphKind.REFERENCE])
def test_where_nothing_can_be_asked_the_error_says_so(shelf: Shelf, kind: ParagraphKind) -> None:
    with pytest.raises(EmptyContent, match="Choose a source with running text"):
        shelf.make(shelf.put([DATED], kind=kind))


def test_headings_are_never_asked_about(shelf: Shelf) -> None:
    with pytest.raises(EmptyContent):
        shelf.make(shelf.put([DATED], kind=ParagraphKind.HEADING))


def test_quoted_cards_in_another_language_than_asked_for_are_told_of(shelf: Shelf) -> None:
    made = shelf.make(shelf.put([DATED]), language="de")
    assert [notice["code"] for notice in made.metadata["notices"]] == ["cards-in-another-language"]
    assert shelf.table(made)[0]["language"] == "en"


@pytest.mark.parametrize(
    "parameters",
    [
        {"count": 0},
        {"count": 301},
        {"count": "ten"},
        {"kinds": []},
        {"kinds": ["picture"]},
        {"language": "?"},
        {"n": 1},
    ],
)
def test_impossible_parameters_are_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FlashcardParameters.model_validate(parameters)


def test_parameters_are_published_with_titles_and_examples() -> None:
    published = FlashcardParameters.model_json_schema()["properties"]
    assert all(each["title"] and each["description"] and each["examples"] for each in published.values())
