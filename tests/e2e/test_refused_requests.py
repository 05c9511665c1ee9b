"""Requests that do not fit: each has its own problem that says what to do, and nothing comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.problems import problem
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant, http_client
from williams.domain.tokens import Scope
from williams.services.tokens import new_token, token_hash

IMPORT, EXPORT = "/api/content/import", "/api/content/export"
PDF = "upload://up_0/source.pdf"
READS = ["/api/content", "/api/artifacts", "/api/jobs", "/api/search?q=words", "/api/plugins/import"]
POSTS = ["/api/uploads", IMPORT, EXPORT]


@pytest.fixture(scope="module")
def stranger(make_tenant: Callable[[str], Tenant]) -> Tenant:
    """Asks for nothing that could be granted."""
    return make_tenant("stranger")


@pytest.fixture(scope="module", autouse=True)
def nothing_came_of_it(cloud: Cloud, stranger: Tenant) -> Any:
    yield
    assert cloud.left_behind(stranger.owner) == {}
    assert cloud.jobs.jobs(stranger.owner, 10).items == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "says"),
    [
        (IMPORT, {"url": PDF, "type": "hologram"}, 422, "unknown-type", "Known types: document, import.document"),
        (IMPORT, {"url": "upload://up_0/a.xyz"}, 422, "unknown-type", "import.pdf"),
        (IMPORT, {"url": "gopher://example.org/a.pdf"}, 422, "unknown-type", "import.pdf"),
        (IMPORT, {"url": ""}, 422, "invalid-request", "body.url"),
        (IMPORT, {}, 422, "invalid-request", "body.url"),
        (IMPORT, {"url": PDF, "priority": 0}, 422, "invalid-request", "body.priority"),
        (IMPORT, {"url": PDF, "priority": 11}, 422, "invalid-request", "body.priority"),
        (IMPORT, {"url": PDF, "priority": "soon"}, 422, "invalid-request", "body.priority"),
        (IMPORT, {"url": PDF, "metadata": {"authors": 5}}, 422, "invalid-request", "authors"),
        (EXPORT, {"source_ids": ["doc_0"], "format": "hologram"}, 422, "unknown-type", "podcast"),
        (EXPORT, {"source_ids": ["doc_0"], "format": "podcast"}, 404, "not-found", "doc_0"),
        (EXPORT, {"source_ids": [], "format": "podcast"}, 422, "invalid-request", "source_ids, collections or tags"),
        (EXPORT, {"format": "podcast"}, 422, "invalid-request", "source_ids, collections or tags"),
        ("/api/uploads", {"filename": ""}, 422, "invalid-request", "body.filename"),
        ("/api/uploads", {"filename": "a.pdf", "size": -1}, 422, "invalid-request", "body.size"),
        ("/api/uploads", {"filename": "a.pdf", "size": 10**12}, 413, "content-too-large", str(10**12)),
    ],
)
def test_a_body_that_does_not_fit(
    stranger: Tenant, path: str, body: dict[str, Any], status: int, code: str, says: str
) -> None:
    problem(stranger.http.post(path, json=body), status, code, says=says)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"minutes": 1000}, "minutes"),
        ({"minutes": "long"}, "minutes"),
        ({"style": "opera"}, "style"),
        ({"volume": 11}, "volume"),
    ],
)
def test_parameters_that_the_plugin_does_not_take(
    reader: Tenant, sample: ImportedSample, parameters: dict[str, Any], says: str
) -> None:
    body = {"source_ids": [sample.content.content_id], "format": "podcast", "parameters": parameters}
    problem(reader.http.post(EXPORT, json=body), 422, "invalid-request", says=says)


def test_a_new_version_of_what_is_not_there(reader: Tenant, sample: ImportedSample) -> None:
    version = {"version_of": "art_0", "reason": "shorter"}
    body = {"source_ids": [sample.content.content_id], "format": "podcast", "provenance": version}
    problem(reader.http.post(EXPORT, json=body), 404, "not-found", says="art_0")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("raw", [b'{"url": "x"', b"", b"[]", b"\xff\xfe"])
def test_malformed_json(stranger: Tenant, path: str, raw: bytes) -> None:
    answer = stranger.http.post(path, content=raw, headers={"Content-Type": "application/json"})
    problem(answer, 422, "invalid-request", says="body")


@pytest.mark.parametrize(
    "path",
    [
        "/api/content/doc_0",
        "/api/artifacts/art_0",
        "/api/jobs/job_0",
        "/api/provenance/podcast/art_0/genealogy",
        "/api/provenance/podcast/art_0/attribution",
        "/api/provenance/document/doc_0/generated-content",
        "/api/holograms",
        "/",
    ],
)
def test_what_is_not_there(stranger: Tenant, path: str) -> None:
    problem(stranger.http.get(path), 404, "not-found")


@pytest.mark.parametrize(
    "path",
    [
        "/api/content?limit=0",
        "/api/jobs?limit=many",
        "/api/jobs?status=sleeping",
        "/api/search",
        "/api/search?q=",
        "/api/search?q=words&limit=1000",
    ],
)
def test_a_query_that_does_not_fit(stranger: Tenant, path: str) -> None:
    problem(stranger.http.get(path), 422, "invalid-request")


def test_the_wrong_method(stranger: Tenant) -> None:
    problem(stranger.http.delete("/api/jobs"), 405, "invalid-request")


@pytest.mark.parametrize("path", READS)
def test_no_token(cloud: Cloud, path: str) -> None:
    with http_client(cloud, None) as nobody:
        answer = nobody.get(path)
    problem(answer, 401, "unauthenticated", says="Authorization: Bearer")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", [*READS, "/api/content/doc_0", "/api/jobs/job_0"])
def test_a_wrong_token(cloud: Cloud, path: str) -> None:
    with http_client(cloud, "wl_wrong") as nobody:
        problem(nobody.get(path), 401, "unauthenticated", says="token")


@pytest.mark.parametrize("path", POSTS)
def test_a_wrong_token_writes_nothing(cloud: Cloud, path: str) -> None:
    with http_client(cloud, "wl_wrong") as nobody:
        problem(nobody.post(path, json={"url": PDF, "filename": "a.pdf"}), 401, "unauthenticated", says="token")


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Bearer", "wl_naked"])
def test_another_kind_of_authorization(cloud: Cloud, header: str) -> None:
    with http_client(cloud, None) as nobody:
        problem(nobody.get("/api/jobs", headers={"Authorization": header}), 401, "unauthenticated")


@pytest.mark.parametrize("path", POSTS)
def test_a_token_that_may_only_read(cloud: Cloud, stranger: Tenant, path: str) -> None:
    token = new_token()
    cloud.tokens.add(stranger.owner, token_hash(token), "reads", frozenset({Scope.READ}))
    with http_client(cloud, token) as onlooker:
        assert onlooker.get("/api/jobs").status_code == 200
        body = {"url": PDF, "filename": "a.pdf", "source_ids": ["doc_0"], "format": "podcast"}
        problem(onlooker.post(path, json=body), 403, "forbidden", says="write")


def test_health_needs_no_token(cloud: Cloud) -> None:
    with http_client(cloud, None) as nobody:
        health = nobody.get("/api/health")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert health.json()["checks"] == dict.fromkeys(("postgres", "graph", "objects", "vectors"), "ok")
