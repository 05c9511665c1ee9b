"""What a page says of itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from williams_html.head import Head, first_date, read_head
from williams_html.paragraphs import Block
from williams_html.people import split_authors
from williams_html.titles import own_title
from williams_html.tree import parse

BY = "https://creativecommons.org/licenses/by/4.0/"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


def head(source: str) -> Head:
    return read_head(parse(f"<html><body>{source}<p>Text.</p></body></html>").root, "https://example.org/a/page")


def linked_data(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("source", "license_"),
    [
        (f'<a rel="license" href="{BY}">these terms</a>', "CC-BY-4.0"),
        (f'<link rel="license" href="{BY}">', "CC-BY-4.0"),
        (f'<a rel="nofollow License" href="//{BY.split("//")[1]}deed.fr">x</a>', "CC-BY-4.0"),
        (f'<meta name="dcterms.license" content="{BY}">', "CC-BY-4.0"),
        (f'<meta name="DCTERMS.rights" content="Licensed under {BY}">', "CC-BY-4.0"),
        ('<meta name="dc:rights" content="CC BY-NC 4.0">', "CC-BY-NC-4.0"),
        (linked_data({"@type": "Article", "license": BY}), "CC-BY-4.0"),
        (
            linked_data({"@graph": [{"@type": "Person"}, {"@type": ["WebPage"], "license": {"@id": BY}}]}),
            "CC-BY-4.0",
        ),
        ('<a rel="license" href="/terms">CC BY 4.0</a>', "CC-BY-4.0"),
        (f'<footer>Under <a href="{BY}">CC BY</a></footer>', "CC-BY-4.0"),
        (f'<div id="footer"><a href="{BY}">CC BY</a></div>', "CC-BY-4.0"),
        (f'<p>A picture by <a href="{BY}">someone else</a></p>', None),
        (f'<a rel="license" href="{BY}">a</a><a rel="license" href="{BY_SA}">b</a>', None),
        (f'<link rel="license" href="{BY}"><a rel="license" href="{BY_SA}">of a figure</a>', "CC-BY-4.0"),
        ('<a rel="license" href="/terms">Terms</a>', None),
        ('<meta name="copyright" content="2024 The Authors">', None),
        ("", None),
    ],
)
def test_license(source: str, license_: str | None) -> None:
    assert head(source).license == license_


def test_a_license_without_an_identifier_is_kept_as_stated() -> None:
    assert head('<a rel="license" href="/terms">Terms</a>').extra()["stated_license"] == "https://example.org/terms"


def test_what_meta_elements_say() -> None:
    found = head(
        """<meta property="og:title" content="The Title"><meta name="author" content="Ada Smith and Bob Jones">
        <meta property="article:published_time" content="2024-03-05T10:00:00+01:00">
        <meta property="article:modified_time" content="2024-04-01"><meta name="description" content="About it">
        <meta property="og:site_name" content="The Site"><link rel="canonical" href="../b">
        <meta name="keywords" content="a, b"><meta property="og:locale" content="en_GB">"""
    )
    assert (found.title, found.authors, found.language) == ("The Title", ["Ada Smith", "Bob Jones"], "en-GB")
    assert (found.published, found.modified) == ("2024-03-05T10:00:00+01:00", "2024-04-01T00:00:00+00:00")
    assert found.extra() == {
        "canonical_url": "https://example.org/b",
        "site": "The Site",
        "description": "About it",
        "keywords": "a, b",
    }


def test_what_linked_data_says() -> None:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "The Headline",
        "author": [{"@type": "Person", "name": "Ada Smith"}, {"name": "Bob Jones"}],
        "datePublished": "2024-03-05",
        "dateModified": "2024-03-06T12:00:00Z",
        "inLanguage": "de",
    }
    found = head(linked_data(data))
    assert (found.title, found.authors, found.language) == ("The Headline", ["Ada Smith", "Bob Jones"], "de")
    assert (found.published, found.modified) == ("2024-03-05T00:00:00+00:00", "2024-03-06T12:00:00+00:00")


@pytest.mark.parametrize("broken", ["{not json", "[" * 100_000, '"text"', "null", '{"@type": 7, "license": 8}'])
def test_broken_linked_data_does_not_disturb(broken: str) -> None:
    assert head(f'<script type="application/ld+json">{broken}</script><link rel="license" href="{BY}">').license


def test_citation_authors_are_one_each() -> None:
    found = head('<meta name="citation_author" content="Smith, Ada"><meta name="citation_author" content="Jones, Bob">')
    assert found.authors == ["Smith, Ada", "Jones, Bob"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["Ada Smith, Bob Jones and Cy Young"], ["Ada Smith", "Bob Jones", "Cy Young"]),
        (["Smith, Ada; Jones, Bob"], ["Smith, Ada", "Jones, Bob"]),
        (["By Ada Smith", "Ada Smith"], ["Ada Smith"]),
        (["admin", "https://www.facebook.com/ada", "", "__"], []),
        (["Ada Smith ada@example.org", f"{'a' * 200_000}"], ["Ada Smith"]),
        (["Ada Smith <ada@gazette.example>, Bob Jones"], ["Ada Smith", "Bob Jones"]),
    ],
)
def test_authors(given: list[str], names: list[str]) -> None:
    assert split_authors(given) == names


@pytest.mark.parametrize(
    ("name", "host", "names"),
    [
        ("Friends of Lighthouses e.V.", "lighthouses.example", []),
        ("German Red Lamp", "grl.example", []),
        ("Ada Lemire", "lemire.example", ["Ada Lemire"]),
    ],
)
def test_a_body_that_the_host_is_called_after_is_no_author(name: str, host: str, names: list[str]) -> None:
    assert split_authors([name], [host]) == names


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-03-05", "2024-03-05T00:00:00+00:00"),
        ("2024/3/5", "2024-03-05T00:00:00+00:00"),
        ("2024-03-05T10:00:00Z", "2024-03-05T10:00:00+00:00"),
        ("2024", None),
        ("2024-13-05", None),
        ("last week", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert first_date([text]) == date


def test_the_title_element_is_the_last_word() -> None:
    assert head("<title> A page </title>").title == "A page"
    assert head("<h1>A heading</h1>").title == "A heading"
    assert head("").title is None


@pytest.mark.parametrize(
    ("declared", "title"), [("Whales - The Site", "Whales"), ("Fish", "Fish"), (None, "Whales"), ("Whales", "Whales")]
)
def test_the_sites_name_is_no_part_of_the_title(declared: str | None, title: str) -> None:
    assert own_title(declared, [Block("Text."), Block("Whales", "heading", 1)]) == title


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("Tools of &lt;i&gt;Homo sapiens&lt;/i&gt;", "Tools of Homo sapiens"),
        (
            "H&lt;sub&gt;2&lt;/sub&gt;O &lt;b class=&quot;x&quot;&gt;and &lt;i&gt;more&lt;/i&gt;&lt;/b&gt;",
            "H2O and more",
        ),
        ("Birds &amp;amp; bees &amp;#8211; &amp;lt;em&amp;gt;now&amp;lt;/em&amp;gt;", "Birds & bees – now"),
        ("What &lt;br&gt; does, and #include &lt;vector&gt;", "What <br> does, and #include <vector>"),
        ("R&amp;D at AT&amp;T; 2 &lt; 3", "R&D at AT&T; 2 < 3"),
    ],
)
def test_markup_that_was_escaped_is_none_of_the_title(stated: str, read: str) -> None:
    for source in (f'<meta property="og:title" content="{stated}">', f"<title>{stated}</title>"):
        assert head(source).title == read
    about = head(
        f'<meta name=author content="&lt;a href=/jane&gt;Jane Roe&lt;/a&gt;"><meta name=description content="{stated}">'
    )
    assert (about.authors, about.description) == (["Jane Roe"], read)


@pytest.mark.parametrize("href", ["http://[bad", "javascript:alert(1)", "mailto:a@example.org"])
def test_an_address_that_is_none_is_not_canonical(href: str) -> None:
    assert head(f'<link rel="canonical" href="{href}">').canonical_url is None


def test_the_language_of_the_root() -> None:
    assert read_head(parse("<html lang='fr-CA'><p>Texte.</p></html>").root).language == "fr-CA"
    assert read_head(parse("<html lang='not a language'><p>Text.</p></html>").root).language is None


@pytest.mark.parametrize(
    ("heading", "declared", "title"),
    [
        (
            "<span class='article__kicker'>Harbour</span><span>The lamp is lit</span>",
            "Harbour: The lamp is lit",
            "The lamp is lit",
        ),
        (
            "<span class='overline'>Harbour </span><span>: </span><span>The lamp is lit</span>",
            "Lamp lit at last",
            "The lamp is lit",
        ),
        ("<small>Word of the week</small><br>The lamp is lit", "The lamp is lit - Cape News", "The lamp is lit"),
        (
            "<a href='/x'><span class='label'>News</span> <span> </span>The lamp is lit</a>",
            "The lamp is lit",
            "The lamp is lit",
        ),
        ("<em>The lamp</em>: a review", "The lamp: a review", "The lamp: a review"),
        ("<em>The lamp is lit</em>", "The lamp is lit", "The lamp is lit"),
    ],
)
def test_a_topic_above_a_headline_is_none_of_the_title(heading: str, declared: str, title: str) -> None:
    page = f"<title>{declared}</title><body><article><h1>{heading}</h1><p>Three brothers.</p></article>"
    assert head(page).title == title


@pytest.mark.parametrize(
    ("declared", "host", "title"),
    [
        ("The lamp is lit | Capenews", "capenews.example", "The lamp is lit"),
        ("The lamp is lit │ Müller Markt", "www.mueller-markt.example", "The lamp is lit"),
        ("Cape Digital Home | The lamp is lit", "capedigital.example", "The lamp is lit"),
        ("The lamp is lit - Cape Lamp Union", "clu.example", "The lamp is lit"),
        ("CLU - The lamp is lit", "www.clu.example", "The lamp is lit"),
        (
            "The lamp is lit - a tale of the cape and its news",
            "cape.example",
            "The lamp is lit - a tale of the cape and its news",
        ),
        ("The lamp is lit - Other Paper", "capenews.example", "The lamp is lit - Other Paper"),
        ("Capenews", "capenews.example", "Capenews"),
    ],
)
def test_a_site_is_known_by_its_host_in_a_title(declared: str, host: str, title: str) -> None:
    root = parse(f"<title>{declared}</title><body><p>Three brothers.</p>").root
    assert read_head(root, f"https://{host}/a").title == title


def test_a_person_is_not_the_site_that_has_their_initials() -> None:
    assert split_authors(["Jane W. Zimmer"], ["jwz.example"]) == ["Jane W. Zimmer"]
    assert split_authors(["Deutsches Rotes Kreuz"], ["drk.example"]) == []
