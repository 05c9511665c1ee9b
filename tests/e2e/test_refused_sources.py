"""Sources that cannot be imported: the job fails at once with its own code, says what to do, and leaves nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e import samples
from tests.e2e.cloud import Cloud
from tests.e2e.tenant import Tenant
from williams_client import InvalidRequest
from williams_client.models import JobAnswer

NOT_A_PDF = b"PK\x03\x04 this is a zip, whatever its name says"
UPLOADS: dict[str, tuple[bytes, str, str]] = {
    "not a PDF": (NOT_A_PDF, "unsupported-content", "not a PDF"),
    "empty": (b"", "empty-content", "no bytes"),
    "encrypted": (samples.encrypted_pdf(), "encrypted-content", "Remove the password"),
    "no text layer": (samples.scanned_pdf(), "no-text-layer", "no text was recognised"),
    "damaged": (samples.damaged_pdf(), "corrupt-content", "damaged"),
    "cut off": (samples.SAMPLE.read_bytes()[:3000], "corrupt-content", "cut off"),
}
URLS = {
    "never uploaded": ("upload://up_0/source.pdf", "not-found", "upload"),
    "this machine": ("http://127.0.0.1:1/secret.pdf", "forbidden", "127.0.0.1"),
    "cloud metadata": ("http://169.254.169.254/latest/meta-data/x.pdf", "forbidden", "169.254.169.254"),
}
EXPECTED = {name: (code, says) for name, (_, code, says) in {**UPLOADS, **URLS}.items()}


@pytest.fixture(scope="module")
def importer(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("importer")


@pytest.fixture(scope="module")
def ended(importer: Tenant) -> dict[str, JobAnswer]:
    """All of them at once: a job that fails must not disturb another."""
    urls = {name: importer.upload(data) for name, (data, _, _) in UPLOADS.items()}
    urls |= {name: url for name, (url, _, _) in URLS.items()}
    jobs = {name: importer.submit_import(url) for name, url in urls.items()}
    return {name: importer.ended(job_id) for name, job_id in jobs.items()}


@pytest.mark.parametrize("name", EXPECTED)
def test_it_fails_with_its_own_error(ended: dict[str, JobAnswer], name: str) -> None:
    job, (code, says) = ended[name], EXPECTED[name]
    assert job.status == "failed"
    assert job.error, "a failed job must say why"
    assert job.error.code == code
    assert job.error.retryable is False
    assert job.error.stage in ("download", "extract", "process")
    assert says in (job.error_message or "")
    assert job.error_message == job.error.message
    assert job.content_id is None
    assert job.completed_at


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_not_tried_again(cloud: Cloud, importer: Tenant, ended: dict[str, JobAnswer], name: str) -> None:
    assert ended[name].retry_count == 0
    events = cloud.events(importer.owner, ended[name].job_id)
    assert [event.kind for event in events].count("claim") == 1


def test_nothing_is_left_behind(cloud: Cloud, importer: Tenant, ended: dict[str, JobAnswer]) -> None:
    assert len(ended) == len(EXPECTED)
    assert cloud.left_behind(importer.owner) == {}
    assert importer.client.content.list().items == []
    assert importer.client.search("secret").hits == []


def test_a_voice_that_nobody_has_is_refused_at_once(newcomer: Tenant, cloud: Cloud) -> None:
    content_id = newcomer.imported(samples.small_pdf("unheard voices"))
    before = cloud.left_behind(newcomer.owner)
    with pytest.raises(InvalidRequest, match=r"'the_sea'.*professional_male"):
        newcomer.submit_export([content_id], "podcast", parameters={"voice": "the_sea", "minutes": 0.5})
    assert cloud.left_behind(newcomer.owner) == before
