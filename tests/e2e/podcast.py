"""One generated podcast with everything that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.tenant import Tenant
from williams_client import ProgressEvent
from williams_client.models import ArtifactAnswer, AttributionText, JobAnswer

PARAMETERS: dict[str, Any] = {"minutes": 0.5, "title": "Where Words Come From, spoken; part = 1"}


@dataclass(frozen=True)
class Podcast:
    """``events`` came over the WebSocket; ``genealogy`` is the answer as it is; ``files`` are the downloads by name."""

    job: JobAnswer
    events: list[ProgressEvent]
    artifact: ArtifactAnswer
    files: dict[str, Path]
    genealogy: dict[str, Any]
    attribution: AttributionText

    @property
    def lines(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = self.genealogy["provenance"]["parts"]
        return lines

    def text(self, name: str) -> str:
        return self.files[name].read_text(encoding="utf-8")


def made_podcast(tenant: Tenant, content_id: str, folder: Path) -> Podcast:
    job_id = tenant.submit_export([content_id], "podcast", parameters=PARAMETERS)
    news = tenant.client.jobs.follow([job_id], require_websocket=True, timeout=120)
    events = [item for item in news if isinstance(item, ProgressEvent)]
    job = tenant.completed(job_id, within=5)
    assert job.artifact_id
    artifact = tenant.client.artifacts.get(job.artifact_id)
    return Podcast(
        job=job,
        events=events,
        artifact=artifact,
        files=tenant.client.artifacts.download(artifact, folder),
        genealogy=tenant.client.provenance.genealogy("podcast", job.artifact_id).as_json(),
        attribution=tenant.client.provenance.attribution("podcast", job.artifact_id),
    )
