"""Exports and their artifacts."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, Field

from functions.api.answers import ArtifactAnswer, JobAccepted, Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from functions.api.routers.imports import IdempotencyKey
from williams.domain.artifacts import ArtifactFilter, VersionOf
from williams.domain.bounds import Identifier, Word
from williams.domain.dates import Day
from williams.domain.labels import Tag
from williams.domain.licenses import Use
from williams.domain.licenses.canonical import License
from williams.services.exports import NewExport
from williams.services.feedback import Feedback, FeedbackPage, NewFeedback
from williams.services.planning import ExportPlan
from williams.services.shares import NewShare, Share

router = APIRouter(tags=["artifacts"], route_class=StrictRoute)
_PLANNED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": ExportPlan, "description": "What a dry run would have made"},
    202: {"model": JobAccepted},
}


class WantedArtifacts(BaseModel):
    """Which artifacts are listed, and how many in one answer."""

    limit: int = Field(default=50, ge=1, le=200)
    next_token: Identifier | None = None
    artifact_type: Identifier | None = Field(default=None, description="What an export calls it: `podcast`.")
    format: Identifier | None = Field(default=None, description="Its file's: `mp3`.")
    source_id: Identifier | None = Field(default=None, description="A source that it was made from.")
    created_from: Day | None = Field(default=None, description="The first day, in UTC.")
    created_to: Day | None = Field(default=None, description="The last day, in UTC.")
    license: License | None = Field(default=None, description="The license that it stands under.")
    use: Use | None = Field(default=None, description="What it is meant for.")
    title: Word | None = Field(default=None, description="Words of its title, in any case.")
    collection: list[Word] = Field(
        default=[], max_length=20, description="Made of a source in one of these, by id or name."
    )
    tag: list[Tag] = Field(default=[], max_length=50, description="Made of a source with one of these.")


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


@router.get("/api/artifacts", responses=documented(404, 422))
def list_artifacts(app: App, caller: Reader, wanted: Annotated[WantedArtifacts, Query()]) -> Listing[ArtifactAnswer]:
    """List artifacts, newest first; every condition that is given must hold."""
    fitting = ArtifactFilter(
        **wanted.model_dump(include=set(ArtifactFilter.model_fields)),
        collection_ids=app.collections.ids(caller.owner, wanted.collection),
        tags=wanted.tag or None,
    )
    page = app.catalog.artifacts(caller.owner, wanted.limit, wanted.next_token, fitting)
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


@router.post(
    "/api/artifacts/{artifact_id}/feedback", status_code=status.HTTP_201_CREATED, responses=documented(404, 422)
)
def post_feedback(app: App, caller: Writer, artifact_id: Identifier, body: NewFeedback) -> Feedback:
    """Say how good an artifact is, or one of its parts."""
    return app.feedback.give(caller.owner, artifact_id, body)


@router.get("/api/artifacts/{artifact_id}/feedback", responses=documented(404, 422))
def list_feedback(
    app: App, caller: Reader, artifact_id: Identifier, limit: Limit = 50, after: After = None
) -> FeedbackPage:
    """List what was said of an artifact, newest first, and how it is rated."""
    return app.feedback.page(caller.owner, artifact_id, limit, after)
