"""What search asks of the CatalogPort: filters, languages and the statistics of terms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.contract.records import OWNER, make_content, make_paragraphs
from williams.domain.bm25 import TermStatistics
from williams.domain.content import Content, ContentMetadata, ContentType, Tier
from williams.domain.search import ContentFilter
from williams.domain.terms import term_ids
from williams.domain.wording import Wording
from williams.ports.catalog import CatalogPort


def add(catalog: CatalogPort, *texts: str, owner: str = OWNER, **about: Any) -> Content:
    """Add content with paragraphs of these texts; ``about`` is metadata, or a type or tier."""
    fields = {name: about.pop(name) for name in ("content_type", "tier") if name in about}
    content = make_content(owner, metadata=ContentMetadata(**about), paragraph_count=len(texts), **fields)
    drafts = make_paragraphs(content, len(texts))
    catalog.commit_import(
        content, [draft.model_copy(update={"text": text}) for draft, text in zip(drafts, texts, strict=True)]
    )
    return content


def day(number: int) -> datetime:
    return datetime(2024, 5, number, 23, 30, tzinfo=UTC)


@pytest.fixture
def shelf(catalog: CatalogPort) -> dict[str, str]:
    """Three sources of one owner and one of another; their names by id."""
    paper = add(catalog, language="en-GB", license="CC-BY-4.0", authors=["Ada Smith"], published_date=day(1))
    page = add(
        catalog,
        language="de",
        license="CC0-1.0",
        authors=["Jörg Öst", "Eve"],
        published_date=day(3),
        content_type=ContentType.WEBPAGE,
        tier=Tier.TOP,
    )
    bare = add(catalog, content_type=ContentType.VIDEO)
    add(catalog, owner="eve", language="en", license="CC-BY-4.0", authors=["Ada Smith"], published_date=day(1))
    return {paper.content_id: "paper", page.content_id: "page", bare.content_id: "bare"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "paper page bare"),
        ({"content_types": (ContentType.DOCUMENT, ContentType.VIDEO)}, "paper bare"),
        ({"languages": ("en",)}, "paper"),
        ({"languages": ("EN-gb", "de")}, "paper page"),
        ({"languages": ("en-US",)}, ""),
        ({"languages": ("e",)}, ""),
        ({"languages": ("deu",)}, "page"),
        ({"languages": ("eng-GB",)}, "paper"),
        ({"languages": ()}, ""),
        ({"licenses": ("cc-by-4.0",)}, "paper"),
        ({"licenses": ("CC-BY",)}, ""),
        ({"author": "smith"}, "paper"),
        ({"author": "ÖST"}, "page"),
        ({"author": "jo\u0308rg"}, "page"),
        ({"author": "%"}, ""),
        ({"published_from": date(2024, 5, 2)}, "page"),
        ({"published_to": date(2024, 5, 1)}, "paper"),
        ({"published_from": date(2024, 5, 1), "published_to": date(2024, 5, 3)}, "paper page"),
        ({"tiers": (Tier.TOP,)}, "page"),
        ({"tiers": (Tier.GENERAL,), "languages": ("en",)}, "paper"),
        ({"tiers": (Tier.TOP,), "languages": ("en",)}, ""),
        ({"content_types": ()}, ""),
    ],
    ids=str,
)
def test_filters(catalog: CatalogPort, shelf: dict[str, str], wanted: dict[str, Any], found: str) -> None:
    ids = catalog.filtered(OWNER, ContentFilter(**wanted))
    assert sorted(shelf[each] for each in ids) == sorted(found.split())


@pytest.mark.parametrize(("stored", "wanted"), [("iw", "he"), ("he-IL", "iw"), ("in", "ind"), ("cmn-Hans", "zh")])
def test_a_language_fits_by_any_of_its_codes(catalog: CatalogPort, stored: str, wanted: str) -> None:
    found = add(catalog, language=stored)
    assert catalog.filtered(OWNER, ContentFilter(languages=(wanted,))) == [found.content_id]


def test_an_authors_name_fits_in_any_normal_form(catalog: CatalogPort) -> None:
    found = add(catalog, authors=["Jo\u0308rg O\u0308st"])
    assert catalog.filtered(OWNER, ContentFilter(author="ÖST")) == [found.content_id]


def test_ids_of_another_owner_do_not_fit(catalog: CatalogPort, shelf: dict[str, str]) -> None:
    (theirs,) = catalog.filtered("eve", ContentFilter())
    ours = next(iter(shelf))
    assert catalog.filtered(OWNER, ContentFilter(content_ids=(ours, theirs))) == [ours]


@pytest.mark.usefixtures("shelf")
def test_the_languages_of_a_library(catalog: CatalogPort) -> None:
    assert catalog.languages(OWNER) == ["", "de", "en-GB"]
    assert catalog.languages("nobody") == []


def test_the_statistics_count_paragraphs_not_occurrences(catalog: CatalogPort) -> None:
    (book,), (page,), (ship,) = (term_ids(word, ["en"]) for word in ("book", "page", "ship"))
    add(catalog, "A book and a book.", "Books, and their pages.", "Nothing.", language="en")
    add(catalog, "One more book.", language="en")
    add(catalog, "A book and a ship.", owner="eve", language="en")
    assert catalog.term_statistics(OWNER, [book, page, ship]) == TermStatistics(
        paragraphs=4, holding={book: 3, page: 1}
    )
    assert catalog.term_statistics(OWNER, []).holding == {}
    assert catalog.term_statistics("nobody", [book]) == TermStatistics(paragraphs=0, holding={})


def test_the_statistics_count_the_terms_that_are_given(catalog: CatalogPort) -> None:
    content = make_content(OWNER, paragraph_count=2)
    wording = Wording([{1: 0.5, 2: 1.5}, {2: 1.0}], None)
    catalog.commit_import(content, make_paragraphs(content, 2), wording=wording)
    assert catalog.term_statistics(OWNER, [1, 2, 3]).holding == {1: 1, 2: 2}


def test_the_statistics_follow_the_current_version(catalog: CatalogPort) -> None:
    (book,) = term_ids("book", ["en"])
    first = add(catalog, "A book.", "Another book.", language="en")
    for changes, count in (({"sha256": "c" * 64}, 2), ({"version": 2, "paragraph_count": 1}, 1)):
        again = first.model_copy(update=changes)
        (paragraph,) = make_paragraphs(again, 1)
        catalog.commit_import(again, [paragraph.model_copy(update={"text": "The book, again."})])
        assert catalog.term_statistics(OWNER, [book]) == TermStatistics(paragraphs=count, holding={book: count})
