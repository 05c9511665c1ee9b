"""What is in the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from functions.api.answers import ContentAnswer, Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.filters import WantedContent
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.content import Content
from williams.domain.labels import Tags
from williams.domain.licenses.canonical import License
from williams.domain.near_duplicates import NearDuplicate
from williams.domain.versions import UNLINKED
from williams.services.application import Application

router = APIRouter(tags=["content"], route_class=StrictRoute)


class Deleted(BaseModel):
    content_id: str
    hard_delete: bool


class ContentChange(BaseModel):
    """What is left out stays as it is; ``tags`` take the place of those that the source has.

    ``license`` is an SPDX identifier or expression, or ``LicenseRef-`` and a name; null for one that is not known.
    ``LicenseRef-All-Rights-Reserved`` says that nothing is allowed.
    """

    model_config = ConfigDict(extra="forbid")

    license: License | None = None
    tags: Tags = Field(default_factory=list)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("Give a license or tags")
        return self


@router.get("/api/content", responses=documented(404, 422))
def list_content(
    app: App, caller: Reader, wanted: WantedContent, limit: Limit = 50, after: After = None
) -> Listing[ContentAnswer]:
    """List content, newest first; every condition that is given must hold."""
    page = app.catalog.contents(caller.owner, limit, after, wanted)
    answers = _answers(app, caller.owner, page.items)
    items, next_token = fitting_page(answers, lambda each: each.content_id, page.next_after)
    return Listing(items=items, next_token=next_token)


@router.get("/api/content/{content_id}", responses=documented(404, 422))
def get_content(app: App, caller: Reader, content_id: Identifier) -> ContentAnswer:
    """Get a source's metadata and storage paths."""
    return _answers(app, caller.owner, [app.catalog.content(caller.owner, content_id)])[0]


@router.get("/api/content/{content_id}/near-duplicates", responses=documented(404, 422))
def list_near_duplicates(app: App, caller: Reader, content_id: Identifier) -> Listing[NearDuplicate]:
    """List what else of the library has nearly the same text, the most alike first: twenty sources at most."""
    return Listing(items=app.catalog.near_duplicates(caller.owner, content_id))


@router.patch("/api/content/{content_id}", responses=documented(404, 422))
def patch_content(app: App, caller: Writer, content_id: Identifier, body: ContentChange) -> ContentAnswer:
    """State a source's license, in the place of the one that was found at its import or stated before, or its tags."""
    if "tags" in body.model_fields_set:
        app.collections.tag(caller.owner, content_id, body.tags)
    if "license" in body.model_fields_set:
        app.license_statements.state(caller.owner, content_id, body.license)
    return _answers(app, caller.owner, [app.catalog.content(caller.owner, content_id)])[0]


@router.delete("/api/content/{content_id}", responses=documented(404, 422))
def delete(app: App, caller: Writer, content_id: Identifier, hard_delete: bool = False) -> Deleted:
    """Hide a source everywhere; with ``hard_delete`` remove it from every store. What was made from it stays."""
    app.deletion.delete(caller.owner, content_id, hard_delete)
    return Deleted(content_id=content_id, hard_delete=hard_delete)


def _answers(app: Application, owner: str, contents: Sequence[Content]) -> list[ContentAnswer]:
    collections = app.collections.of_contents(owner, contents)
    links = app.catalog.versions(owner, contents)
    return [
        ContentAnswer.of(each, collections.get(each.content_id, []), links.get(each.content_id, UNLINKED))
        for each in contents
    ]
