"""What a search may be asked, through the API."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal, TypeAlias, get_args

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import client_of
from williams.domain.bm25 import paragraph_weights
from williams.domain.content import ContentMetadata, ContentType, Tier
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.factories import WHEN, make_content, make_paragraphs
from williams_testing.library import OWNER

Form: TypeAlias = Literal["NFC", "NFD"]
TEXT = "Books keep stories."


async def add(app: MemoryApplication, text: str = TEXT, **fields: Any) -> str:
    """Add a source with one paragraph and return its id."""
    content = make_content(OWNER, [text], **fields)
    paragraphs = make_paragraphs(content.content_id, [text])
    app.library.catalog.commit_import(content, paragraphs)
    engine = app.library.engines.embedding
    names, weights = [paragraphs[0].paragraph_id], [paragraph_weights(text, content.metadata.language)]
    app.library.vectors.upsert(OWNER, content.content_id, engine.model, names, await engine.embed([text]), weights)
    return content.content_id


@pytest.fixture
async def shelf() -> tuple[TestClient, dict[str, str]]:
    """A client of a library with two sources, and their names by id."""
    app = memory_application()
    mine = ContentMetadata(language="de", license="CC0-1.0", authors=["Jörg Öst"])
    names = {
        await add(app): "paper",
        await add(app, metadata=mine, content_type=ContentType.WEBPAGE, tier=Tier.TOP): "page",
    }
    return client_of(app, app.token), names


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, "page paper"),
        ({"mode": "sparse", "q": "keep"}, "page paper"),
        ({"content_type": ["webpage"]}, "page"),
        ({"content_type": ["webpage", "document"]}, "page paper"),
        ({"language": "en"}, "paper"),
        ({"license": "cc0-1.0"}, "page"),
        ({"author": "smith"}, "paper"),
        ({"tier": "top"}, "page"),
        ({"published_from": WHEN.date().isoformat(), "published_to": WHEN.date().isoformat()}, "paper"),
        ({"published_from": "2026-01-03"}, ""),
        ({"content_id": "doc_of_nobody"}, ""),
    ],
    ids=str,
)
def test_filters(shelf: tuple[TestClient, dict[str, str]], params: dict[str, Any], found: str) -> None:
    client, names = shelf
    answer = client.get("/api/search", params={"q": "books", **params})
    assert answer.status_code == 200, answer.text
    assert sorted(names[hit["content_id"]] for hit in answer.json()["hits"]) == found.split()


@pytest.mark.parametrize(
    "params",
    [
        {"q": "?!"},
        {"q": " "},
        {"q": "a" * 1001},
        {"mode": "fuzzy"},
        {"tier": "best"},
        {"content_type": "scroll"},
        {"published_from": "yesterday"},
        {"author": ""},
        {"language": ""},
    ],
    ids=lambda params: next(iter(params)),
)
def test_what_does_not_fit_is_refused(shelf: tuple[TestClient, dict[str, str]], params: dict[str, str]) -> None:
    answer = shelf[0].get("/api/search", params={"q": "books", **params})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


@pytest.mark.parametrize("question", ["xxxxx", "(unbalanced"])
def test_an_answer_without_hits_says_why(shelf: tuple[TestClient, dict[str, str]], question: str) -> None:
    found = shelf[0].get("/api/search", params={"q": "books"}).json()
    assert found["hits"]
    assert found["said"] is None
    answer = shelf[0].get("/api/search", params={"q": question}).json()
    assert answer["hits"] == []
    assert answer["said"].startswith("Nothing was found: no text has a word of the question")


async def test_text_in_another_normal_form_is_found_and_marked_as_it_stands() -> None:
    app, text = memory_application(), "Mu\u0308hlra\u0308der in Do\u0308beln."
    await add(app, text, metadata=ContentMetadata(language="deu"))
    client = client_of(app, app.token)
    for form in get_args(Form):
        question = unicodedata.normalize(form, "Mühlrad Döbeln")
        (hit,) = client.get("/api/search", params={"q": question, "mode": "sparse", "language": "de"}).json()["hits"]
        marked = [text[span["start"] : span["end"]] for span in hit["highlights"]]
        assert marked == ["Mu\u0308hlra\u0308der", "Do\u0308beln"], form


def test_a_hit_says_what_it_is_and_where(shelf: tuple[TestClient, dict[str, str]]) -> None:
    (hit,) = shelf[0].get("/api/search", params={"q": "book", "language": "en"}).json()["hits"]
    assert hit.pop("paragraph")["text"] == TEXT
    assert hit.pop("content_id") in shelf[1]
    assert hit.pop("keyword_score") > 0
    assert -1 <= hit.pop("similarity") <= 1
    assert 0 < hit.pop("score") < 1
    assert hit == {
        "title": "On Shelves",
        "authors": ["Ada Smith"],
        "license": "CC-BY-4.0",
        "language": "en",
        "content_type": "document",
        "tier": "general",
        "highlights": [{"start": 0, "end": 5}],
    }
