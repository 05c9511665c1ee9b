"""Another owner's ids are answered like ids that do not exist."""

from __future__ import annotations

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.listening import asked, connected
from tests.e2e.podcast import Podcast
from tests.e2e.problems import problem
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant

PATHS = [
    "/api/content/{content}",
    "/api/jobs/{job}",
    "/api/artifacts/{artifact}",
    "/api/provenance/podcast/{artifact}/genealogy",
    "/api/provenance/podcast/{artifact}/attribution",
    "/api/provenance/document/{content}/generated-content",
]


@pytest.mark.parametrize("path", PATHS)
def test_an_id_of_somebody_else_is_not_found(
    newcomer: Tenant, reader: Tenant, sample: ImportedSample, podcast: Podcast, path: str
) -> None:
    ids = {
        "content": sample.content.content_id,
        "job": podcast.job.job_id,
        "artifact": podcast.artifact.artifact_id,
    }
    assert reader.http.get(path.format(**ids)).status_code == 200
    found = problem(newcomer.http.get(path.format(**ids)), 404, "not-found")
    missing = problem(newcomer.http.get(path.format(content="doc_0", job="job_0", artifact="art_0")), 404, "not-found")
    for name, absent in (("content", "doc_0"), ("job", "job_0"), ("artifact", "art_0")):
        found["detail"] = found["detail"].replace(ids[name], absent)
    assert found["detail"] == missing["detail"]


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
