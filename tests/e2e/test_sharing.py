"""Links, tokens and later versions: what an owner lets others do, and what comes of an artifact."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.podcast import Podcast
from tests.e2e.tenant import Tenant, http_client


def _impact(tenant: Tenant, artifact_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = tenant.http.get(f"/api/provenance/podcast/{artifact_id}/impact").json()
    return answer


def test_a_link_opens_the_file_without_a_token_and_counts_the_view(reader: Tenant, podcast: Podcast) -> None:
    link = podcast.artifact.download_url
    views = _impact(reader, podcast.artifact.artifact_id)["views"]
    opened = httpx.get(link, follow_redirects=True, timeout=30, trust_env=False)
    assert opened.content == podcast.files["podcast.mp3"].read_bytes()
    assert _impact(reader, podcast.artifact.artifact_id)["views"] == views + 1
    head, _, name = link.rpartition("/")
    forged = httpx.get(f"{head[:-4]}AAAA/{name}", timeout=30, trust_env=False)
    assert (forged.status_code, forged.headers["content-type"]) == (403, "application/problem+json")


def test_a_share_is_counted(reader: Tenant, podcast: Podcast) -> None:
    artifact_id = podcast.artifact.artifact_id
    shares = _impact(reader, artifact_id)["shares"]
    shared = reader.http.post(f"/api/artifacts/{artifact_id}/shares", json={})
    assert shared.status_code == 201, shared.text
    assert _impact(reader, artifact_id)["shares"] == shares + 1


def test_a_later_version_names_the_one_before(reader: Tenant, podcast: Podcast) -> None:
    artifact_id = podcast.artifact.artifact_id
    body = {
        "source_ids": podcast.artifact.source_ids,
        "format": "podcast",
        "parameters": {"minutes": 0.5},
        "provenance": {"version_of": artifact_id, "reason": "A shorter title"},
    }
    accepted = reader.http.post("/api/plugins/export", json=body)
    assert accepted.status_code == 202, accepted.text
    later = reader.completed(accepted.json()["job_id"]).artifact_id
    tree = reader.http.get(f"/api/provenance/podcast/{later}/genealogy").json()["provenance"]
    assert (tree["version_of"], tree["version_reason"]) == (artifact_id, "A shorter title")
    assert _impact(reader, artifact_id)["derivative_works"] == 1


def test_the_licenses_of_the_sources_are_told(reader: Tenant, podcast: Podcast) -> None:
    told = reader.http.get(f"/api/provenance/podcast/{podcast.artifact.artifact_id}/licenses").json()
    assert told["licenses"] == ["CC-BY-4.0"]
    flags = ("commercial_use_allowed", "attribution_required", "share_alike_required")
    assert [told[flag] for flag in flags] == [True, True, False]


@pytest.mark.parametrize(("scopes", "reads", "writes"), [(["read"], 200, 403), (["read", "write"], 200, 201)])
def test_a_token_may_do_what_it_was_made_for(newcomer: Tenant, scopes: list[str], reads: int, writes: int) -> None:
    made = newcomer.http.post("/api/tokens", json={"name": "a guest", "scopes": scopes}).json()
    with http_client(newcomer.cloud, made["token"]) as guest:
        assert guest.get("/api/content").status_code == reads
        assert guest.post("/api/uploads", json={"filename": "a.pdf"}).status_code == writes
        assert newcomer.http.delete(f"/api/tokens/{made['token_id']}").status_code == 200
        assert guest.get("/api/content").status_code == 401
    listed = newcomer.http.get("/api/tokens").json()["items"]
    assert made["token_id"] in {each["token_id"] for each in listed}
    assert "token" not in listed[0]


def test_a_disabled_plugin_takes_nothing_until_it_is_enabled(cloud: Cloud, newcomer: Tenant, podcast: Podcast) -> None:
    body = {"source_ids": podcast.artifact.source_ids, "format": "faulty"}
    with http_client(cloud, cloud.info.token) as operator:
        assert operator.post("/api/plugins/export.faulty/disable").status_code == 200
        try:
            refused = newcomer.http.post("/api/content/export", json=body)
            assert (refused.status_code, refused.json()["code"]) == (422, "unknown-type")
        finally:
            assert operator.post("/api/plugins/export.faulty/enable").status_code == 200
    assert newcomer.http.post("/api/content/export", json=body).json()["code"] == "not-found"
