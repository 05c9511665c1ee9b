"""Deleting content through the API: what is hidden, what is gone, what stays, and that a crash in the middle heals."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import TEXT_URL
from tests.unit.pipeline.conftest import TEXTS
from williams.domain.content import Content
from williams_testing.application import MemoryApplication

UPLOAD = "uploads/tester/up_1/notes.txt"


async def finished(app: MemoryApplication, client: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    job_id = client.post(path, json=body).json()["job_id"]
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return dict(client.get(f"/api/jobs/{job_id}").json())


async def imported(app: MemoryApplication, client: TestClient) -> str:
    return str((await finished(app, client, "/api/content/import", {"url": TEXT_URL}))["content_id"])


@pytest.fixture
async def content_id(app: MemoryApplication, client: TestClient) -> str:
    app.library.objects.write(UPLOAD, b"as it was uploaded", "text/plain")
    return await imported(app, client)


@pytest.fixture
async def artifact_id(app: MemoryApplication, client: TestClient, content_id: str) -> str:
    wanted = {"source_ids": [content_id], "format": "podcast", "parameters": {"minutes": 1}}
    return str((await finished(app, client, "/api/content/export", wanted))["artifact_id"])


def tree_of(client: TestClient, artifact_id: str) -> dict[str, Any]:
    return dict(client.get(f"/api/provenance/podcast/{artifact_id}/genealogy").json()["provenance"])


def quotes(tree: dict[str, Any]) -> list[str]:
    return [part["sources"][0]["quote"] for part in tree["parts"]]


def delete(client: TestClient, content_id: str, hard: bool) -> None:
    answer = client.delete(f"/api/content/{content_id}", params={"hard_delete": hard})
    assert (answer.status_code, answer.json()) == (200, {"content_id": content_id, "hard_delete": hard})


@pytest.mark.parametrize("hard", [False, True])
async def test_it_is_nowhere_to_be_seen(client: TestClient, content_id: str, artifact_id: str, hard: bool) -> None:
    delete(client, content_id, hard)
    assert client.get("/api/content").json()["items"] == []
    assert client.get(f"/api/content/{content_id}").status_code == 404
    assert client.get("/api/search", params={"q": TEXTS[1]}).json()["hits"] == []
    assert client.get(f"/api/provenance/document/{content_id}/generated-content").status_code == 404
    again = {"source_ids": [content_id], "format": "podcast"}
    assert client.post("/api/content/export", json=again).status_code == 404
    assert client.get(f"/api/artifacts/{artifact_id}").status_code == 200


async def test_after_soft_deletion_what_was_made_still_shows_its_quotes(
    app: MemoryApplication, client: TestClient, content_id: str, artifact_id: str
) -> None:
    delete(client, content_id, hard=False)
    tree = tree_of(client, artifact_id)
    assert [(each["doc_id"], each["deleted"]) for each in tree["source_documents"]] == [(content_id, True)]
    assert quotes(tree) == list(TEXTS)
    assert app.library.objects.keys(f"documents/{content_id}/")


async def test_hard_deletion_leaves_a_tombstone_only(
    app: MemoryApplication, client: TestClient, content_id: str, artifact_id: str
) -> None:
    before = tree_of(client, artifact_id)
    delete(client, content_id, hard=True)
    tree = tree_of(client, artifact_id)
    (was,), (document,) = before["source_documents"], tree["source_documents"]
    assert document == was | {"deleted": True, "url": None}
    places = [(s["paragraph_id"], s["page"]) for part in before["parts"] for s in part["sources"]]
    assert [(s["paragraph_id"], s["page"]) for part in tree["parts"] for s in part["sources"]] == places
    assert set(quotes(tree)) == {""}
    assert app.library.objects.keys(f"documents/{content_id}/") == app.library.objects.keys("uploads/") == []
    attribution = client.get(f"/api/provenance/podcast/{artifact_id}/attribution").json()
    assert "A text" in attribution["full_attribution"]


@pytest.mark.parametrize("hard", [False, True])
async def test_repeating_changes_nothing(client: TestClient, content_id: str, hard: bool) -> None:
    delete(client, content_id, hard)
    delete(client, content_id, hard)
    delete(client, content_id, hard=True)


@pytest.mark.parametrize(
    ("store", "step"),
    [
        ("vectors", "delete"),
        ("objects", "delete_prefix"),
        ("graph", "erase_document"),
        ("catalog", "erase"),
    ],
)
async def test_a_crash_in_the_middle_hides_it_and_is_healed_by_repeating(
    app: MemoryApplication,
    client: TestClient,
    content_id: str,
    monkeypatch: pytest.MonkeyPatch,
    store: str,
    step: str,
) -> None:
    def crash(*_: object) -> None:
        raise SystemError("the machine is gone")

    with monkeypatch.context() as broken:
        broken.setattr(getattr(app.library, store), step, crash)
        assert client.delete(f"/api/content/{content_id}", params={"hard_delete": True}).status_code == 500
    assert client.get(f"/api/content/{content_id}").status_code == 404
    delete(client, content_id, hard=True)
    assert app.library.objects.keys(f"documents/{content_id}/") == []
    assert app.library.catalog.paragraphs_by_id("tester", [f"{content_id}.v1.p0"], hidden_too=True) == {}
    assert app.library.graph.is_deleted("tester", content_id)


@pytest.mark.parametrize("hard", [False, True])
async def test_the_same_bytes_make_new_content_afterwards(
    app: MemoryApplication, client: TestClient, content_id: str, hard: bool
) -> None:
    delete(client, content_id, hard)
    again = await imported(app, client)
    assert again != content_id
    assert client.get("/api/search", params={"q": TEXTS[1]}).json()["hits"][0]["content_id"] == again


@pytest.mark.parametrize("hard", [False, True])
async def test_another_owners_id_is_not_found(
    client: TestClient, stranger: TestClient, content_id: str, hard: bool
) -> None:
    params = {"hard_delete": hard}
    assert stranger.delete(f"/api/content/{content_id}", params=params).status_code == 404
    assert client.get(f"/api/content/{content_id}").status_code == 200
    delete(client, content_id, hard)
    assert stranger.delete(f"/api/content/{content_id}", params=params).status_code == 404


@pytest.mark.parametrize("hard", [False, True])
async def test_an_export_that_has_not_been_stored_yet_fails(
    app: MemoryApplication, client: TestClient, content_id: str, monkeypatch: pytest.MonkeyPatch, hard: bool
) -> None:
    write = app.library.graph.write_artifact

    def late(*given: Any) -> None:
        delete(client, content_id, hard)
        write(*given)

    monkeypatch.setattr(app.library.graph, "write_artifact", late)
    job = await finished(app, client, "/api/content/export", {"source_ids": [content_id], "format": "podcast"})
    assert (job["status"], job["error"]["code"]) == ("failed", "not-found")
    assert client.get("/api/artifacts").json()["items"] == []


@pytest.mark.parametrize("hard", [False, True])
async def test_an_import_whose_end_got_lost_does_not_bring_it_back(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch, hard: bool
) -> None:
    commit = app.library.catalog.commit_import
    made: list[str] = []

    def crash_once(content: Content, *given: Any, **named: Any) -> str:
        standing = commit(content, *given, **named)
        if not made:
            made.append(standing)
            delete(client, standing, hard)
            raise SystemError("the machine is gone")
        return standing

    monkeypatch.setattr(app.library.catalog, "commit_import", crash_once)
    job = await finished(app, client, "/api/content/import", {"url": TEXT_URL})
    assert job["status"] == "retrying"
    assert client.get(f"/api/content/{made[0]}").status_code == 404
    deleted = app.library.graph.is_deleted("tester", made[0])
    assert deleted
