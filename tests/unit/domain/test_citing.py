"""Places, citations and references as people write them."""

from __future__ import annotations

from typing import Any

import pytest

from williams.domain import citing
from williams.domain.places import Place
from williams.domain.provenance import SourceDocument


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({}, ""),
        ({"page": 2, "paragraph": 18, "section": "3.2 Results"}, "p. 2, ¶ 18"),
        ({"page": 12, "page_label": "xii", "paragraph": 18}, "p. xii, ¶ 18"),
        ({"page": 12, "page_label": "xii"}, "p. xii"),
        ({"paragraph": 18}, "¶ 18"),
        ({"seconds": 724.9, "until": 731.0, "paragraph": 3}, "12:04"),
        ({"seconds": 0.0}, "0:00"),
        ({"seconds": 3723.0}, "1:02:03"),
        ({"slide": 7, "paragraph": 60}, "slide 7"),
        ({"sheet": "Budget", "paragraph": 2}, "sheet Budget"),
        ({"section": "3.2 Results"}, "section 3.2"),
        ({"section": "4. Results", "paragraph": 5}, "section 4, ¶ 5"),
        ({"section": "A.1 Proofs"}, "section A.1"),
        ({"section": "10 reasons to read", "anchor": "ten"}, "section “10 reasons to read”"),
        ({"section": "A bird in the hand"}, "section “A bird in the hand”"),
        ({"section": "w " * 100}, f"section “{('w ' * 100)[:59].rstrip()}…”"),
        ({"anchor": "chapter-2.xhtml#s3"}, "chapter-2.xhtml#s3"),
    ],
)
def test_a_place_in_words(place: dict[str, Any], words: str) -> None:
    assert citing.in_words(Place(**place)) == words


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([{"page": 5}, {"page": 2, "page_label": "ii"}, {"page": 5, "paragraph": 9}], "p. ii, 5"),
        ([{"seconds": 724.0}, {"seconds": 65.0}], "1:05, 12:04"),
        ([{"slide": 7}, {"slide": 3}], "slide 3, 7"),
        ([{"paragraph": 3}], ""),
        ([{"section": "Later", "paragraph": 9}, {"section": "First", "paragraph": 1}], "section “First”, “Later”"),
        ([], ""),
    ],
)
def test_places_of_one_source_in_words(places: list[dict[str, Any]], words: str) -> None:
    assert citing.all_in_words(Place(**place) for place in places) == words


def test_pages_of_a_file_are_drawn_together() -> None:
    assert citing.pages_in_words([6, 2, 4, 5, 4]) == "p. 2, 4-6"


def test_of_many_authors_the_first_are_named() -> None:
    authors = ["Ada Smith", "Bo Jones", "Cy Young", "Di Brown"]
    assert citing.names(authors) == "Ada Smith, Bo Jones, Cy Young and others"
    assert citing.names(authors[:2]) == "Ada Smith, Bo Jones"


def document(**fields: Any) -> SourceDocument:
    return SourceDocument(**({"doc_id": "doc_1", "title": "On Shelves"} | fields))


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ([], "“On Shelves” (2024)"),
        ([""], "“On Shelves” (2024)"),
        (["Ada Smith"], "Smith (2024)"),
        (["Smith, Ada"], "Smith (2024)"),
        (["Plato"], "Plato (2024)"),
        (["Ada Smith", "Bo Jones"], "Smith and Jones (2024)"),
        (["Ada Smith", "Jones, Bo", "Cy Young"], "Smith et al. (2024)"),
        (["van der Berg, Ida", "Bo Jones"], "van der Berg and Jones (2024)"),
    ],
)
def test_a_citation_names_up_to_two_authors(authors: list[str], expected: str) -> None:
    assert citing.citation(document(authors=authors, published_date="2024-05-01T00:00:00")) == expected


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada Smith", "Smith"),
        ("Smith, Ada", "Smith"),
        ("The PARI group", "The PARI group"),
        ("Williams Librarian contributors", "Williams Librarian contributors"),
        ("World Wide Web Consortium", "World Wide Web Consortium"),
        ("Plato", "Plato"),
    ],
)
def test_a_person_is_cited_by_the_family_name_an_organisation_by_all_of_it(author: str, name: str) -> None:
    assert citing.family_name(author) == name


def test_a_citation_of_little_is_still_one() -> None:
    assert citing.citation(document()) == "“On Shelves”"
    assert citing.citation(document(title=None)) == "“doc_1”"
    assert citing.citation(document(authors=["Ada Smith"])) == "Smith"


def test_a_blank_author_is_nobody() -> None:
    assert citing.citation(document(authors=["  ", "Ada Smith"])) == "Smith"


def test_a_reference_says_what_is_not_known() -> None:
    full = document(authors=["Ada Smith", "Bo Jones"], published_date="2024-05-01", license="CC-BY-4.0")
    assert citing.reference(full) == "Ada Smith, Bo Jones (2024). On Shelves. License: CC-BY-4.0."
    assert citing.reference(document(title=None)) == "Unknown author. doc_1. License: not stated."
    asking = document(title="Why?", authors=["Smith, J."])
    assert citing.reference(asking) == "Smith, J. Why? License: not stated."


def test_a_citation_says_where() -> None:
    talk = document(authors=["Ada Smith"], published_date="2024-05-01")
    assert citing.citation(talk, [Place(seconds=724.0)]) == "Smith (2024), 12:04"
    assert citing.citation(talk, [Place(paragraph=3)]) == "Smith (2024)"


def test_a_source_is_an_item_of_csl_json() -> None:
    page = document(
        authors=["Ada Smith", "Jones, Bo", "The PARI group", "Plato", " "],
        published_date="2024-05-01T00:00:00+00:00",
        license="CC-BY-4.0",
        url="https://example.org/shelves",
        content_type="webpage",
    )
    assert citing.csl_item(page) == {
        "id": "doc_1",
        "type": "webpage",
        "title": "On Shelves",
        "author": [
            {"family": "Smith", "given": "Ada"},
            {"family": "Jones", "given": "Bo"},
            {"literal": "The PARI group"},
            {"literal": "Plato"},
        ],
        "issued": {"date-parts": [[2024, 5, 1]]},
        "URL": "https://example.org/shelves",
        "license": "CC-BY-4.0",
    }
    upload = document(title=None, url="upload://up_1/shelves.pdf", content_type="document")
    assert citing.csl_item(upload) == {"id": "doc_1", "type": "document", "title": "doc_1"}
