"""Who knows which sources were put together, and by which words they are found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from williams.domain.collections import Collection, CollectionRef, TagUse
from williams.domain.paging import Page


class CollectionStorePort(Protocol):
    """Every query names an owner; another owner's id is answered like a missing one, and so is hidden content."""

    def add(self, owner: str, name: str, description: str | None) -> Collection:
        """Raises Conflict for a name that the owner has given, and where there are ``MOST_COLLECTIONS``."""
        ...

    def collection(self, owner: str, collection_id: str) -> Collection:
        """Raises NotFound."""
        ...

    def collections(self, owner: str, limit: int, after: str | None = None) -> Page[Collection]:
        """Newest first."""
        ...

    def named(self, owner: str, names: Sequence[str]) -> dict[str, str]:
        """Return the ids of those collections that have these ids or, in any case and normal form, names."""
        ...

    def change(self, owner: str, collection_id: str, name: str | None, description: str | None) -> Collection:
        """Put in the place of what was said what is not None. Raises NotFound, and Conflict as :meth:`add`."""
        ...

    def remove(self, owner: str, collection_id: str) -> None:
        """Forget the collection and revoke its feeds; its contents stay. Raises NotFound."""
        ...

    def change_members(self, owner: str, collection_id: str, add: Sequence[str], remove: Sequence[str]) -> Collection:
        """Put contents in and take others out, all or nothing. Repeating it changes nothing.

        Raises NotFound for the collection, and for contents to put in, all named.
        """
        ...

    def of_contents(self, owner: str, content_ids: Sequence[str]) -> dict[str, list[CollectionRef]]:
        """Return the collections that each of these contents is in, by name; those that are in none are left out."""
        ...

    def tags(self, owner: str, limit: int) -> list[TagUse]:
        """The most used first, then by their letters."""
        ...
