"""Collections and tags through the API: made, filled, and asked for wherever sources or what is made of them are."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import TEXT_URL, client_of
from tests.unit.functions.test_api_feeds import made_feed
from tests.unit.functions.test_api_journey import finish
from tests.unit.functions.test_api_search import add
from williams.services.tokens import OWNER_SCOPES
from williams_testing.application import MemoryApplication

URL = "/api/collections"


def made(client: TestClient, name: str, *contents: str) -> str:
    answer = client.post(URL, json={"name": name})
    assert answer.status_code == 201, answer.text
    collection_id = str(answer.json()["collection_id"])
    assert client.post(f"{URL}/{collection_id}/members", json={"add": contents}).status_code == 200
    return collection_id


def listed(client: TestClient, path: str, key: str, **params: Any) -> list[str]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return [each[key] for each in answer.json()["items" if "items" in answer.json() else "hits"]]


@pytest.fixture
async def shelf(app: MemoryApplication, client: TestClient) -> dict[str, str]:
    """Three sources: one in "Locks", one in "Locks" and tagged "ships", one in nothing."""
    names = {name: await add(app) for name in ("plain", "both", "none")}
    made(client, "Locks", names["plain"], names["both"])
    client.patch(f"/api/content/{names['both']}", json={"tags": ["Ships"]})
    return names


def test_it_is_made_changed_and_deleted(client: TestClient, shelf: dict[str, str]) -> None:
    (collection_id,) = listed(client, URL, "collection_id")
    path = f"{URL}/{collection_id}"
    assert client.get(path).json()["content_count"] == 2
    changed = client.patch(path, json={"name": "Weirs", "description": "And locks."}).json()
    assert (changed["name"], changed["description"]) == ("Weirs", "And locks.")
    content = client.get(f"/api/content/{shelf['both']}").json()
    assert (content["tags"], content["collections"]) == (["ships"], [{"collection_id": collection_id, "name": "Weirs"}])
    feed = made_feed(client, collection="Weirs")
    assert client.get(feed).status_code == 200
    assert client.delete(path).json() == {"collection_id": collection_id}
    assert client.get(path).status_code == 404
    assert client.get(feed).status_code == 404
    assert len(listed(client, "/api/content", "content_id")) == 3


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "", {"name": "LOCKS"}, 409),
        ("POST", "", {"name": "\u200b"}, 422),
        ("POST", "", {"title": "x"}, 422),
        ("PATCH", "/{id}", {}, 422),
        ("PATCH", "/{id}", {"name": None}, 422),
        ("POST", "/{id}/members", {"add": ["doc_nobodys"]}, 404),
        ("POST", "/{id}/members", {"add": ["doc_1"] * 1001}, 422),
        ("POST", "/{id}/members", {"adds": []}, 422),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_what_does_not_fit_is_refused(
    client: TestClient, method: str, path: str, body: dict[str, Any], status: int
) -> None:
    (collection_id,) = listed(client, URL, "collection_id")
    refused = client.request(method, URL + path.format(id=collection_id), json=body)
    assert (refused.status_code, "detail" in refused.json()) == (status, True)
    assert client.get(f"{URL}/{collection_id}").json()["content_count"] == 2


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"collection": "locks"}, "plain both"),
        ({"collection": ["Locks"], "tag": ["SHIPS"]}, "both"),
        ({"tag": ["ships", "boats"]}, "both"),
        ({"tag": "boats"}, ""),
        ({}, "plain both none"),
    ],
    ids=str,
)
def test_lists_and_searches_ask_by_them(
    client: TestClient, shelf: dict[str, str], params: dict[str, Any], found: str
) -> None:
    expected = {shelf[name] for name in found.split()}
    assert set(listed(client, "/api/content", "content_id", **params)) == expected
    for mode in ("hybrid", "dense", "sparse"):
        hits = listed(client, "/api/search", "content_id", q="books", mode=mode, **params)
        assert set(hits) == expected, mode


@pytest.mark.usefixtures("shelf")
def test_pages_of_a_collection_neither_repeat_nor_leave_out(client: TestClient) -> None:
    seen, token = [], None
    while True:
        params: dict[str, Any] = {"q": "books", "collection": "Locks", "limit": 1, "next_token": token}
        params = {name: value for name, value in params.items() if value is not None}
        answer = client.get("/api/search", params=params).json()
        seen += [hit["content_id"] for hit in answer["hits"]]
        token = answer["next_token"]
        if token is None:
            break
    assert sorted(seen) == sorted(listed(client, "/api/content", "content_id", collection="locks"))


@pytest.mark.parametrize("path", ["/api/content", "/api/search?q=books", "/api/artifacts"])
@pytest.mark.usefixtures("shelf")
def test_one_that_is_not_there_is_named(client: TestClient, stranger: TestClient, path: str) -> None:
    for asking, name in ((client, "Weirs"), (stranger, "Locks")):
        refused = asking.get(path, params={"collection": name, "q": "books"})
        assert (refused.status_code, name in refused.json()["detail"]) == (404, True)


async def test_an_import_is_filed_also_when_it_is_there_already(app: MemoryApplication, client: TestClient) -> None:
    made(client, "Läden")
    for tags in (["New"], ["newer", "new"]):
        body = {"url": TEXT_URL, "type": "document", "tags": tags, "collections": ["LÄDEN"]}
        assert client.post("/api/content/import", json=body).status_code == 202
        await finish(app)
    (content,) = client.get("/api/content", params={"collection": "Läden"}).json()["items"]
    assert content["tags"] == ["new", "newer"]
    assert client.get("/api/tags").json()["tags"] == [
        {"tag": "new", "content_count": 1},
        {"tag": "newer", "content_count": 1},
    ]
    refused = client.post("/api/content/import", json={"url": TEXT_URL, "collections": ["Löden"]})
    assert (refused.status_code, "Löden" in refused.json()["detail"]) == (404, True)


async def test_an_artifact_is_made_of_them_and_found_by_them(
    app: MemoryApplication, client: TestClient, nobody: TestClient, source_id: str, shelf: dict[str, str]
) -> None:
    made(client, "Books", source_id, shelf["none"])
    client.patch(f"/api/content/{source_id}", json={"tags": ["stories"]})
    wanted = {"format": "podcast", "parameters": {"minutes": 1}}
    both = {"collections": ["books"], "tags": ["stories"]}
    planned = client.post("/api/content/export", json=wanted | both | {"dry_run": True}).json()
    assert planned["source_ids"] == [source_id]
    more = {"source_ids": [shelf["both"]], "collections": ["books"], "dry_run": True}
    first, *others = client.post("/api/content/export", json=wanted | more).json()["source_ids"]
    assert (first, set(others)) == (shelf["both"], {source_id, shelf["none"]})
    assert client.post("/api/content/export", json=wanted | both).status_code == 202
    await finish(app)
    (artifact_id,) = listed(client, "/api/artifacts", "artifact_id", collection="Books")
    assert listed(client, "/api/artifacts", "artifact_id", tag="stories", collection="Locks") == []
    assert listed(client, "/api/artifacts", "artifact_id", tag="stories") == [artifact_id]
    for about, heard in (({"tag": "stories"}, True), ({"collection": "Books"}, True), ({"collection": "Locks"}, False)):
        feed = made_feed(client, **about)
        assert (artifact_id in nobody.get(feed).text) is heard, about
        file = f"{feed.removesuffix('.xml')}/{artifact_id}/podcast.mp3"
        assert nobody.get(file, follow_redirects=False).status_code == (307 if heard else 404), about


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 422, "Name sources"),
        ({"tags": ["nothing"]}, 422, "'nothing'"),
        ({"collections": ["Nowhere"]}, 404, "'Nowhere'"),
    ],
)
def test_an_export_of_nothing_is_refused(client: TestClient, body: dict[str, Any], status: int, said: str) -> None:
    refused = client.post("/api/content/export", json={"format": "podcast", **body})
    assert (refused.status_code, said in refused.json()["detail"]) == (status, True), refused.text


async def test_an_export_of_too_much_is_refused(app: MemoryApplication, client: TestClient) -> None:
    made(client, "All", *[await add(app) for _ in range(101)])
    refused = client.post("/api/content/export", json={"format": "podcast", "collections": ["All"]})
    assert (refused.status_code, "more than 100" in refused.json()["detail"]) == (422, True)


def test_tags_are_set_alone_or_with_a_license(client: TestClient, source_id: str) -> None:
    path = f"/api/content/{source_id}"
    assert client.patch(path, json={"tags": ["A", "a", "B"]}).json()["tags"] == ["a", "b"]
    changed = client.patch(path, json={"license": "CC0-1.0"}).json()
    assert (changed["tags"], changed["license"]) == (["a", "b"], "CC0-1.0")
    both = client.patch(path, json={"license": None, "tags": []}).json()
    assert (both["tags"], both["license"]) == ([], None)
    for wrong in ({}, {"tags": [""]}, {"tags": ["x" * 51]}, {"tag": ["x"]}, {"tags": [str(n) for n in range(51)]}):
        assert client.patch(path, json=wrong).status_code == 422, wrong


def test_who_may_only_read_changes_nothing(app: MemoryApplication, client: TestClient, reader: TestClient) -> None:
    collection_id = made(client, "Locks")
    for method, path, body in (
        ("POST", "", {"name": "x"}),
        ("PATCH", f"/{collection_id}", {"name": "x"}),
        ("POST", f"/{collection_id}/members", {}),
        ("DELETE", f"/{collection_id}", None),
    ):
        assert reader.request(method, URL + path, json=body).status_code == 403
    assert reader.get(URL).status_code == 200
    other = client_of(app, app.token_of("else", OWNER_SCOPES))
    assert other.get(URL).json()["items"] == []
