"""Sources as artifacts name, credit and link them."""

from __future__ import annotations

from typing import Any

import pytest
from williams_publishing.crediting import credit_of, terms_in_words
from williams_publishing.labels import labels_for
from williams_publishing.repeats import repeats
from williams_publishing.works import Work, works_of

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.places import Place
from williams_testing.factories import make_content
from williams_testing.library import OWNER


def works(*said: dict[str, Any], language: str = "en", **content: Any) -> list[Work]:
    return works_of([make_content(OWNER, metadata=ContentMetadata(**each), **content) for each in said], language)


@pytest.mark.parametrize(
    ("content", "place", "link"),
    [
        ({"url": "https://e.org/a.pdf"}, Place(page=3), "https://e.org/a.pdf#page=3"),
        ({"url": "https://e.org/a.mp4"}, Place(seconds=61.5), "https://e.org/a.mp4#t=61.5"),
        ({"url": "upload://up_1/a.pdf"}, Place(page=3), None),
        ({"url": "https://e.org/a.md#top"}, Place(anchor="see this"), "https://e.org/a.md#see%20this"),
        ({"url": 'https://e.org/ü " a'}, Place(), "https://e.org/%C3%BC%20%22%20a"),
        (
            {"url": "https://e.org/a", "content_type": ContentType.WEBPAGE},
            Place(anchor="s1"),
            "https://e.org/a#s1:~:text=one%2Dtwo%20b%20c%20d,f%20g%20h%2C%20i",
        ),
    ],
)
def test_where_a_link_leads(content: dict[str, Any], place: Place, link: str | None) -> None:
    (work,) = works({"title": "A"}, **content)
    assert work.link_to(place, "one-two b c d e f g h, i") == link


def test_works_that_are_called_the_same_are_told_apart_by_their_titles() -> None:
    one, other, third = works(
        {"title": "On Oak", "authors": ["Ada Smith"]},
        {"title": "On Beech", "authors": ["Bo Smith"]},
        {"title": "On Ash", "authors": ["Cy Young"]},
    )
    assert [one.cited, other.cited, third.cited] == ["Smith, “On Oak”", "Smith, “On Beech”", "Young"]


@pytest.mark.parametrize(
    ("language", "reference", "cited", "where"),
    [
        ("de-AT", "Urheber unbekannt. A. Lizenz: nicht angegeben.", "Smith und Jones, S. 2, 5", "Abschnitt 4.2, ¶ 7"),
        ("ja", "著者不明. A. ライセンス：記載なし.", "Smith・Jones, 2, 5 ページ", "節 4.2, ¶ 7"),
        ("sv", "Unknown author. A. License: not stated.", "Smith and Jones, p. 2, 5", "section 4.2, ¶ 7"),
    ],
)
def test_sources_are_cited_in_the_words_of_the_artifact(language: str, reference: str, cited: str, where: str) -> None:
    nameless, named = works(
        {"title": "A", "language": "en"}, {"title": "B", "authors": ["Ada Smith", "Bo Jones"]}, language=language
    )
    assert nameless.reference == reference
    assert named.citation([Place(page=5), Place(page=2)]) == cited
    assert named.place(Place(section="4.2 Results", paragraph=7)) == where


def test_a_known_license_leads_to_its_text() -> None:
    known, reserved = works({"title": "A", "license": "CC-BY-4.0"}, {"title": "B", "license": "LicenseRef-Mine"})
    credit = credit_of(known)
    assert credit.named + credit.license + credit.end == known.reference
    assert credit.link == "https://spdx.org/licenses/CC-BY-4.0.html"
    assert credit_of(reserved).link is None


@pytest.mark.parametrize(
    ("licenses", "words"),
    [
        (["CC-BY-4.0", "CC-BY-NC-4.0"], ["attribution", "no_commercial"]),
        (["CC0-1.0"], []),
        (["CC-BY-4.0", None], ["unknown"]),
    ],
)
def test_what_licenses_ask_for_together_is_said_in_the_language(licenses: list[str | None], words: list[str]) -> None:
    labels = labels_for("pl")
    found = terms_in_words(works(*({"title": "A", "license": each} for each in licenses)), labels)
    assert found == [getattr(labels, each) for each in words]


def test_sources_of_one_text_are_told_once() -> None:
    assert repeats({"a": ["x", "y"], "b": ["x"], "c": ["x", "y"], "d": ["x", "y"]}) == {"c": "a", "d": "a"}
