"""Searches to any depth, through the API: page by page, in one order, and never more than fits into an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from functions.api.fitting import MOST_BYTES
from tests.unit.functions.conftest import STRANGER, client_of
from tests.unit.functions.test_api_problems import check
from williams.domain.bm25 import paragraph_weights
from williams.domain.content import ContentMetadata
from williams.services.search import DEPTH
from williams.services.tokens import OWNER_SCOPES
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.library import OWNER

MODES = ("hybrid", "dense", "sparse")
MANY = 3 * DEPTH


async def shelve(app: MemoryApplication, texts: list[str], language: str = "en") -> str:
    """Add a source with these paragraphs and return its id."""
    content = make_content(OWNER, texts, metadata=ContentMetadata(language=language))
    paragraphs = make_paragraphs(content.content_id, texts)
    app.library.catalog.commit_import(content, paragraphs)
    engine = app.library.engines.embedding
    names, weights = [each.paragraph_id for each in paragraphs], [paragraph_weights(text, language) for text in texts]
    app.library.vectors.upsert(OWNER, content.content_id, engine.model, names, await engine.embed(texts), weights)
    return content.content_id


@pytest.fixture(scope="module")
def app() -> MemoryApplication:
    """A library deeper than a ranking is read at first; many of its paragraphs say the same."""
    made = memory_application()
    texts = [f"Books and shelf number {number % 40}{', a book' * (number % 3)}." for number in range(MANY)]
    asyncio.run(shelve(made, texts))
    asyncio.run(shelve(made, ["Ships sail.", "Ropes hold."]))
    return made


@pytest.fixture(scope="module")
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


def pages(client: TestClient, **params: Any) -> Iterator[dict[str, Any]]:
    token = None
    while True:
        answer = client.get("/api/search", params=params | ({"next_token": token} if token else {}))
        assert answer.status_code == 200, answer.text
        assert len(answer.content) < MOST_BYTES * 1.01
        yield answer.json()
        token = answer.json()["next_token"]
        if token is None:
            return


def hits(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    return [hit for page in pages(client, **params) for hit in page["hits"]]


def place(hit: dict[str, Any]) -> tuple[float, str]:
    return -hit["score"], hit["paragraph"]["paragraph_id"]


@pytest.mark.parametrize("mode", MODES)
def test_pages_of_any_length_are_one_order_to_the_end(client: TestClient, mode: str) -> None:
    """Of equals, and there are many, the first ids come first, wherever a page ends."""
    found = {
        limit: [place(hit) for hit in hits(client, q="a book on shelf 7", mode=mode, limit=limit)]
        for limit in (31, 100)
    }
    assert found[31] == found[100] == sorted(set(found[31]))
    assert len(found[31]) == (MANY if mode == "sparse" else MANY + 2)
    assert any(one == other for (one, _), (other, _) in pairwise(found[31]))


def test_a_page_is_what_a_longer_one_begins_with(client: TestClient) -> None:
    for limit in (1, 5, 50):
        first = next(pages(client, q="a book on shelf 7", limit=limit))
        assert first["hits"] == next(pages(client, q="a book on shelf 7", limit=100))["hits"][:limit]
        assert first["said"] is None


def test_the_last_page_says_that_it_is(client: TestClient) -> None:
    (only,) = pages(client, q="ships", mode="sparse", limit=1)
    assert len(only["hits"]) == 1
    assert [page["said"] for page in pages(client, q="ropes", limit=100)] == [None] * 4


def test_what_is_gone_meanwhile_is_passed_over(app: MemoryApplication, client: TestClient) -> None:
    content_id = asyncio.run(shelve(app, ["Anchors.", "Anchors!", "Anchors?"]))
    asked: dict[str, Any] = {"q": "anchors", "mode": "sparse", "limit": 1}
    first = client.get("/api/search", params=asked).json()
    client.delete(f"/api/content/{content_id}")
    after = client.get("/api/search", params={**asked, "next_token": first["next_token"]}).json()
    assert (after["hits"], after["next_token"]) == ([], None)
    assert after["said"].startswith("Nothing was found: ")


@pytest.mark.parametrize("mode", MODES)
async def test_what_comes_meanwhile_moves_nothing(mode: str) -> None:
    """Words are as rare as they were on the first page, and read in the languages that there were."""
    app = memory_application()
    await shelve(app, [f"Books and shelf number {number % 10}{', a book' * (number % 3)}." for number in range(60)])
    client = client_of(app, app.token)
    asked: dict[str, Any] = {"q": "a book on shelf 7", "mode": mode, "limit": 7}
    before = hits(client, **asked)
    turning = pages(client, **asked)
    found = next(turning)["hits"]
    await shelve(app, [f"Shelf 7 of {number}." for number in range(90)])
    await shelve(app, ["Ein Buch, a book, 7."], language="de")
    found += [hit for page in turning for hit in page["hits"]]
    stayed = {hit["paragraph"]["paragraph_id"] for hit in before}
    assert [place(hit) for hit in found if hit["paragraph"]["paragraph_id"] in stayed] == [place(hit) for hit in before]


async def test_long_hits_come_on_shorter_pages() -> None:
    app = memory_application()
    texts = [f"Book {number} {'“”' * 100_000}{chr(34) * 200_000}" for number in range(4)]
    await shelve(app, texts)
    client = client_of(app, app.token)
    found = list(pages(client, q="book", limit=100))
    assert sorted(hit["paragraph"]["text"] for page in found for hit in page["hits"]) == texts
    assert [len(page["hits"]) for page in found] == [2, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"q": "a book on shelf 8"},
        {"mode": "dense"},
        {"language": "en"},
        {"next_token": "x"},
        {"next_token": "x.y"},
        {"next_token": "…"},
        {"next_token": ""},
        {"next_token": "x" * 9000},
        {"next_token": "doc_1.v1.p0"},
    ],
    ids=str,
)
def test_a_token_of_something_else_is_refused(client: TestClient, change: dict[str, str]) -> None:
    asked = {"q": "a book on shelf 7", "limit": "3"}
    token = client.get("/api/search", params=asked).json()["next_token"]
    assert client.get("/api/search", params={**asked, "limit": "9", "next_token": token}).status_code == 200
    problem = check(client.get("/api/search", params={**asked, "next_token": token, **change}), 422, "invalid-request")
    assert (problem.errors or [])[0]["field"] == "query.next_token"


def test_a_token_is_its_owners(app: MemoryApplication, client: TestClient) -> None:
    asked = {"q": "a book on shelf 7"}
    token = client.get("/api/search", params=asked).json()["next_token"]
    stranger = client_of(app, app.token_of(STRANGER, OWNER_SCOPES))
    check(stranger.get("/api/search", params={**asked, "next_token": token}), 422, "invalid-request")


def test_a_ticket_or_a_link_is_no_token(app: MemoryApplication, client: TestClient) -> None:
    signer = app.services.signer
    for forged in (
        signer.signed("ticket", ["ada", None, 1]),
        signer.signed("search", ["0" * 32, [0.5, "doc_1.v1.p0"], 9, [["en"], 1, [1]]]),
        signer.signed("search", ["0" * 32, 0.5, "doc_1.v1.p0", 9]),
    ):
        check(client.get("/api/search", params={"q": "books", "next_token": forged}), 422, "invalid-request")
