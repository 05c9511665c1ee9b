"""Exports and their artifacts."""

from __future__ import annotations

from fastapi import APIRouter, status

from functions.api.answers import ArtifactAnswer, JobAccepted, Listing
from functions.api.dependencies import After, App, Caller, Limit, Writer
from functions.api.problems import documented
from functions.api.routers.imports import IdempotencyKey
from williams.services.submit import NewExport, submit_export

router = APIRouter(tags=["artifacts"])


@router.post("/api/content/export", status_code=status.HTTP_202_ACCEPTED, responses=documented(401, 403, 404, 422, 503))
async def post_export(app: App, caller: Writer, body: NewExport, idempotency_key: IdempotencyKey = None) -> JobAccepted:
    """Generate an artifact from content of the library."""
    job = (await submit_export(app.backend, caller.owner, body, idempotency_key)).job
    return JobAccepted(job_id=job.job_id, status=job.status, progress_url=app.progress_url(caller.owner, job.job_id))


@router.get("/api/artifacts", responses=documented(401, 422))
def list_artifacts(app: App, caller: Caller, limit: Limit = 50, after: After = None) -> Listing[ArtifactAnswer]:
    """List artifacts, newest first."""
    page = app.backend.catalog.artifacts(caller.owner, limit, after)
    items = [ArtifactAnswer.of(each, app.backend.control.objects, app.download_seconds) for each in page.items]
    return Listing(items=items, next_token=page.next_after)


@router.get("/api/artifacts/{artifact_id}", responses=documented(401, 404))
def get_artifact(app: App, caller: Caller, artifact_id: str) -> ArtifactAnswer:
    """Get an artifact's metadata and download URLs."""
    artifact = app.backend.catalog.artifact(caller.owner, artifact_id)
    return ArtifactAnswer.of(artifact, app.backend.control.objects, app.download_seconds)
