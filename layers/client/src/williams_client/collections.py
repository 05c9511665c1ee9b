"""Collections of sources, and their tags."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence

from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    Collection,
    CollectionChange,
    DeletedCollection,
    ListingCollection,
    MemberChange,
    NewCollection,
    TagList,
    TagUse,
)


class Collections:
    """Sources that were put together; what is in one lists ``library.content.list(collection=[id])``."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def list(self, limit: int = 50, next_token: str | None = None) -> ListingCollection:
        """Return a page, newest first."""
        return self._http.get("/api/collections", ListingCollection, {"limit": limit, "next_token": next_token})

    def each(self) -> Iterator[Collection]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token))

    def get(self, collection_id: str) -> Collection:
        return self._http.get(f"/api/collections/{segment(collection_id)}", Collection)

    def create(self, name: str, description: str | None = None) -> Collection:
        """Make a collection. Raises Conflict for a name that is taken."""
        body = NewCollection(name=name, description=description) if description else NewCollection(name=name)
        return self._http.post("/api/collections", Collection, body)

    def change(self, collection_id: str, name: str | None = None, description: str | None = None) -> Collection:
        """Give it another name or description; what is None stays."""
        given = {"name": name, "description": description}
        body = CollectionChange(**{key: value for key, value in given.items() if value is not None})
        return self._http.patch(f"/api/collections/{segment(collection_id)}", Collection, body)

    def delete(self, collection_id: str) -> DeletedCollection:
        """Forget a collection; what is in it stays in the library."""
        return self._http.delete(f"/api/collections/{segment(collection_id)}", DeletedCollection)

    def change_members(self, collection_id: str, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Collection:
        """Put contents in and take others out, all or nothing."""
        body = MemberChange(add=[*add], remove=[*remove])
        return self._http.post(f"/api/collections/{segment(collection_id)}/members", Collection, body, repeatable=True)

    def tags(self) -> builtins.list[TagUse]:
        """Return the tags that sources have, the most used first."""
        return self._http.get("/api/tags", TagList).tags
