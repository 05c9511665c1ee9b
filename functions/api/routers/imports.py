"""Uploads and imports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response, status

from functions.api.answers import JobAccepted
from functions.api.bodies import StrictRoute
from functions.api.dependencies import App, Writer
from functions.api.problems import documented
from williams.services.imports import OneImport
from williams.services.planning import ImportPlan
from williams.services.uploads import NewUpload, Upload

router = APIRouter(tags=["content"], route_class=StrictRoute)
IdempotencyKey = Annotated[str | None, Header(min_length=1, max_length=255, pattern=r"^[ -~]+$")]


@router.post("/api/uploads", status_code=status.HTTP_201_CREATED, responses=documented(422))
def post_upload(app: App, caller: Writer, body: NewUpload) -> Upload:
    """Get a presigned form to post a file to, and the URL to import it by."""
    return app.uploads.create(caller.owner, body)


@router.post(
    "/api/content/import",
    status_code=status.HTTP_202_ACCEPTED,
    responses={
        200: {"model": ImportPlan, "description": "What a dry run would have done"},
        202: {"model": JobAccepted},
        **documented(404, 422),
    },
)
async def post_import(
    app: App, caller: Writer, body: OneImport, answer: Response, idempotency_key: IdempotencyKey = None
) -> JobAccepted | ImportPlan:
    """Import a URL or an upload into the library; with `dry_run`, tell what would be done, and do nothing."""
    if body.dry_run:
        answer.status_code = status.HTTP_200_OK
        return await app.imports.plan(caller.owner, body)
    job = (await app.imports.submit(caller.owner, body, idempotency_key)).job
    return JobAccepted(
        job_id=job.job_id, status=job.status, progress_url=app.tickets.progress_url(caller.owner, job.job_id)
    )
