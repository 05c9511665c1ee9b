"""Every documented error of every route is a problem in the sense of RFC 9457."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from functions.api.bodies import MOST_BYTES
from functions.api.problems import MEDIA_TYPE, Problem
from tests.owned_routes import SAID
from tests.unit.functions.conftest import TEXT_URL, client_of
from tests.unit.functions.one_api import document
from tests.unit.pipeline.conftest import add_source
from williams.domain.errors import ProviderRejected, StoreUnavailable
from williams.domain.tokens import Scope
from williams.plugin.registry import BrokenPlugin
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

SHARES, REGENERATION, TOKENS = "/api/artifacts/{artifact_id}/shares", "/api/plugins/export", "/api/tokens"
DOWNLOAD = "/download/{link}/{filename}"
FEEDS, FEED, EPISODE = "/api/feeds", "/feeds/{token}.xml", "/feeds/{token}/{episode_id}/{filename}"
COLLECTIONS, COLLECTION = "/api/collections", "/api/collections/{collection_id}"
IMPORT, EXPORT, UPLOAD = "/api/content/import", "/api/content/export", "/api/uploads"
SOURCES = "/api/sources"
BODIES: dict[str, dict[str, Any]] = {
    IMPORT: {"url": TEXT_URL},
    EXPORT: {"source_ids": ["doc_1"], "format": "podcast"},
    UPLOAD: {"filename": "a.txt"},
    REGENERATION: {"source_ids": ["doc_1"], "format": "podcast", "provenance": {"version_of": "art_1"}},
    TOKENS: {"name": "laptop"},
    COLLECTIONS: {"name": "Shelf"},
    SOURCES: {"url": TEXT_URL},
}
# Where no id is in the path, a collection is what may not be there.
NOWHERE: dict[str, dict[str, Any]] = {
    IMPORT: {"json": BODIES[IMPORT] | {"collections": ["Nowhere"]}},
    "/api/content": {"params": {"collection": "Nowhere"}},
    "/api/artifacts": {"params": {"collection": "Nowhere"}},
    "/api/search": {"params": {"q": "books", "collection": "Nowhere"}},
    "/api/feeds": {"json": {"collection": "Nowhere"}},
}
FILLED = {
    "content_id": "doc_1",
    "artifact_id": "art_1",
    "job_id": "job_1",
    "kind": "podcast",
    "plugin_id": "import.nothing",
    "token_id": "tok_1",
    "feed_id": "fd_1",
    "batch_id": "bat_1",
    "source_id": "src_1",
    "collection_id": "col_1",
    "token": "x" * 43,
    "episode_id": "art_1",
    "link": "a.b",
    "filename": "podcast.mp3",
}


def routes() -> list[tuple[str, str, int]]:
    """Return (method, path, status) of every documented problem."""
    return [
        (method, path, int(status))
        for path, operations in document()["paths"].items()
        for method, operation in operations.items()
        for status, response in operation["responses"].items()
        if MEDIA_TYPE in response.get("content", {})
    ]


def check(answer: Response, status: int, code: str) -> Problem:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    problem = Problem.model_validate(answer.json())
    assert (problem.status, problem.code, problem.type) == (status, code, f"urn:williams:problem:{code}")
    assert problem.instance == answer.request.url.path
    assert problem.title
    assert problem.detail
    return problem


def call(client: TestClient, method: str, path: str, **extra: Any) -> Response:
    body = SAID.get((method.upper(), path)) or (BODIES.get(path) if method == "post" else None)
    if body is not None:
        extra = {"json": body} | extra
    if path == "/api/search":
        extra = {"params": {"q": "books"}} | extra
    return client.request(method, path.format(**FILLED), **extra)


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, status in routes() if status == 401])
def test_401(nobody: TestClient, app: MemoryApplication, method: str, path: str) -> None:
    for client in (nobody, client_of(app, "wl_wrong")):
        answer = call(client, method, path)
        check(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_every_route_but_health_and_links_wants_a_token() -> None:
    operations = {(method, path) for path, each in document()["paths"].items() for method in each}
    assert operations - {(m, p) for m, p, status in routes() if status == 401} == {
        ("get", "/api/health"),
        ("get", DOWNLOAD),
        ("get", FEED),
        ("get", EPISODE),
    }


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, status in routes() if status == 403])
def test_403(app: MemoryApplication, reader: TestClient, method: str, path: str) -> None:
    writer = client_of(app, app.token_of(OWNER, frozenset({Scope.WRITE})))
    check(call(writer if method == "get" else reader, method, path), 403, "forbidden")


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, status in routes() if status == 404 and p != DOWNLOAD])
def test_404(client: TestClient, method: str, path: str) -> None:
    path = path.replace("{kind}/{content_id}", "document/{content_id}")
    check(call(client, method, path, **NOWHERE.get(path, {})), 404, "not-found")


WRONG: dict[str, dict[str, Any]] = {
    IMPORT: {"json": {"url": ""}},
    EXPORT: {"json": {"source_ids": [], "format": "podcast"}},
    UPLOAD: {"json": {"filename": "a", "size": -1}},
    "/api/content/import/batch": {"json": {"sources": []}},
    "/api/batches": {"params": {"limit": 0}},
    SOURCES: {"params": {"limit": 0}, "json": {"url": TEXT_URL, "interval_seconds": 60}},
    "/api/content": {"params": {"limit": 0}},
    "/api/content/{content_id}": {"params": {"hard_delete": "perhaps"}, "json": {"license": ""}},
    "/api/artifacts": {"params": {"limit": 201}},
    "/api/jobs": {"params": {"status": "sleeping"}},
    "/api/provenance/failures": {"params": {"limit": 0}},
    "/api/consistency": {"params": {"limit": 51}},
    "/api/search": {"params": {"q": ""}},
    SHARES: {"json": {"channel": 7}},
    "/api/artifacts/{artifact_id}/feedback": {"json": {"rating": 6}, "params": {"limit": 0}},
    REGENERATION: {"json": BODIES[EXPORT]},
    TOKENS: {"json": {"name": ""}, "params": {"limit": 0}},
    FEEDS: {"json": {"title": ""}, "params": {"limit": 0}},
    "/api/jobs/{job_id}/retry": {"json": {"manual": "perhaps"}},
    COLLECTIONS: {"json": {"name": ""}, "params": {"limit": 0}},
    COLLECTION: {"json": {"name": ""}},
    f"{COLLECTION}/members": {"json": {"add": [""]}},
}


# Of these an id is all that can be wrong, of which others tell.
RIGHT = {("get", "/api/content/{content_id}"), ("get", COLLECTION), ("delete", COLLECTION)}


@pytest.mark.parametrize(
    ("method", "path"),
    [(m, p) for m, p, status in routes() if status == 422 and p in WRONG and (m, p) not in RIGHT],
)
def test_422(client: TestClient, method: str, path: str) -> None:
    check(call(client, method, path, **WRONG[path]), 422, "invalid-request")


@pytest.mark.parametrize("wrong", ["%00", "a%00b", "a" * 51, "%ED%A0%80", ".."])
@pytest.mark.parametrize(
    ("method", "path"), sorted({(m, p) for m, p, _ in routes() if "{" in p and "{filename}" not in p})
)
def test_an_id_that_can_be_none(client: TestClient, method: str, path: str, wrong: str) -> None:
    name = path.rpartition("{")[2].partition("}")[0]
    answer = client.request(method, path.format(**(FILLED | {name: wrong.replace("..", "%2e%2e")})))
    assert f"path.{name}" in check(answer, 422, "invalid-request").detail


def test_a_kind_that_is_not_the_sources(client: TestClient, source_id: str) -> None:
    for kind in ("podcast", "webpage", "shelf"):
        path = f"/api/provenance/{kind}/{source_id}/generated-content"
        assert f"{source_id} is a document" in check(client.get(path), 422, "invalid-request").detail


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["body.url"]),
        ({"url": TEXT_URL, "priority": 11}, ["body.priority"]),
        ({"url": 7, "priority": "high"}, ["body.url", "body.priority"]),
    ],
)
def test_every_field_that_does_not_fit_is_named(client: TestClient, body: dict[str, Any], fields: list[str]) -> None:
    problem = check(client.post(IMPORT, json=body), 422, "invalid-request")
    assert [error["field"] for error in problem.errors or []] == fields
    assert all(field in problem.detail for field in fields)


def test_a_body_that_is_not_json(client: TestClient) -> None:
    check(client.post(IMPORT, content=b"{"), 422, "invalid-request")


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, status in routes() if status == 413])
def test_413(client: TestClient, method: str, path: str) -> None:
    check(call(client, method, path, json=None, content=b" " * (MOST_BYTES + 1)), 413, "content-too-large")


def test_an_upload_that_is_too_large(client: TestClient) -> None:
    check(client.post(UPLOAD, json={"filename": "a.txt", "size": 1001}), 413, "content-too-large")


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, status in routes() if status == 409])
async def test_409(app: MemoryApplication, client: TestClient, method: str, path: str) -> None:
    app.registry.broken.append(BrokenPlugin("import.epub", "williams-epub", "ModuleNotFoundError: lxml"))
    job_id = client.post(IMPORT, json=BODIES[IMPORT]).json()["job_id"]
    client.post(SOURCES, json=BODIES[SOURCES])
    app.services.dispatcher.dispatch()
    await app.run_executions()
    taken, other = (client.post(COLLECTIONS, json={"name": name}).json() for name in ("taken", "other"))
    ids = {"job_id": job_id, "plugin_id": "import.epub", "collection_id": other["collection_id"]}
    body = {"name": taken["name"].upper()} if path.startswith(COLLECTIONS) else BODIES.get(path)
    check(client.request(method, path.format(**ids), json=body), 409, "conflict")


@pytest.mark.parametrize(
    ("method", "path"), [(m, p) for m, p, status in routes() if status == 503 and p != "/api/health"]
)
def test_503(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("The database does not answer.")

    monkeypatch.setattr(app.tokens, "principal", away)
    monkeypatch.setattr(app.library.catalog, "artifact", away)
    monkeypatch.setattr(app.feeds, "kept", away)
    link = app.services.signer.signed("download", [OWNER, "art_1", FILLED["filename"], 2**40])
    check(client.request(method, path.format(**FILLED | {"link": link})), 503, "store-unavailable")


@pytest.mark.parametrize("path", [IMPORT, EXPORT])
def test_503_when_the_queue_is_away(app: MemoryApplication, client: TestClient, path: str) -> None:
    app.queues.failure = StoreUnavailable("The queues do not answer.")
    body = BODIES[path] | ({"source_ids": [add_source(app.library)]} if path == EXPORT else {})
    problem = check(client.post(path, json=body), 503, "store-unavailable")
    assert problem.detail == "The queues do not answer."


def test_503_when_search_cannot_be_asked(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("The vectors do not answer.")

    monkeypatch.setattr(app.library.vectors, "nearest", away)
    check(client.get("/api/search", params={"q": "x"}), 503, "store-unavailable")


def test_502_when_the_provider_of_embeddings_refuses(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: object) -> None:
        raise ProviderRejected("The provider refused the question.")

    monkeypatch.setattr(app.library.engines.embedding, "embed", refuses)
    check(client.get("/api/search", params={"q": "x"}), 502, "provider-rejected")


def test_every_documented_problem_is_tested_here() -> None:
    assert {status for *_, status in routes()} == {401, 403, 404, 409, 410, 413, 422, 429, 502, 503}


def test_what_may_be_refused_is_tried() -> None:
    """A 422 is documented where a parameter or a body can be wrong, and nowhere else."""
    with_ids = {path for _, path, _ in routes() if "{" in path} - {DOWNLOAD}
    assert {path for _, path, status in routes() if status == 422} == with_ids | WRONG.keys()


def test_a_refusal_is_documented_as_a_problem_and_as_nothing_else() -> None:
    refusals = {
        (path, status): set(response["content"])
        for path, operations in document()["paths"].items()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        if status >= "400"
    }
    health = refusals.pop(("/api/health", "503"))
    assert set(map(frozenset, refusals.values())) == {frozenset({MEDIA_TYPE})}
    assert health == {MEDIA_TYPE, "application/json"}
    assert not {"HTTPValidationError", "ValidationError"} & set(document()["components"]["schemas"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": TEXT_URL, "type": "hologram"}, "unknown-type"),
        ({"url": "ftp://example.org/a.zip"}, "unknown-type"),
        ({"url": TEXT_URL, "metadata": {"authors": 3}}, "invalid-request"),
    ],
)
def test_an_import_that_nobody_can_do(client: TestClient, body: dict[str, Any], code: str) -> None:
    check(client.post(IMPORT, json=body), 422, code)
    assert client.get("/api/jobs").json()["items"] == []


def test_a_key_that_was_used_for_something_else(client: TestClient) -> None:
    headers = {"Idempotency-Key": "k"}
    client.post(IMPORT, json={"url": TEXT_URL}, headers=headers)
    answer = client.post(IMPORT, json={"url": TEXT_URL, "priority": 1}, headers=headers)
    check(answer, 422, "idempotency-key-reused")


def test_another_owners_things_are_not_found(
    app: MemoryApplication, client: TestClient, stranger: TestClient, source_id: str
) -> None:
    job_id = client.post(IMPORT, json={"url": TEXT_URL}).json()["job_id"]
    check(stranger.get(f"/api/jobs/{job_id}"), 404, "not-found")
    check(stranger.get(f"/api/content/{source_id}"), 404, "not-found")
    check(stranger.get(f"/api/provenance/document/{source_id}/generated-content"), 404, "not-found")
    check(stranger.post(EXPORT, json={"source_ids": [source_id], "format": "podcast"}), 404, "not-found")
    for path in ("/api/jobs", "/api/content", "/api/artifacts"):
        assert stranger.get(path).json()["items"] == []
    assert app.library.catalog.content(OWNER, source_id).owner == OWNER


def test_an_artifact_of_another_kind_is_not_found(client: TestClient) -> None:
    check(client.get("/api/provenance/video/art_1/genealogy"), 404, "not-found")


def test_a_reader_may_read(reader: TestClient) -> None:
    assert reader.get("/api/jobs").status_code == 200


def test_a_path_that_is_not_there(client: TestClient) -> None:
    problem = check(client.get("/api/nowhere"), 404, "not-found")
    assert "/api/openapi.json" in problem.detail


def test_a_method_that_is_not_there(client: TestClient) -> None:
    answer = client.patch("/api/jobs")
    check(answer, 405, "invalid-request")
    assert answer.headers["allow"] == "GET"


def test_a_defect_tells_nothing_of_the_inside(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def defect(*_: object) -> None:
        raise ZeroDivisionError("the password is swordfish")

    monkeypatch.setattr(app.library.catalog, "content", defect)
    answer = client.get("/api/content/doc_1")
    check(answer, 500, "internal-error")
    assert "swordfish" not in answer.text
    (reference,) = set(re.findall(r"err_[0-9a-f]{28}", answer.text))
    assert f"unexpected error {reference}" in caplog.text
    assert "swordfish" in caplog.text


def test_a_known_error_of_ours_is_logged(
    app: MemoryApplication, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.queues.failure = StoreUnavailable("The queues do not answer.", "10.0.0.7 refused")
    answer = client.post(IMPORT, json={"url": TEXT_URL})
    assert "store-unavailable: The queues do not answer. (10.0.0.7 refused)" in caplog.text
    assert "10.0.0.7" not in answer.text


def test_health_names_the_store_that_is_away(app: MemoryApplication, nobody: TestClient) -> None:
    healthy = nobody.get("/api/health")
    assert (healthy.status_code, healthy.json()["status"]) == (200, "ok")
    app.library.graph.failure = StoreUnavailable("The graph does not answer.")
    answer = nobody.get("/api/health")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "checks": {"objects": "ok", "graph": "The graph does not answer."},
    }


def test_a_broken_plugin_is_listed_with_its_reason(app: MemoryApplication, client: TestClient) -> None:
    app.registry.broken.append(BrokenPlugin("import.epub", "williams-epub", "ModuleNotFoundError: lxml"))
    listed = {each["plugin_id"]: each for each in client.get("/api/plugins/import").json()["plugins"]}
    epub = listed["import.epub"]
    assert (epub["enabled"], epub["name"], epub["error"]) == (False, "williams-epub", "ModuleNotFoundError: lxml")
    assert "import.epub" not in client.get("/api/plugins/export").text


def test_a_broken_plugin_that_does_not_say_its_kind_is_listed_once(app: MemoryApplication, client: TestClient) -> None:
    app.registry.broken.append(BrokenPlugin("../escape", "acme", "PluginDefect: that is no id"))
    app.registry.broken.append(BrokenPlugin("export.epub", "acme", "PluginDefect: no stages"))
    found = {kind: client.get(f"/api/plugins/{kind}").text for kind in ("import", "export")}
    assert ["../escape" in text for text in found.values()] == [True, False]
    assert ["export.epub" in text for text in found.values()] == [False, True]


def test_a_browser_may_ask_from_anywhere(nobody: TestClient) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = nobody.options(IMPORT, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_the_document_is_served(nobody: TestClient) -> None:
    document = nobody.get("/api/openapi.json").json()
    assert document["info"]["title"] == "Williams Librarian"
    assert IMPORT in document["paths"]
