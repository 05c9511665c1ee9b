"""A PDF comes in: uploaded, imported, watched, stored, found."""

from __future__ import annotations

import hashlib
from datetime import datetime

import httpx
import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.samples import long_pdf, small_pdf, topic_of
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant

STATUSES = ["downloading", "extracting", "processing", "embedding", "storing", "completed"]


def test_the_websocket_speaks_v2(sample: ImportedSample) -> None:
    for message in sample.messages:
        told = {"notices"} if message["status"] == "completed" else set()
        assert set(message) == {"job_id", "status", "progress", "stage", "timestamp", "seq"} | told
        assert message["job_id"] == sample.job.job_id
        assert datetime.fromisoformat(message["timestamp"]).tzinfo is not None
        assert message["stage"]


def test_progress_rises_to_the_end(sample: ImportedSample) -> None:
    by_seq = {message["seq"]: message for message in sample.messages}
    story = [by_seq[seq] for seq in sorted(by_seq)]
    progress = [message["progress"] for message in story]
    assert progress == sorted(progress)
    assert story[-1] == sample.messages[-1]
    assert (story[-1]["status"], story[-1]["progress"]) == ("completed", 100.0)
    moves = list(dict.fromkeys(message["status"] for message in story if message["status"] in STATUSES))
    assert moves == STATUSES


def test_the_job_ends_like_its_websocket(sample: ImportedSample) -> None:
    job = sample.job
    assert job.progress_percent == 100.0
    assert (job.retry_count, job.error, job.error_message) == (0, None, None)
    times = [job.created_at, job.started_at, job.completed_at]
    assert times == sorted(filter(None, times))
    assert (job.url, job.content_type, job.plugin_id) == (sample.url, "document", "import.pdf")


def test_its_metadata_is_the_pdfs(sample: ImportedSample) -> None:
    content = sample.content
    assert content.title == "Where Words Come From"
    assert content.authors == ["Williams Librarian contributors"]
    assert content.license == "CC-BY-4.0"
    assert content.language == "en"
    assert content.page_count == 6
    assert content.published_date
    assert content.published_date.date().isoformat() == "2026-11-02"
    assert (content.tier, content.status, content.version) == ("top", "available", 1)
    assert content.sha256 == hashlib.sha256(sample.pdf).hexdigest()


def test_its_storage_paths_exist_in_the_bucket(cloud: Cloud, sample: ImportedSample) -> None:
    paths = sample.content.storage_paths
    folder = f"documents/{sample.content.content_id}/"
    assert paths == {name: folder + name for name in ("document.pdf", "extracted.txt")}
    assert cloud.object(paths["document.pdf"]) == sample.pdf
    assert sorted(cloud.keys(folder)) == sorted(paths.values())


def test_what_is_stored_in_several_places_agrees(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    count = sample.content.paragraph_count
    owned = cloud.owned(reader.owner)
    assert count > 40
    assert owned["content"] == owned["Document"] == 1
    assert owned["Paragraph"] == owned["paragraph_vectors"] == count


def test_a_completed_job_leaves_no_scratch(cloud: Cloud, sample: ImportedSample) -> None:
    assert cloud.keys(f"jobs/{sample.job.job_id}/") == []


@pytest.mark.parametrize(
    ("question", "words", "page"),
    [
        ("From which French word does provenance come?", "provenir", 1),
        ("What did the stamp and the note in pencil on the library's copy say?", "in the next street", 1),
        ("Machines should be able to point at where their words come from", "a company of witnesses", 5),
    ],
)
def test_search_finds_the_paragraph(
    reader: Tenant, sample: ImportedSample, question: str, words: str, page: int
) -> None:
    hits = reader.client.search(question, limit=3).hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    found = [hit.paragraph for hit in hits if words in hit.paragraph.text]
    assert found, [hit.paragraph.text[:80] for hit in hits]
    assert found[0].page == page
    assert {hit.content_id for hit in hits} == {sample.content.content_id}
    assert {hit.license for hit in hits} == {"CC-BY-4.0"}


def test_a_paragraph_stands_where_it_says(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    text = cloud.object(sample.content.storage_paths["extracted.txt"]).decode()
    for hit in reader.client.search("provenance", limit=50).hits:
        paragraph = hit.paragraph
        assert text[paragraph.start : paragraph.end] == paragraph.text


def test_the_same_bytes_again_are_the_same_content(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    before = cloud.owned(reader.owner)
    again = reader.completed(reader.submit_import(reader.upload(sample.pdf, "renamed.pdf")))
    assert again.content_id == sample.content.content_id
    assert cloud.owned(reader.owner) == before


def test_the_caller_overrides_what_a_pdf_says_of_itself(newcomer: Tenant) -> None:
    override = {"title": "Mine", "authors": ["Ada Smith"], "license": "CC0-1.0"}
    url = newcomer.upload(small_pdf("overriding"))
    job = newcomer.completed(newcomer.submit_import(url, type="document", metadata=override))
    content = newcomer.client.content.get(job.content_id or "")
    assert {name: content.as_json()[name] for name in override} == override


def test_300_pages(newcomer: Tenant) -> None:
    job = newcomer.completed(newcomer.submit_import(newcomer.upload(long_pdf(300)), priority=8), within=150)
    content = newcomer.client.content.get(job.content_id or "")
    assert content.page_count == content.paragraph_count == 300
    hit = newcomer.client.search(f"What is known about {topic_of(217)}?", limit=1).hits[0]
    assert (hit.paragraph.page, topic_of(217) in hit.paragraph.text) == (217, True)


def test_a_form_takes_no_more_than_its_limit(newcomer: Tenant) -> None:
    upload = newcomer.http.post("/api/uploads", json={"filename": "../../Ärger.pdf", "size": 10}).json()
    assert upload["url"].endswith(".pdf")
    assert ".." not in upload["url"]
    assert newcomer.owner in upload["post"]["fields"]["key"]
    form = upload["post"]["fields"] | {"key": "documents/stolen/document.pdf"}
    with httpx.Client(trust_env=False, timeout=20) as store:
        refused = store.post(upload["post"]["url"], data=form, files={"file": ("x.pdf", b"%PDF-")})
    assert refused.status_code == 403
    assert newcomer.cloud.keys("documents/stolen/") == []
