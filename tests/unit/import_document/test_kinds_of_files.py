"""What becomes of each kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.import_document.files import FERRIES, MARKDOWN, TEXT, docx, paragraph, read, told


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    reading = read(tmp_path, "ink.md", MARKDOWN.encode())
    assert reading["metadata"] == {
        "title": "Notes on ink",
        "authors": ["Ada Smith", "Bo Lee"],
        "published_date": "2024-03-05T00:00:00+00:00",
        "license": "CC-BY-4.0",
        "language": "en-GB",
        "extra": {"tags": "ink, paper", "stated_license": "CC BY 4.0"},
    }
    assert told(reading) == [
        ("heading", "Notes"),
        ("body", "Ink is old."),
        ("table_row", "made of | in"),
        ("table_row", "galls | Europe"),
        ("code", "grind, stir\nwait"),
        ("list_item", "black"),
        ("list_item", "blue"),
        ("footnote", "Very old."),
    ]
    assert {paragraph["place"]["section"] for paragraph in reading["paragraphs"][1:]} == {"Notes"}


def test_front_matter_that_is_no_yaml_is_passed_over_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "ink.md", b"---\ntitle: [never closed\n---\n# Ink\n\nText.\n")
    assert (reading["metadata"]["title"], told(reading)) == ("Ink", [("heading", "Ink"), ("body", "Text.")])
    assert reading["notices"][0]["code"] == "front-matter-passed-over"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("---\n- a list\n---\nText.\n", [("list_item", "a list")]),
        ("---\n\nText.\n", []),
        (
            "---\n# A day\n\nWork began at six.\n\n---\n\nText.\n",
            [("heading", "A day"), ("body", "Work began at six.")],
        ),
    ],
)
def test_what_only_looks_like_front_matter(tmp_path: Path, text: str, before: list[tuple[str, str]]) -> None:
    assert told(read(tmp_path, "ink.md", text.encode())) == [*before, ("body", "Text.")]


def test_plain_text(tmp_path: Path) -> None:
    reading = read(tmp_path, "ferry.txt", TEXT.encode())
    assert told(reading) == [
        ("heading", "THE FERRY"),
        ("body", "A ferry crosses where nobody built a bridge."),
        ("heading", "Prices"),
        ("body", "Who pays:"),
        ("list_item", "sheep, three pence each"),
        ("list_item", "carts"),
        ("code", "deck(sheep)\n    .count()"),
    ]
    assert reading["metadata"] == {"title": "THE FERRY"}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("1.2 The Second Part", ("heading", "1.2 The Second Part")),
        ("OK.", ("body", "OK.")),
        ("a < b & c", ("body", "a < b & c")),
        ("well-\nknown", ("body", "well-known")),
        ("a)  first", ("list_item", "a) first")),
    ],
)
def test_how_people_write_plain_text(tmp_path: Path, block: str, expected: tuple[str, str]) -> None:
    assert told(read(tmp_path, "notes.txt", f"{block}\n\n*****\n".encode())) == [expected]


def test_text_in_an_older_encoding_keeps_its_letters(tmp_path: Path) -> None:
    words = "Über die Fähre führt kein Weg zurück, sagte die alte Frau am Ufer."
    assert told(read(tmp_path, "old.txt", words.encode("cp1252"))) == [("body", words)]


def test_a_file_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, "my notes.txt", b"Words.")["metadata"]["title"] == "my notes"


def test_html_is_read_where_the_article_is(tmp_path: Path) -> None:
    page = """<html lang="de"><head><title>Tinte – Das Heft</title><meta name="author" content="Ada Smith">
    <link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head>
    <body><div>Menu of the site</div><main><h1>Tinte</h1><p>Sie ist alt.</p></main><p>Imprint</p></body></html>"""
    reading = read(tmp_path, "tinte.html", page.encode())
    assert told(reading) == [("heading", "Tinte"), ("body", "Sie ist alt.")]
    about = reading["metadata"]
    assert (about["title"], about["authors"], about["license"], about["language"]) == (
        "Tinte",
        ["Ada Smith"],
        "CC-BY-4.0",
        "de",
    )


def test_html_without_a_frame_is_read_whole(tmp_path: Path) -> None:
    assert told(read(tmp_path, "a.htm", b"<p>One.</p><p>Two.</p>")) == [("body", "One."), ("body", "Two.")]


def test_a_word_document(tmp_path: Path) -> None:
    reading = read(tmp_path, "ferries.docx", FERRIES)
    assert told(reading) == [
        ("heading", "On Ferries"),
        ("body", "A ferry crosses where nobody built a bridge."),
        ("heading", "Prices"),
        ("table_row", "Cargo | Pence"),
        ("table_row", "Sheep | 3"),
        ("caption", "Fig. 1: the old ferry"),
    ]
    assert reading["metadata"] == {
        "title": "On Ferries",
        "authors": ["Ada Smith", "Bo Lee"],
        "published_date": "2024-03-05T10:00:00+00:00",
        "license": "CC-BY-SA-4.0",
        "language": "en",
        "extra": {"stated_license": "CC-BY-SA-4.0"},
    }


@pytest.mark.parametrize("core", ["<no xml", "<empty/>"])
def test_properties_that_say_nothing(tmp_path: Path, core: str) -> None:
    assert read(tmp_path, "a.docx", docx(paragraph("Words."), core))["metadata"] == {"title": "a"}
