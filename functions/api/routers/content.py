"""What is in the library."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from functions.api.answers import ContentAnswer, Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.services.license_statements import LicenseStatement

router = APIRouter(tags=["content"], route_class=StrictRoute)


class Deleted(BaseModel):
    content_id: str
    hard_delete: bool


@router.get("/api/content", responses=documented(422))
def list_content(app: App, caller: Reader, limit: Limit = 50, after: After = None) -> Listing[ContentAnswer]:
    """List content, newest first."""
    page = app.catalog.contents(caller.owner, limit, after)
    answers = [ContentAnswer.of(each) for each in page.items]
    items, next_token = fitting_page(answers, lambda each: each.content_id, page.next_after)
    return Listing(items=items, next_token=next_token)


@router.get("/api/content/{content_id}", responses=documented(404, 422))
def get_content(app: App, caller: Reader, content_id: Identifier) -> ContentAnswer:
    """Get a source's metadata and storage paths."""
    return ContentAnswer.of(app.catalog.content(caller.owner, content_id))


@router.patch("/api/content/{content_id}", responses=documented(404, 422))
def patch_content(app: App, caller: Writer, content_id: Identifier, body: LicenseStatement) -> ContentAnswer:
    """State a source's license, in the place of the one that was found at its import or stated before."""
    return ContentAnswer.of(app.license_statements.state(caller.owner, content_id, body))


@router.delete("/api/content/{content_id}", responses=documented(404, 422))
def delete(app: App, caller: Writer, content_id: Identifier, hard_delete: bool = False) -> Deleted:
    """Hide a source everywhere; with ``hard_delete`` remove it from every store. What was made from it stays."""
    app.deletion.delete(caller.owner, content_id, hard_delete)
    return Deleted(content_id=content_id, hard_delete=hard_delete)
