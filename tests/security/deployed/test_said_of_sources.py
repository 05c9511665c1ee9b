"""What a document says of itself that cannot be kept costs a notice, not the import."""

from __future__ import annotations

from tests.e2e.tenant import Tenant

HEAD = {
    "citation_title": "A long title " + "x" * 10_000,
    "citation_author": "Ada\x1b[2J Smith",
    "citation_date": "0001-01-01T00:00:00+23:59",
    "dcterms.modified": "2024-02-03",
    "content-language": "de-AT",
    "description": "d" * 200_000,
}
WORDS = "Provenance is the story of where a thing came from and of whose hands it went through on its way."


def test_a_page_with_bad_metadata_is_imported_and_says_so(newcomer: Tenant) -> None:
    metas = "".join(f'<meta name="{name}" content="{value}">' for name, value in HEAD.items())
    page = f"<html><head>{metas}</head><body><h1>A long title</h1><p>{WORDS}</p></body></html>"
    content_id = newcomer.imported(page.encode(), "page.html")
    content = newcomer.client.content.get(content_id)
    assert len(content.title or "") <= 500
    assert content.published_date is None
    told = {notice.message.split(":")[0] for notice in content.notices if notice.code == "metadata-passed-over"}
    assert told >= {"title", "extra"}
    listed = newcomer.http.get("/api/content")
    assert len(listed.content) < 100_000
    (job,) = newcomer.client.jobs.list().items
    assert (job.status, job.retry_count) == ("completed", 0)
