"""Download links, shares, impact, licenses, regeneration, and switching plugins."""

from __future__ import annotations

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.unit.pipeline.conftest import add_source
from williams.domain.content import ContentMetadata
from williams.services.signing import Signer
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

DAY = 24 * 3600


async def generated(app: MemoryApplication, client: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    job_id = client.post(path, json=body).json()["job_id"]
    app.services.dispatcher.dispatch()
    await app.run_executions()
    artifact_id = client.get(f"/api/jobs/{job_id}").json()["artifact_id"]
    return dict(client.get(f"/api/artifacts/{artifact_id}").json())


@pytest.fixture
async def artifact(app: MemoryApplication, client: TestClient, source_id: str) -> dict[str, Any]:
    wanted = {"source_ids": [source_id], "format": "podcast", "parameters": {"minutes": 1}}
    return await generated(app, client, "/api/content/export", wanted)


def opened(nobody: TestClient, url: str) -> Response:
    return nobody.get(url, follow_redirects=False)


def impact(client: TestClient, artifact: dict[str, Any]) -> dict[str, int | None]:
    answer = client.get(f"/api/provenance/podcast/{artifact['artifact_id']}/impact").json()
    return {name: answer[name] for name in ("views", "shares", "derivative_works", "citations")}


NOTHING_YET = {"views": 0, "shares": 0, "derivative_works": 0, "citations": None}


def test_a_link_leads_to_the_file_and_counts_the_view(
    client: TestClient, nobody: TestClient, artifact: dict[str, Any]
) -> None:
    assert impact(client, artifact) == NOTHING_YET
    for name, file in artifact["files"].items():
        answer = opened(nobody, file["download_url"])
        assert answer.status_code == 307
        assert answer.headers["location"].partition("?")[0].endswith(f"/{artifact['artifact_id']}/{name}")
    assert impact(client, artifact) == NOTHING_YET | {"views": 1}


def test_a_link_is_the_same_all_day_and_expires(
    client: TestClient, nobody: TestClient, artifact: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = time.time() // DAY * DAY
    monkeypatch.setattr(time, "time", lambda: begin + 1)
    path = f"/api/artifacts/{artifact['artifact_id']}"
    url = client.get(path).json()["download_url"]
    monkeypatch.setattr(time, "time", lambda: begin + DAY - 1)
    assert client.get(path).json()["download_url"] == url
    monkeypatch.setattr(time, "time", lambda: begin + 8 * DAY - 1)
    assert opened(nobody, url).status_code == 307
    assert client.get(path).json()["download_url"] != url
    monkeypatch.setattr(time, "time", lambda: begin + 8 * DAY + 1)
    expired = opened(nobody, url)
    assert (expired.status_code, expired.json()["code"]) == (410, "link-expired")


def test_a_forged_link_is_refused(
    app: MemoryApplication, client: TestClient, nobody: TestClient, artifact: dict[str, Any]
) -> None:
    payload = [OWNER, artifact["artifact_id"], "podcast.mp3", time.time() + 60]
    _, _, token, _ = artifact["download_url"].removeprefix("http://testserver").split("/")
    for forged in (
        Signer(lambda: b"another key").signed("download", payload),
        app.services.signer.signed("ticket", payload),
        token[:-4] + "AAAA",
        "a",
        "a.b",
        "ä.ö",
    ):
        answer = opened(nobody, f"/download/{forged}/podcast.mp3")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert opened(nobody, f"/download/{token}/cover.jpg").status_code == 403
    assert impact(client, artifact) == NOTHING_YET


@pytest.mark.parametrize(("artifact_id", "name"), [("art_0", "podcast.mp3"), (None, "secret.txt")])
def test_a_link_to_what_is_gone(
    app: MemoryApplication, nobody: TestClient, artifact: dict[str, Any], artifact_id: str | None, name: str
) -> None:
    payload = [OWNER, artifact_id or artifact["artifact_id"], name, time.time() + 60]
    answer = opened(nobody, f"/download/{app.services.signer.signed('download', payload)}/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_share_is_counted_and_gives_a_link(client: TestClient, nobody: TestClient, artifact: dict[str, Any]) -> None:
    path = f"/api/artifacts/{artifact['artifact_id']}/shares"
    first = client.post(path)
    assert first.status_code == 201
    share = client.post(path, json={"channel": "newsletter"}).json()
    assert (share["artifact_id"], share["shares"]) == (artifact["artifact_id"], 2)
    assert share["expires_at"] > time.time()
    assert opened(nobody, share["url"]).status_code == 307
    assert impact(client, artifact) == NOTHING_YET | {"views": 1, "shares": 2}


async def test_a_regeneration_is_a_version_and_a_derivative_work(
    app: MemoryApplication, client: TestClient, artifact: dict[str, Any]
) -> None:
    original = client.get(f"/api/provenance/podcast/{artifact['artifact_id']}/genealogy").json()
    wanted = {
        "source_ids": [each["doc_id"] for each in original["provenance"]["source_documents"]],
        "format": "podcast",
        "parameters": original["podcast"]["parameters"],
        "provenance": {"version_of": artifact["artifact_id"], "reason": "Regeneration with improved model"},
    }
    later = await generated(app, client, "/api/plugins/export", wanted)
    tree = client.get(f"/api/provenance/podcast/{later['artifact_id']}/genealogy").json()["provenance"]
    assert tree["version_of"] == artifact["artifact_id"]
    assert tree["version_reason"] == "Regeneration with improved model"
    assert impact(client, artifact) == NOTHING_YET | {"derivative_works": 1}


async def test_licenses_of_all_sources_together(app: MemoryApplication, client: TestClient) -> None:
    sources = [add_source(app.library), add_source(app.library)]
    made = await generated(app, client, "/api/content/export", {"source_ids": sources, "format": "podcast"})
    answer = client.get(f"/api/provenance/podcast/{made['artifact_id']}/licenses").json()
    licenses = {each["license"] for each in map(content_of(client), sources)}
    assert set(answer["licenses"]) == licenses - {None}
    known = {"commercial_use_allowed", "derivatives_allowed", "attribution_required", "share_alike_required"}
    assert known < answer.keys()
    assert answer["unclear"] == [] if None not in licenses else answer["unclear"]


@pytest.mark.parametrize("license", ["CC-PDM-1.0", "GFDL-1.1-or-later"])
async def test_an_open_license_is_not_taken_for_reserved_rights(
    app: MemoryApplication, client: TestClient, license: str
) -> None:
    source = add_source(app.library, metadata=ContentMetadata(title="Old songs", license=license))
    made = await generated(app, client, "/api/content/export", {"source_ids": [source], "format": "podcast"})
    answer = client.get(f"/api/provenance/podcast/{made['artifact_id']}/licenses").json()
    assert (answer["commercial_use_allowed"], answer["unclear"]) == (True, [])


def content_of(client: TestClient) -> Any:
    return lambda content_id: client.get(f"/api/content/{content_id}").json()


def test_a_plugin_that_is_off_takes_no_jobs(client: TestClient, source_id: str) -> None:
    wanted = {"source_ids": [source_id], "format": "podcast"}
    off = client.post("/api/plugins/export.podcast/disable")
    assert (off.status_code, off.json()["enabled"]) == (200, False)
    assert client.post("/api/content/export", json=wanted).json()["code"] == "unknown-type"
    assert client.post("/api/plugins/export.podcast/enable").json()["enabled"] is True
    assert client.post("/api/content/export", json=wanted).status_code == 202
