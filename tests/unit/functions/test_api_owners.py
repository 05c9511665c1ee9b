"""On every route, another owner's things are answered like things that do not exist."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from tests.owned_routes import BODIES, LISTS, OF_NOBODY, SAID, filled, operations, with_ids
from tests.unit.functions.conftest import STRANGER, TEXT_URL, client_of, text_application
from tests.unit.functions.one_api import document
from tests.unit.pipeline.conftest import TEXTS
from williams.domain.generation_failures import GenerationFailure
from williams.services.tokens import OPERATOR_SCOPES
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

DOCUMENT = document()
MISSING = {
    "content_id": "doc_0",
    "artifact_id": "art_0",
    "job_id": "job_0",
    "token_id": "tok_0",
    "feed_id": "fd_0",
    "batch_id": "bat_0",
    "source_id": "src_0",
    "collection_id": "col_0",
}
PARAMETERS = {"/api/search": {"q": TEXTS[0]}}


@dataclass(frozen=True)
class Library:
    """One owner's library, with something of every kind, and somebody else."""

    owner: TestClient
    stranger: TestClient
    ids: dict[str, str]

    def seen(self) -> dict[str, object]:
        paths = [path for method, path in with_ids(DOCUMENT) if method == "GET"] + [path for _, path in LISTS]
        answers = {path: self.owner.get(filled(path, self.ids), params=PARAMETERS.get(path)) for path in paths}
        assert {answer.status_code for answer in answers.values()} == {200}
        return {path: _without_tickets(answer.json()) for path, answer in answers.items()}


def _without_tickets(answer: object) -> object:
    """An address for progress holds the time."""
    if isinstance(answer, dict):
        return {name: _without_tickets(value) for name, value in answer.items() if name != "progress_url"}
    return [_without_tickets(each) for each in answer] if isinstance(answer, list) else answer


def _finished(app: MemoryApplication, client: TestClient, path: str, body: Mapping[str, object]) -> dict[str, str]:
    job_id = client.post(path, json=body).json()["job_id"]
    app.services.dispatcher.dispatch()
    asyncio.run(app.run_executions())
    job: dict[str, str] = client.get(f"/api/jobs/{job_id}").json()
    assert job["status"] == "completed", job
    return job


def _failed(app: MemoryApplication, content_id: str) -> None:
    """Let the library tell of one export that failed for good."""
    app.library.graph.write_failure(
        GenerationFailure(
            failure_id="job_0-1",
            owner=OWNER,
            job_id="job_0",
            failed_at=datetime(2026, 11, 1, tzinfo=UTC),
            plugin_id="export.podcast",
            plugin_version="1.0.0",
            artifact_type="podcast",
            parameters={},
            source_ids=(content_id,),
            stage="script",
            code="provider-rejected",
            message="The text service refuses.",
        )
    )


@pytest.fixture(scope="module")
def library() -> Library:
    app = text_application()
    owner = client_of(app, app.token)
    content_id = _finished(app, owner, "/api/content/import", {"url": TEXT_URL})["content_id"]
    tagged = owner.patch(f"/api/content/{content_id}", json={"tags": ["ships"]})
    assert tagged.status_code == 200, tagged.text
    collection_id = owner.post("/api/collections", json={"name": "Shelf"}).json()["collection_id"]
    wanted = {"source_ids": [content_id], "format": "podcast", "parameters": {"minutes": 1}}
    job = _finished(app, owner, "/api/content/export", wanted)
    _failed(app, content_id)
    token_id = owner.post("/api/tokens", json={"name": "laptop"}).json()["token_id"]
    feed_id = owner.post("/api/feeds").json()["feed_id"]
    source_id = owner.post("/api/sources", json={"url": "https://texts.test/a.txt"}).json()["source_id"]
    batch_id = owner.post("/api/content/import/batch", json={"sources": [TEXT_URL]}).json()["batch_id"]
    ids = {
        "source_id": source_id,
        "batch_id": batch_id,
        "artifact_id": job["artifact_id"],
        "job_id": job["job_id"],
        "token_id": token_id,
        "feed_id": feed_id,
    }
    ids["collection_id"] = collection_id
    return Library(owner, client_of(app, app.token_of(STRANGER, OPERATOR_SCOPES)), {"content_id": content_id, **ids})


def test_every_route_is_tried() -> None:
    tried = {*with_ids(DOCUMENT), *LISTS, *BODIES}
    assert operations(DOCUMENT) == tried | OF_NOBODY
    assert not tried & OF_NOBODY


@pytest.mark.parametrize(("method", "path"), with_ids(DOCUMENT))
def test_an_id_of_somebody_else_is_not_found(library: Library, method: str, path: str) -> None:
    before = library.seen()
    found = library.stranger.request(method, filled(path, library.ids), json=SAID.get((method, path)))
    missing = library.stranger.request(method, filled(path, MISSING), json=SAID.get((method, path)))
    assert (found.status_code, missing.status_code) == (404, 404), found.text
    detail = found.json()["detail"]
    for name, known in library.ids.items():
        detail = detail.replace(known, MISSING[name])
    assert detail == missing.json()["detail"]
    assert library.seen() == before


@pytest.mark.parametrize(("method", "path"), sorted(LISTS))
def test_lists_and_searches_show_ones_own_only(library: Library, method: str, path: str) -> None:
    given = PARAMETERS.get(path)
    listed = library.stranger.request(method, path, params=given)
    own = library.owner.request(method, path, params=given)
    name = LISTS[method, path]
    assert (listed.status_code, own.status_code) == (200, 200)
    assert path == "/api/consistency" or own.json()[name]
    assert not [each for each in listed.json()[name] if each in own.json()[name]]
    assert not [known for known in library.ids.values() if known in listed.text]


@pytest.mark.parametrize(("method", "path"), sorted(BODIES))
def test_nothing_is_made_of_what_is_somebody_elses(library: Library, method: str, path: str) -> None:
    ids = library.ids
    body = {"source_ids": [ids["content_id"]], "format": "podcast", "provenance": {"version_of": ids["artifact_id"]}}
    refused = library.stranger.request(method, path, json=body)
    assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
    assert library.stranger.get("/api/jobs").json()["items"] == []
