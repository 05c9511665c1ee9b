"""What a source says and what a search finds page by page, from the API itself to the terminal."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.served import Served
from tests.unit.functions.test_api_reading import stored
from tests.unit.functions.test_api_search_pages import shelve
from williams.domain.doubts import Doubt

TEXTS = ["Shelves keep\x1b[2J books.", "Größe ‮zählt.", "Ships\nsail.", "Ropes."]
TEXT = "Shelves keep books.\n\nGröße zählt."


def test_paragraphs_are_read_page_by_page(served: Served) -> None:
    content_id = stored(served.app, TEXTS, doubt=Doubt(code="characters-guessed", confidence=0.8))
    result = served.run("content", "paragraphs", content_id, "--limit", "2")
    assert result.stdout == "p. 1, ¶ 1  Shelves\n  Shelves keep [2J books.\np. 1, ¶ 2  Shelves\n  Größe  zählt.\n"
    assert result.stderr == f"There are more: add --next {content_id}.v1.p1\n"
    following = served.run("content", "paragraphs", content_id, "--next", f"{content_id}.v1.p1")
    assert (
        following.stdout
        == "p. 2, ¶ 3  Ships\n  Ships\n  sail.\np. 2, ¶ 4  Ships  80 % sure (characters-guessed)\n  Ropes.\n"
    )
    assert following.stderr == ""
    assert served.run("content", "paragraphs", content_id, "--next", "doc_1").exit_code == 2


def test_paragraphs_of_a_page_or_a_section(served: Served) -> None:
    content_id = stored(served.app, TEXTS)
    for options in (("--page", "2"), ("--section", "Ships")):
        answer = json.loads(served.run("content", "paragraphs", content_id, "--json", *options).stdout)
        assert [each["text"] for each in answer["items"]] == TEXTS[2:]
    nothing = served.run("content", "paragraphs", content_id, "--page", "7")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "There are no such paragraphs.\n")


def test_near_duplicates_are_listed_with_how_alike_they_are(served: Served) -> None:
    texts = [f"The harbour of town {number} has cranes, and each is painted red." for number in range(9)]
    first, second, other = (stored(served.app, each) for each in (texts, texts, TEXTS))
    table = served.run("content", "near-duplicates", first).stdout
    assert (second in table, "100%" in table, other in table) == (True, True, False)
    listed = json.loads(served.run("content", "near-duplicates", first, "--json").stdout)
    assert [(each["content_id"], each["resemblance"]) for each in listed["items"]] == [(second, 1.0)]
    nothing = served.run("content", "near-duplicates", other)
    assert nothing.stderr == "There are no other sources of nearly the same text.\n"


def test_a_text_is_printed_as_it_is(served: Served) -> None:
    content_id = stored(served.app, TEXTS, TEXT)
    assert served.run("content", "text", content_id).stdout == f"{TEXT}\n"
    assert json.loads(served.run("content", "text", content_id, "--json").stdout) == {
        "content_id": content_id,
        "text": TEXT,
    }
    assert served.run("content", "text", "doc_0").exit_code == 3


def test_what_could_steer_a_terminal_stays_out_of_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    content_id = stored(served.app, TEXTS, "A\u202etext.\n")
    assert served.run("content", "text", content_id).stdout == "A\u202etext.\n"
    monkeypatch.setattr("williams_cli.output._is_terminal", lambda: True)
    assert served.run("content", "text", content_id).stdout == "A text.\n"


async def test_a_search_goes_on_where_it_ended(served: Served) -> None:
    await shelve(served.app, ["Books keep stories.", "Books.", "A book of books.", "Ships."])
    asked = ("search", "books", "--mode", "sparse", "--limit", "2")
    first = served.run(*asked)
    token = first.stderr.removeprefix("There are more: add --next ").rstrip()
    second = served.run(*asked, "--next", token)
    shown = first.stdout + second.stdout
    assert [shown.count(text) for text in ("Books keep stories.", " Books.\n", "A book of books.", "Ships.")] == [
        1,
        1,
        1,
        0,
    ]
    assert second.stderr == ""
    assert served.run("search", "ships", "--next", token).exit_code == 2
