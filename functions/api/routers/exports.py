"""Exports and their artifacts."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Response, status

from functions.api.answers import ArtifactAnswer, JobAccepted, Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from functions.api.routers.imports import IdempotencyKey
from williams.domain.artifacts import VersionOf
from williams.domain.bounds import Identifier
from williams.services.exports import NewExport
from williams.services.planning import ExportPlan
from williams.services.shares import NewShare, Share

router = APIRouter(tags=["artifacts"], route_class=StrictRoute)
_PLANNED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": ExportPlan, "description": "What a dry run would have made"},
    202: {"model": JobAccepted},
}


class Regeneration(NewExport):
    """v2's body of a regeneration: ``provenance`` names the artifact that the new one is a version of."""

    provenance: VersionOf


@router.post("/api/content/export", status_code=status.HTTP_202_ACCEPTED, responses=_PLANNED | documented(404, 422))
async def post_export(
    app: App, caller: Writer, body: NewExport, answer: Response, idempotency_key: IdempotencyKey = None
) -> JobAccepted | ExportPlan:
    """Generate an artifact from content of the library; with `dry_run`, tell what would be made, and make nothing."""
    if body.dry_run:
        answer.status_code = status.HTTP_200_OK
        return await app.exports.plan(caller.owner, body)
    job = (await app.exports.submit(caller.owner, body, idempotency_key)).job
    return JobAccepted(
        job_id=job.job_id, status=job.status, progress_url=app.tickets.progress_url(caller.owner, job.job_id)
    )


@router.post("/api/plugins/export", status_code=status.HTTP_202_ACCEPTED, responses=_PLANNED | documented(404, 422))
async def post_regeneration(
    app: App, caller: Writer, body: Regeneration, answer: Response, idempotency_key: IdempotencyKey = None
) -> JobAccepted | ExportPlan:
    """Generate an artifact anew, as a new version of one that exists."""
    return await post_export(app, caller, body, answer, idempotency_key)


@router.get("/api/artifacts", responses=documented(422))
def list_artifacts(app: App, caller: Reader, limit: Limit = 50, after: After = None) -> Listing[ArtifactAnswer]:
    """List artifacts, newest first."""
    page = app.catalog.artifacts(caller.owner, limit, after)
    noted = app.catalog.noted_sources(caller.owner, page.items)
    answers = [ArtifactAnswer.of(each, noted, app) for each in page.items]
    items, next_token = fitting_page(answers, lambda each: each.artifact_id, page.next_after)
    return Listing(items=items, next_token=next_token)


@router.get("/api/artifacts/{artifact_id}", responses=documented(404, 422))
def get_artifact(app: App, caller: Reader, artifact_id: Identifier) -> ArtifactAnswer:
    """Get an artifact's metadata and download URLs."""
    artifact = app.catalog.artifact(caller.owner, artifact_id)
    answer = ArtifactAnswer.of(artifact, app.catalog.noted_sources(caller.owner, [artifact]), app)
    return answer.model_copy(update={"costs": app.costs.of_job(caller.owner, artifact.job_id)})


@router.post(
    "/api/artifacts/{artifact_id}/shares",
    status_code=status.HTTP_201_CREATED,
    responses=documented(404, 422),
)
def post_share(app: App, caller: Writer, artifact_id: Identifier, body: NewShare | None = None) -> Share:
    """Get a link that opens the artifact without a token, and count the share."""
    return app.shares.share(caller.owner, artifact_id, body or NewShare())
