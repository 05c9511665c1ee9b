"""A web page comes in: fetched by the guarded fetcher, stored as it came, read, found, told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.cloud import ROOT, Cloud
from tests.e2e.samples import small_pdf
from tests.e2e.tenant import Tenant
from tests.e2e.web_site import Reply, redirect, serving
from tests.unit.import_web.pages import LINKS_ONLY, PROSE, SCRIPTED, page
from williams_client.models import ContentAnswer, JobAnswer

SAMPLE = (ROOT / "docs" / "samples" / "site" / "short-life.html").read_bytes()
LATIN = page(f"<article><h1>Größe</h1><p>Die Größe ändert sich. {PROSE * 4}</p></article>").decode().encode("cp1252")
GOOD = {
    "/sample": Reply(SAMPLE),
    "/moved": redirect("/sample?again"),
    "/sample?again": Reply(SAMPLE.replace(b"Three ways", b"Four ways")),
    "/latin": Reply(LATIN, headers={"Content-Type": "text/html; charset=iso-8859-1"}),
    "/paper": Reply(small_pdf("papers without an ending"), headers={"Content-Type": "application/pdf"}),
}
BAD: dict[str, tuple[Reply, str, str]] = {
    "/none": (Reply(b"no", 404), "not-found", "HTTP 404"),
    "/closed": (Reply(b"no", 403), "forbidden", "HTTP 403"),
    "/empty": (Reply(b""), "empty-content", "no bytes"),
    "/picture": (Reply(b"\x89PNG\r\n\x1a\n" + b"x" * 99), "unsupported-content", "image/png"),
    "/data": (Reply(b"a: 1", headers={"Content-Type": "application/yaml"}), "unsupported-content", "text/plain"),
    "/scripted": (Reply(SCRIPTED), "needs-browser", "JavaScript"),
    "/links": (Reply(LINKS_ONLY), "empty-content", "no main text"),
    "/loop": (redirect("/loop"), "invalid-request", "redirects more than 5 times"),
    "/inside": (redirect("http://169.254.169.254/latest/meta-data"), "forbidden", "169.254.169.254"),
    "/next-door": (redirect("http://127.0.0.1:1/"), "forbidden", "127.0.0.1"),
    "/endless": (Reply(endless=True), "content-too-large", "allowed"),
}


@pytest.fixture(scope="module")
def site(cloud: Cloud) -> Iterator[str]:
    replies = GOOD | {path: reply for path, (reply, _, _) in BAD.items()}
    with serving(cloud.info.sample_site, replies) as site:
        yield site


@pytest.fixture(scope="module")
def surfer(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("surfer")


def content_of(tenant: Tenant, job: JobAnswer) -> ContentAnswer:
    assert job.content_id
    return tenant.client.content.get(job.content_id)


@pytest.fixture(scope="module")
def imported(site: str, surfer: Tenant) -> dict[str, JobAnswer]:
    jobs = {path: surfer.submit_import(f"{site}{path}") for path in ("/sample", "/moved", "/latin")}
    return {path: surfer.completed(job_id) for path, job_id in jobs.items()}


def test_it_says_of_itself_what_the_page_says(surfer: Tenant, imported: dict[str, JobAnswer]) -> None:
    job = imported["/sample"]
    assert (job.plugin_id, job.content_type) == ("import.web", "webpage")
    content = content_of(surfer, job)
    assert content.content_id.startswith("web_")
    assert content.title == "The Short Life of a Web Page"
    assert content.authors == ["Williams Librarian contributors"]
    assert (content.license, content.language, content.tier) == ("CC-BY-4.0", "en", "top")
    assert content.published_date
    assert content.published_date.date().isoformat() == "2026-11-09"


def test_the_page_is_stored_as_fetched(cloud: Cloud, surfer: Tenant, imported: dict[str, JobAnswer]) -> None:
    paths = content_of(surfer, imported["/sample"]).storage_paths
    folder = f"webpages/{imported['/sample'].content_id}/"
    assert paths == {name: folder + name for name in ("page.html", "extracted.txt")}
    assert cloud.object(paths["page.html"]) == SAMPLE
    assert "All notes" not in cloud.object(paths["extracted.txt"]).decode()


def test_a_redirect_is_followed(surfer: Tenant, imported: dict[str, JobAnswer], site: str) -> None:
    hit = surfer.client.search("Four ways to disappear", limit=1).hits[0]
    assert hit.content_id == imported["/moved"].content_id
    assert content_of(surfer, imported["/moved"]).url == f"{site}/moved"


def test_the_servers_charset_is_used(cloud: Cloud, surfer: Tenant, imported: dict[str, JobAnswer]) -> None:
    paths = content_of(surfer, imported["/latin"]).storage_paths
    assert "Die Größe ändert sich." in cloud.object(paths["extracted.txt"]).decode()


def test_a_pdf_without_an_ending_is_one_content_with_its_pages_whether_it_is_named_or_not(
    site: str, surfer: Tenant
) -> None:
    jobs = [surfer.submit_import(f"{site}/paper", type=each) for each in ("import.pdf", None)]
    found = [content_of(surfer, surfer.completed(job_id)) for job_id in jobs]
    assert {each.content_id for each in found} == {found[0].content_id}
    assert (found[1].plugin_id, found[1].content_type) == ("import.pdf", "document")
    assert (found[1].title, found[1].page_count) == ("On papers without an ending", 1)


@pytest.fixture(scope="module")
def refused(site: str, make_tenant: Callable[[str], Tenant]) -> tuple[Tenant, dict[str, JobAnswer]]:
    tenant = make_tenant("lost-surfer")
    jobs = {path: tenant.submit_import(f"{site}{path}") for path in BAD}
    return tenant, {path: tenant.ended(job_id) for path, job_id in jobs.items()}


@pytest.mark.parametrize("path", BAD)
def test_it_fails_with_its_own_error(refused: tuple[Tenant, dict[str, JobAnswer]], path: str) -> None:
    job, (_, code, says) = refused[1][path], BAD[path]
    assert job.status == "failed"
    assert job.error
    assert (job.error.code, job.error.retryable, job.retry_count) == (code, False, 0)
    assert says in (job.error_message or "")


def test_nothing_is_left_behind(cloud: Cloud, refused: tuple[Tenant, dict[str, JobAnswer]]) -> None:
    tenant, jobs = refused
    assert len(jobs) == len(BAD)
    assert cloud.left_behind(tenant.owner) == {}
    assert tenant.client.content.list().items == []
