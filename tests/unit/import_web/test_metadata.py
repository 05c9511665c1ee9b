"""What is said of a page: right, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring
from williams_html.tree import parse
from williams_import_web.byline import shown_authors, stated_date
from williams_import_web.page import read_page

from tests.processor import at_most
from tests.unit.import_web.kinds import TITLE, paragraphs, site_page, story


def metadata(tmp_path: Path, data: bytes) -> dict[str, Any]:
    source = tmp_path / "page"
    source.write_bytes(data)
    found = read_page(source, lambda _done, _total: None, "https://cape.example/a", None)["metadata"]
    assert isinstance(found, dict)
    return found


def author(content: str, site: str = "Cape News") -> str:
    return f'<meta name="author" content="{content}"><meta property="og:site_name" content="{site}">'


def linked(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'


@pytest.mark.parametrize(
    ("head", "shown", "authors"),
    [
        (author("JANE ROE, Wire Harbour Writer"), "", ["JANE ROE"]),
        (author("Jane Roe, Cape News"), "", ["Jane Roe"]),
        (author("JANE ROE and JOHN DOE United Wire"), "", ["JANE ROE", "JOHN DOE"]),
        (author("Analysis by Jane Roe, Cape Editor-at-large"), "", ["Jane Roe"]),
        (author("Reuters"), "", []),
        (author("Cápe News"), "", []),
        (author("Cape News GmbH"), "", []),
        (author("Copyright Cape Media - all rights reserved"), "", []),
        (author("Contributors to Cape projects"), "", []),
        (author("Jane Roe →"), "", ["Jane Roe"]),
        (author("F.A.S."), "", []),
        (author("Jane Cape"), "", ["Jane Cape"]),
        (author("Cape Area Palaeontology Enthusiasts"), "", []),
        ("", '<p class="byline"><a href="/all">Zur Übersicht</a></p>', []),
        ("", '<p class="entry-meta">by <a href="/jane">Jane Roe</a>in <a href="/x">News</a></p>', ["Jane Roe"]),
        ("", "<div><p>Auteur : Jane Roe</p></div>", ["Jane Roe"]),
        ("", "<p><strong>Autorin: Jane Roe, Redakteurin</strong></p>", ["Jane Roe"]),
        ("", "<p>Autor: Jane Roe</p><p>Autor: John Doe</p>", []),
        ("", '<h5 class="field--name-author">Jane Roe</h5>', ["Jane Roe"]),
        (author("Cape News"), "", []),
        (author("capeadmin"), "", []),
        (author("Super User"), "", []),
        (author("Cape", site=""), "", []),
        (author("Cape-Redaktion"), "", []),
        (author("Newsroom Staff"), "", []),
        (author("editor@cape.example"), "", []),
        (author("Jane van der Roe &amp; John Doe"), "", ["Jane van der Roe", "John Doe"]),
        (linked('"author": {"@type": "Person", "name": "The Cape and Island fishery boards"}'), "",
         ["The Cape and Island fishery boards"]),
        ("", '<p class="byline">by Jane Roe <br>Tuesday, March 2, 2021</p>', ["Jane Roe"]),
        ("", '<p class="article__meta">By Jane Roe on Tuesday, March 2nd, 2021 at 9:15 a.m.</p>', ["Jane Roe"]),
        ("", '<p class="post-meta"><span class="blog-author">by <a rel="author">capeadmin</a></span></p>', []),
        ("", '<p class="byline">Published 9:30 PM EST Mar 3, 2021</p>', []),
        ("", '<p class="byline">Von Jane Roe und John Doe</p>', ["Jane Roe", "John Doe"]),
        ("", '<div class="comment"><span class="author">Ned Reader</span></div>', []),
        ("", '<p><strong>By Jane Roe, Staff Writer</strong></p>', ["Jane Roe"]),
        ("", "<div><span>By</span> <span>Jane Roe and John Doe</span></div>", ["Jane Roe", "John Doe"]),
        ("", "<p>By the end of March Jane Roe lit the lamp.</p><h2>By Roman standards</h2>", []),
        ("", '<p class="entry-meta">Posted on March 3, 2021 in News by Jane Roe</p>', ["Jane Roe"]),
        ("", '<p class="entry-meta">Photo by Ned Snap, published by Cape Media Group</p>', []),
        ("", '<p class="autor">Von Jana Röhe, Berlin</p>', ["Jana Röhe"]),
        ("", '<p class="byline">Jane Roe @janeroe jane@cape.example</p>', ["Jane Roe"]),
        ("", '<p class="byline">Jane von Roe</p>', ["Jane von Roe"]),
        (author("Jane von der Roe"), "", ["Jane von der Roe"]),
        (author("Artikel von Jana Röhe"), "", ["Jana Röhe"]),
        (author("Jane R., John Doe Jr."), "", ["Jane R.", "John Doe Jr."]),
        (author("Roe &amp; Doe GmbH &amp; Co. KG"), "", ["Roe & Doe GmbH & Co. KG"]),
        (author("Verein Kap e.V."), "", ["Verein Kap e.V."]),
        (author("Verein Kap e.V."), '<p class="byline">Von Jana Röhe</p>', ["Jana Röhe"]),
        (author("Cape Broadcasting (www.cape.example)") + linked('"author": {"name": "Jane Roe"}'), "", ["Jane Roe"]),
        (author("jroe"), '<p class="byline">By Jane Roe</p>', ["Jane Roe"]),
        (author("CBC Sport"), '<p class="byline">By Jane Roe</p>', ["Jane Roe"]),
        (author("CBC"), "", []),
        (author("Cape Harbour (www.harbour.example)"), '<a href="/author/jane">About Jane</a>', []),
        (author("Jane Roe,CBC"), "", ["Jane Roe"]),
        (author("Jane_Roe"), "", ["Jane Roe"]),
        (author("Jane Roe jane@cape.example"), "", ["Jane Roe"]),
        (author("Cape Lamps, Kapstadt, Germany"), "", []),
        (author("unseren Gästen am Kap"), "", []),
        (author("Amt für Leuchttürme, Bojen und Baken"), "", ["Amt für Leuchttürme, Bojen und Baken"]),
        (linked('"author": {"name": "Cape Papers"}, "publisher": {"name": "Cape Papers"}'), "", []),
        ("", '<p class="byline">Jane Roe <span>Jane Roe</span></p>', ["Jane Roe"]),
        (author("© Jane Roe @janeroe"), "", ["Jane Roe"]),
        (author("'Jane Roe', '~ John Doe'"), "", ["Jane Roe", "John Doe"]),
        *[(author(name), "", []) for name in ("No Author", "#author", "Rezept von", "More Posts")],
        ("", '<p class="byline"><span>By</span><span>Jane Roe</span></p>', ["Jane Roe"]),
        ("", '<p class="byline"><a>Jane Roe</a><a>No comments</a></p>', ["Jane Roe"]),
        ("", '<p class="byline">By Jane Mac<i>Roe</i></p>', ["Jane MacRoe"]),
        ("", '<span class="author">Автор: Иван Петров</span>', ["Иван Петров"]),
        ("", '<div class="articleAuthor">Jane Roe</div>', ["Jane Roe"]),
        ("", '<ul class="article-authors"><li>Jane Roe</li><li>John Doe</li></ul>', ["Jane Roe", "John Doe"]),
        ("", '<div itemprop="author"><meta itemprop="name" content="Jane Roe"></div>', ["Jane Roe"]),
        ("", '<p><a href="/author/jane-roe/">Jane Roe</a>, March 3</p>', ["Jane Roe"]),
        ("", '<a href="/author/a">Jane Roe</a> <a href="/author/b">John Doe</a>', []),
        ('<meta name="byl" content="By Jane Roe">', "", ["Jane Roe"]),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Roe">', "",
         ["Jane Roe"]),
        ('<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="3 Long Minutes">', "",
         []),
        (linked('"author": {"@id": "#jane"}, "@graph": [{"@type": "Person", "@id": "#jane", "name": "Jane Roe"}]'), "",
         ["Jane Roe"]),
        (linked('"author": [{"@id": "#jane"}, {"@id": "#nobody"}]'), "", []),
    ],
)  # fmt: skip
def test_authors_are_people(tmp_path: Path, head: str, shown: str, authors: list[str]) -> None:
    assert metadata(tmp_path, story(shown, head))["authors"] == authors


def test_a_byline_of_very_many_elements_is_read_soon() -> None:
    byline = f"<p class='byline'>By Ada Byron{'<span></span>' * 60_000}</p>"
    with at_most(10):
        assert shown_authors(parse(f"<html><body>{byline}</body></html>").root, []) == ["Ada Byron"]


@pytest.mark.parametrize(
    ("head", "shown", "date"),
    [
        (linked('"datePublished": "0001-01-01T00:00:00Z"'),
         '<p class="byline">Published 9:30 PM EST Mar 3, 2021</p>', "2021-03-03"),
        (linked('"datePublished": "1970-01-01"'), '<time datetime="2021-03-02T10:00:00+01:00">2 March</time>',
         "2021-03-02"),
        (linked('"datePublished": "0001-01-01"'), "", None),
        (linked('"datePublished": "2999-01-01"'), '<time datetime="2021-03-02">2 March</time>', "2021-03-02"),
        ("", '<span itemprop="datePublished" content="2021-03-02T18:50:24+02:00">02.03.2021</span>', "2021-03-02"),
        ('<meta property="og:updated_time" content="2022-04-05">', '<p class="posted">02.03.2021</p>', "2021-03-02"),
        ("", '<time class="updated" datetime="2022-04-05">x</time><time datetime="2021-03-02">y</time>', "2021-03-02"),
        ('<meta property="article:published_time" content="2021-03-02">', '<time datetime="2020-01-02">x</time>',
         "2021-03-02"),
        ("", '<p class="article__meta">By Jane Roe on Tuesday, March 2nd, 2021 at 9:15 a.m.</p>', "2021-03-02"),
    ],
)  # fmt: skip
def test_a_placeholder_is_no_date(tmp_path: Path, head: str, shown: str, date: str | None) -> None:
    found = metadata(tmp_path, story(shown, head))["published_date"]
    assert (found and found[:10]) == date


def test_a_published_element_without_a_date_of_its_own_does_not_hide_one() -> None:
    page = '<article><h1>T</h1><p itemprop="datePublished"><time datetime="2021-03-02">Tuesday</time></p></article>'
    assert stated_date(document_fromstring(page)) == "2021-03-02T00:00:00+00:00"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("12. Dezember 2022 | Energie", "2022-12-12"),
        ("Hamburg, 2.11.2021", "2021-11-02"),
        ("January 22nd, 2014", "2014-01-22"),
        ("Deadline 25.01.2022", None),
        ("From 2.11.2021 to 5.11.2021", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_the_date_in_a_line_beside_the_title(tmp_path: Path, line: str, date: str | None, above: bool) -> None:
    lines = (f"<p>{line}</p>", f"<h1>{TITLE}</h1>")
    body = f"{''.join(lines if above else lines[::-1])}<div>{paragraphs()}<p>Lit on 3 March 2001.</p></div>"
    found = metadata(tmp_path, site_page(body, f"<title>{TITLE}</title>"))["published_date"]
    assert (found and found[:10]) == date


@pytest.mark.parametrize(
    ("named", "heading", "title"),
    [
        *[(f"{TITLE} {mark} Cape News", TITLE, TITLE) for mark in ("|", "-", "–", "·")],
        (f"Cape News: {TITLE}", TITLE, TITLE),
        ("You will not believe what three brothers built", TITLE, TITLE),
        (f"{TITLE} | Cape News", "Cape News", TITLE),
        (f"{TITLE} - a history in two parts", "", f"{TITLE} - a history in two parts"),
        ("The Brothers – Three of Them | Cape News", "", "The Brothers – Three of Them"),
    ],
)
def test_the_title_is_the_one_that_is_shown(tmp_path: Path, named: str, heading: str, title: str) -> None:
    head = (
        f'<title>Lamps</title><meta property="og:title" content="{named}">'
        '<meta property="og:site_name" content="Cape News">'
    )
    body = f"<article>{f'<h1>{heading}</h1>' if heading else ''}<div>{paragraphs()}</div></article>"
    assert metadata(tmp_path, site_page(body, head))["title"] == title


@pytest.mark.parametrize(
    "name",
    [
        '<h1><a href="/">The Cape</a></h1>',
        '<h1><a href="https://cape.example/index.php">The Cape</a></h1>',
        '<div id="site-title"><h1>The Cape</h1></div>',
        '<h1 class="blog-title">The Cape</h1>',
    ],
)
@pytest.mark.parametrize("heading", ["h2", "h3"])
def test_a_heading_that_names_the_site_is_not_the_title(tmp_path: Path, name: str, heading: str) -> None:
    body = f"{name}<div><{heading}>{TITLE}</{heading}>{paragraphs()}</div>"
    assert metadata(tmp_path, site_page(body, f"<title>The Cape » {TITLE}</title>"))["title"] == TITLE
