"""Batches of imports: many sources with one progress."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status

from functions.api.answers import Listing
from functions.api.batch_answers import BatchAnswer, BatchSummary
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.problems import documented
from functions.api.routers.imports import IdempotencyKey
from williams.domain.batches import BatchItem
from williams.domain.bounds import Identifier
from williams.services.batches import NewImportBatch

router = APIRouter(tags=["batches"], route_class=StrictRoute)
Ordinal = Annotated[str | None, Query(alias="next_token", pattern=r"^[0-9]{1,9}$")]


@router.post("/api/content/import/batch", status_code=status.HTTP_202_ACCEPTED, responses=documented(422))
async def post_batch(
    app: App, caller: Writer, body: NewImportBatch, idempotency_key: IdempotencyKey = None
) -> BatchAnswer:
    """Import up to 1,000 sources. One that cannot be imported keeps none of the others from it."""
    return BatchAnswer.of_watched(await app.batches.submit(caller.owner, body, idempotency_key), app)


@router.get("/api/batches", responses=documented(422))
def list_batches(app: App, caller: Reader, limit: Limit = 50, after: After = None) -> Listing[BatchSummary]:
    """List your batches, newest first."""
    page = app.batches.page(caller.owner, limit, after)
    return Listing(items=[BatchSummary.of(batch) for batch in page.items], next_token=page.next_after)


@router.get("/api/batches/{batch_id}", responses=documented(404, 422))
def get_batch(app: App, caller: Reader, batch_id: Identifier) -> BatchAnswer:
    """See how far a batch is, and what came to nothing."""
    return BatchAnswer.of_watched(app.batches.batch(caller.owner, batch_id), app)


@router.get("/api/batches/{batch_id}/items", responses=documented(404, 422))
def list_items(
    app: App, caller: Reader, batch_id: Identifier, limit: Limit = 50, after: Ordinal = None, unsuccessful: bool = False
) -> Listing[BatchItem]:
    """List what a batch is of, in its order: all, or only what came to nothing."""
    page = app.batches.items(caller.owner, batch_id, limit, after, unsuccessful)
    return Listing(items=page.items, next_token=page.next_after)


@router.post("/api/batches/{batch_id}/cancel", responses=documented(404, 422))
def cancel_batch(app: App, caller: Writer, batch_id: Identifier) -> BatchAnswer:
    """Begin nothing more of a batch, and cancel its jobs that have not ended. What is in the library stays there."""
    return BatchAnswer.of_watched(app.batches.cancel(caller.owner, batch_id), app)
