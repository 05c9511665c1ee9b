"""From a page's bytes to paragraphs and metadata, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_web.page import read_page

from tests.unit.import_web.pages import ARTICLE, LINKS_ONLY, LOGIN, MOUNTED, PROSE, SCRIPTED, page
from williams.domain.errors import EmptyContent, UnsupportedContent

SAMPLE = Path(__file__).parents[3] / "docs/samples/site/short-life.html"
URL = "https://example.org/a/page"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def run(data: bytes, declared_type: str | None = None) -> dict[str, Any]:
        source = tmp_path / "page"
        source.write_bytes(data)
        return read_page(source, lambda _done, _total: None, URL, declared_type)

    return run


def test_the_main_text_without_what_stands_around_it(read: Any) -> None:
    answer = read(ARTICLE)
    assert [(p["kind"], p["place"]["section"], p["text"][:9]) for p in answer["paragraphs"]] == [
        ("heading", None, "Kept copi"),
        ("body", "Kept copies", "Libraries"),
        ("heading", "Kept copies", "Why"),
        ("body", "Why", "Libraries"),
    ]


def test_each_paragraph_can_be_linked_to(read: Any) -> None:
    menu = "<ul><li><a href=#why>Why</a></ul>"
    source = f"""<title>Kept copies</title><body>{menu}<article><h1>Kept copies</h1><p>{PROSE}</p>
        <h2 id=why>Why</h2><p>{PROSE} Again.</p><p id=last>{PROSE} And again.</p></article>"""
    paragraphs = read(source.encode())["paragraphs"]
    assert [(each["kind"], each["place"]["anchor"]) for each in paragraphs] == [
        ("heading", None),
        ("body", None),
        ("heading", "why"),
        ("body", "why"),
        ("body", "last"),
    ]


def test_the_sample_page(read: Any) -> None:
    answer = read(SAMPLE.read_bytes())
    metadata = answer["metadata"]
    assert (metadata["title"], metadata["license"]) == ("The Short Life of a Web Page", "CC-BY-4.0")
    assert metadata["authors"] == ["Williams Librarian contributors"]
    assert (metadata["language"], metadata["published_date"]) == ("en", "2026-11-09T08:00:00+00:00")
    assert metadata["extra"]["canonical_url"] == "https://example.org/notes/short-life"
    kinds = [paragraph["kind"] for paragraph in answer["paragraphs"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "heading": 5,
        "body": 10,
        "caption": 2,
        "list_item": 4,
        "table_row": 4,
    }
    text = " ".join(paragraph["text"] for paragraph in answer["paragraphs"])
    assert "All notes" not in text
    assert "Privacy" not in text


def test_a_caption_is_kept_where_it_stands(read: Any) -> None:
    mark = "<sup><a href='#n1'>1</a></sup>"
    figure = f"<figure><img src='a.png'><figcaption>Figure 1. <b>The</b> thread{mark}.</figcaption></figure>"
    found = read(page(f"<article><p>{PROSE * 3}</p>{figure}<p>{PROSE}After.</p></article>"))["paragraphs"]
    assert [(p["kind"], p["text"]) for p in found[1:2]] == [("caption", "Figure 1. The thread.")]


def test_headings_outside_of_any_frame_are_kept(read: Any) -> None:
    section = f"<div class='sect'><h2><a name='o'></a>One</h2><p>{PROSE}One.</p></div>"
    body = f"<h1><a name='t'></a>Title</h1><p>{PROSE * 2}</p>{section}"
    kinds = [p["kind"] for p in read(page(body))["paragraphs"]]
    assert kinds == ["heading", "body", "heading", "body"]


def test_a_heading_with_nothing_under_it_at_the_end_is_left_out(read: Any) -> None:
    body = f"<article><h1>Title</h1><p>{PROSE * 4}</p><h2>Related articles</h2></article>"
    assert [p["text"] for p in read(page(body))["paragraphs"]][-1].startswith("Libraries")


def test_code_rows_and_footnote_marks(read: Any) -> None:
    body = f"""<article><h1>Title</h1><p>{PROSE * 3}A claim.<sup><a href="#fn1">1</a></sup></p>
    <pre><code>one()\n\n  two()</code></pre><p>Call <code>one()</code> first.</p>
    <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></article>"""
    found = [(p["kind"], p["text"]) for p in read(page(body))["paragraphs"]]
    assert found[1][1].endswith("A claim.")
    assert found[2:] == [
        ("code", "one()\n  two()"),
        ("body", "Call one() first."),
        ("table_row", "A | B"),
        ("table_row", "1 | 2"),
    ]


def test_the_declared_charset_is_used(read: Any) -> None:
    data = page(f"<article><p>Größe. {PROSE * 4}</p></article>").decode().encode("cp1252")
    assert read(data, "text/html; charset=iso-8859-1")["paragraphs"][0]["text"].startswith("Größe.")


def test_a_date_in_the_text_is_no_date_of_publication(read: Any) -> None:
    body = f"<article><p>In 2001, on 3 May 2001, it began. {PROSE * 4}</p><p>Copyright 1999-2024</p></article>"
    assert read(page(body))["metadata"]["published_date"] is None


def test_the_byline_is_used_where_the_head_names_nobody(read: Any) -> None:
    body = f'<article><h1>T</h1><p class="author">Ada Smith</p><p>{PROSE * 4}</p></article>'
    assert read(page(body))["metadata"]["authors"] == ["Ada Smith"]


@pytest.mark.parametrize("data", [SCRIPTED, MOUNTED])
def test_a_page_that_builds_itself(read: Any, data: bytes) -> None:
    with pytest.raises(UnsupportedContent, match=r"JavaScript.*Save the page"):
        read(data)


@pytest.mark.parametrize("data", [LINKS_ONLY, LOGIN, page(""), page("<h1>Only a title</h1>")])
def test_a_page_without_text(read: Any, data: bytes) -> None:
    with pytest.raises(EmptyContent, match="no main text"):
        read(data)


@pytest.mark.parametrize("data", [b"", b"  \n\n", b"<!-- nothing -->"])
def test_a_page_without_anything(read: Any, data: bytes) -> None:
    with pytest.raises(EmptyContent):
        read(data)
