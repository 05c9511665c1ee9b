"""The sample as the API imports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.e2e.listening import listen, news
from tests.e2e.tenant import Tenant
from williams_client.models import ContentAnswer, JobAnswer


@dataclass(frozen=True)
class ImportedSample:
    """``messages`` are what the WebSocket said, in order of arrival."""

    pdf: bytes
    url: str
    job: JobAnswer
    messages: list[dict[str, Any]]
    content: ContentAnswer


def imported_sample(tenant: Tenant, pdf: bytes) -> ImportedSample:
    url = tenant.upload(pdf, "provenance.pdf")
    job_id = tenant.submit_import(url)
    messages = news(listen(tenant.client.jobs.get(job_id).progress_url, job_id))
    job = tenant.completed(job_id, within=5)
    assert job.content_id
    return ImportedSample(pdf, url, job, messages, tenant.client.content.get(job.content_id))
