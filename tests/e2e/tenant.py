"""One owner with a token, who uploads, imports, exports and waits."""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.cloud import Cloud
from tests.e2e.stories import story
from williams.services.tokens import Tokens, new_token
from williams_client import TERMINAL, Library
from williams_client.models import JobAnswer

POLL_SECONDS = 0.1
JOB_SECONDS = 200.0


@dataclass
class Tenant:
    """``http`` sends requests as they are; ``client`` is the typed client. Both carry the owner's token."""

    cloud: Cloud
    owner: str
    client: Library
    http: httpx.Client
    job_ids: list[str] = field(default_factory=list)

    def upload(self, data: bytes, name: str = "source.pdf") -> str:
        """Post a file to a presigned form; return the URL to import it by."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return self.client.uploads.send(path).url

    def submit_import(self, url: str, **options: Any) -> str:
        return self._known(self.client.imports.url(url, **options).job_id)

    def submit_export(self, source_ids: list[str], format: str, **options: Any) -> str:
        return self._known(self.client.exports.start(source_ids, format, **options).job_id)

    def _known(self, job_id: str) -> str:
        self.job_ids.append(job_id)
        return job_id

    def reached(self, job_id: str, statuses: Collection[str], within: float = JOB_SECONDS) -> JobAnswer:
        """Wait until the job has one of the statuses; the failure tells its story."""
        deadline = time.monotonic() + within
        while (job := self.client.jobs.get(job_id)).status not in statuses:
            assert time.monotonic() < deadline, (
                f"{job_id} is {job.status} after {within:g} s, not {' or '.join(sorted(statuses))}.\n"
                f"{story(self.cloud, self.owner, job_id)}"
            )
            assert job.status not in TERMINAL, f"{job_id} ended:\n{story(self.cloud, self.owner, job_id)}"
            time.sleep(POLL_SECONDS)
        return job

    def ended(self, job_id: str, within: float = JOB_SECONDS) -> JobAnswer:
        return self.reached(job_id, TERMINAL, within)

    def completed(self, job_id: str, within: float = JOB_SECONDS) -> JobAnswer:
        job = self.ended(job_id, within)
        assert job.status == "completed", story(self.cloud, self.owner, job_id)
        return job

    def imported(self, data: bytes, name: str = "source.pdf") -> str:
        """Import a file and return its content id."""
        job = self.completed(self.submit_import(self.upload(data, name)))
        assert job.content_id
        return job.content_id

    def close(self) -> None:
        self.client.close()
        self.http.close()


def new_tenant(cloud: Cloud, name: str) -> Tenant:
    """Grant a fresh owner a token."""
    owner, token = f"e2e-{name}-{uuid.uuid4().hex[:8]}", new_token()
    Tokens(cloud.tokens).grant(owner, token, "end-to-end tests")
    return Tenant(cloud, owner, Library(cloud.info.api_url, token), http_client(cloud, token))


def http_client(cloud: Cloud, token: str | None) -> httpx.Client:
    """Plain HTTP to the API: no retries, nothing added but the token. What has not answered in time hangs."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=cloud.info.api_url, headers=headers, timeout=JOB_SECONDS, trust_env=False)
