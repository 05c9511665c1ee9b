"""Collections of sources, and the tags that sources have."""

from __future__ import annotations

from fastapi import APIRouter, status
from pydantic import BaseModel

from functions.api.answers import Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.collections import Collection, TagUse
from williams.services.collections import CollectionChange, MemberChange, NewCollection

router = APIRouter(prefix="/api/collections", tags=["collections"], route_class=StrictRoute)
tags = APIRouter(prefix="/api/tags", tags=["collections"], route_class=StrictRoute)


class DeletedCollection(BaseModel):
    collection_id: str


class TagList(BaseModel):
    """The most used first, at most a thousand."""

    tags: list[TagUse]


@router.post("", status_code=status.HTTP_201_CREATED, responses=documented(409, 422))
def post_collection(app: App, caller: Writer, body: NewCollection) -> Collection:
    """Make a collection."""
    return app.collections.make(caller.owner, body)


@router.get("", responses=documented(422))
def list_collections(app: App, caller: Reader, limit: Limit = 50, after: After = None) -> Listing[Collection]:
    """List your collections, newest first. What is in one tells `GET /api/content?collection=…`."""
    page = app.collections.page(caller.owner, limit, after)
    return Listing(items=page.items, next_token=page.next_after)


@router.get("/{collection_id}", responses=documented(404, 422))
def get_collection(app: App, caller: Reader, collection_id: Identifier) -> Collection:
    """Get a collection's name, description and size."""
    return app.collections.collection(caller.owner, collection_id)


@router.patch("/{collection_id}", responses=documented(404, 409, 422))
def patch_collection(app: App, caller: Writer, collection_id: Identifier, body: CollectionChange) -> Collection:
    """Give a collection another name or description."""
    return app.collections.change(caller.owner, collection_id, body)


@router.delete("/{collection_id}", responses=documented(404, 422))
def delete_collection(app: App, caller: Writer, collection_id: Identifier) -> DeletedCollection:
    """Delete a collection and revoke its feeds. What is in it stays in the library."""
    app.collections.remove(caller.owner, collection_id)
    return DeletedCollection(collection_id=collection_id)


@router.post("/{collection_id}/members", responses=documented(404, 422))
def post_members(app: App, caller: Writer, collection_id: Identifier, body: MemberChange) -> Collection:
    """Put contents into a collection and take others out, all or nothing."""
    return app.collections.change_members(caller.owner, collection_id, body)


@tags.get("")
def list_tags(app: App, caller: Reader) -> TagList:
    """List the tags of your sources, the most used first."""
    return TagList(tags=app.collections.tags(caller.owner))
