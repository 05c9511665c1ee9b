"""Another owner's ids are answered like ids that do not exist."""

from __future__ import annotations

import json

import pytest

from tests.e2e.cloud import ROOT, Cloud
from tests.e2e.listening import asked, connected
from tests.e2e.podcast import Podcast
from tests.e2e.problems import problem
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from tests.owned_routes import SAID, filled, with_ids

DOCUMENT = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
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


@pytest.fixture(scope="module")
def ids(reader: Tenant, sample: ImportedSample, podcast: Podcast) -> dict[str, str]:
    """One of each thing that the reader has."""
    return {
        "content_id": sample.content.content_id,
        "artifact_id": podcast.artifact.artifact_id,
        "job_id": podcast.job.job_id,
        "token_id": reader.http.get("/api/tokens").json()["items"][-1]["token_id"],
        "feed_id": reader.client.feeds.create().feed_id,
        "source_id": reader.client.sources.follow("https://example.invalid/a.html").source_id,
        "batch_id": reader.client.batches.create(["gopher://nowhere/else"]).batch_id,
        "collection_id": reader.client.collections.create("Shelf").collection_id,
    }


@pytest.mark.parametrize(("method", "path"), with_ids(DOCUMENT))
def test_an_id_of_somebody_else_is_not_found(
    newcomer: Tenant, reader: Tenant, ids: dict[str, str], method: str, path: str
) -> None:
    body = SAID.get((method, path))
    found = problem(newcomer.http.request(method, filled(path, ids), json=body), 404, "not-found")
    missing = problem(newcomer.http.request(method, filled(path, MISSING), json=body), 404, "not-found")
    for name, known in ids.items():
        found["detail"] = found["detail"].replace(known, MISSING[name])
    assert found["detail"] == missing["detail"]
    for method_of_owner, own in with_ids(DOCUMENT):
        if method_of_owner == "GET" and own.split("/")[2] == path.split("/")[2]:
            assert reader.http.get(filled(own, ids)).status_code == 200
    assert ids["token_id"] in reader.http.get("/api/tokens").text


def test_lists_and_searches_show_ones_own_only(newcomer: Tenant, sample: ImportedSample, podcast: Podcast) -> None:
    assert newcomer.client.content.list().items == []
    assert newcomer.client.artifacts.list().items == []
    assert newcomer.client.jobs.list().items == []
    assert newcomer.client.search("provenance", content_id=[sample.content.content_id]).hits == []
    assert podcast.artifact.title not in newcomer.http.get("/api/artifacts").text


def test_nothing_is_generated_from_another_owners_content(
    cloud: Cloud, newcomer: Tenant, sample: ImportedSample
) -> None:
    content_id = sample.content.content_id
    body = {"source_ids": [content_id], "format": "podcast"}
    problem(newcomer.http.post("/api/content/export", json=body), 404, "not-found", says=content_id)
    assert cloud.jobs.jobs(newcomer.owner, 10).items == []


def test_nothing_is_versioned_over_another_owners_artifact(
    newcomer: Tenant, sample: ImportedSample, podcast: Podcast
) -> None:
    own = newcomer.imported(sample.pdf)
    version = {"version_of": podcast.artifact.artifact_id, "reason": "mine now"}
    body = {"source_ids": [own], "format": "podcast", "provenance": version}
    problem(newcomer.http.post("/api/content/export", json=body), 404, "not-found")


def test_another_owners_upload_is_not_found(cloud: Cloud, newcomer: Tenant, sample: ImportedSample) -> None:
    job = newcomer.ended(newcomer.submit_import(sample.url))
    assert (job.status, job.error and job.error.code) == ("failed", "not-found")
    assert cloud.left_behind(newcomer.owner) == {}


def test_the_same_bytes_of_two_owners_are_two_contents(newcomer: Tenant, sample: ImportedSample) -> None:
    content = newcomer.client.content.get(newcomer.imported(sample.pdf))
    assert content.content_id != sample.content.content_id
    assert content.sha256 == sample.content.sha256


def test_a_ticket_of_ones_own_does_not_open_another_owners_job(
    newcomer: Tenant, sample: ImportedSample, podcast: Podcast
) -> None:
    own = newcomer.submit_import(sample.url)
    with connected(newcomer.client.jobs.get(own).progress_url) as socket:
        answer = asked(socket, {"action": "subscribe", "job_id": podcast.job.job_id})
    assert answer["error"] == "forbidden"
    newcomer.ended(own)
