"""The table and the sheet, what is credited, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from pydantic import ValidationError
from williams_export_flashcards.models import FlashcardParameters

from tests.unit.flashcards.decks import Shelf
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
