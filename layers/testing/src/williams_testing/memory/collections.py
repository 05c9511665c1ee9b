"""Collections in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import RLock

from williams.domain.collections import MOST_COLLECTIONS, Collection, CollectionRef, TagUse
from williams.domain.content import Content
from williams.domain.errors import Conflict, NotFound
from williams.domain.ids import new_id
from williams.domain.labels import folded
from williams.domain.paging import Page
from williams_testing.memory.catalog import InMemoryCatalog, page


class InMemoryCollections:
    """See :class:`williams.ports.collections.CollectionStorePort`.

    Members are kept by the catalog, which asks for them. ``revoke`` revokes the feeds of a collection.
    """

    def __init__(self, catalog: InMemoryCatalog, revoke: Callable[[str], None] = lambda _: None) -> None:
        self._catalog = catalog
        self._revoke = revoke
        self._rows: dict[str, tuple[str, Collection]] = {}
        self._guard = RLock()

    def add(self, owner: str, name: str, description: str | None) -> Collection:
        with self._guard:
            self._check_free(owner, name)
            if len(self._owned(owner)) >= MOST_COLLECTIONS:
                raise Conflict(f"There are {MOST_COLLECTIONS} collections already: delete one.")
            now = datetime.now(UTC)
            made = Collection(
                collection_id=new_id("col"),
                name=name,
                description=description,
                content_count=0,
                created_at=now,
                updated_at=now,
            )
            self._rows[made.collection_id] = owner, made
            self._catalog.members[made.collection_id] = owner, set()
            return made

    def collection(self, owner: str, collection_id: str) -> Collection:
        found = next((each for each in self._owned(owner) if each.collection_id == collection_id), None)
        if found is None:
            raise NotFound(f"There is no collection with the id {collection_id}. List yours with GET /api/collections.")
        return found

    def collections(self, owner: str, limit: int, after: str | None = None) -> Page[Collection]:
        items, more = page(self._owned(owner), lambda each: (each.created_at, each.collection_id), limit, after)
        return Page[Collection](items=items, next_after=items[-1].collection_id if more else None)

    def named(self, owner: str, names: Sequence[str]) -> dict[str, str]:
        known = {
            key: each.collection_id for each in self._owned(owner) for key in (each.collection_id, folded(each.name))
        }
        found = {name: known.get(name) or known.get(folded(name)) for name in names}
        return {name: collection_id for name, collection_id in found.items() if collection_id}

    def change(self, owner: str, collection_id: str, name: str | None, description: str | None) -> Collection:
        with self._guard:
            standing = self.collection(owner, collection_id)
            if name is not None:
                self._check_free(owner, name, but=collection_id)
            said = {"name": name or standing.name, "description": description or standing.description}
            changed = standing.model_copy(update={**said, "updated_at": datetime.now(UTC)})
            self._rows[collection_id] = owner, changed
            return self.collection(owner, collection_id)

    def remove(self, owner: str, collection_id: str) -> None:
        with self._guard:
            self.collection(owner, collection_id)
            del self._rows[collection_id], self._catalog.members[collection_id]
            self._revoke(collection_id)

    def change_members(self, owner: str, collection_id: str, add: Sequence[str], remove: Sequence[str]) -> Collection:
        with self._guard:
            self.collection(owner, collection_id)
            own = {each.content_id for each in self._contents(owner)}
            absent = [each for each in dict.fromkeys(add) if each not in own]
            if absent:
                raise NotFound(f"Not in your library: {', '.join(absent)}. Nothing was put in or taken out.")
            members = self._catalog.members[collection_id][1]
            members |= set(add)
            members -= set(remove)
            return self.collection(owner, collection_id)

    def of_contents(self, owner: str, content_ids: Sequence[str]) -> dict[str, list[CollectionRef]]:
        found: dict[str, list[CollectionRef]] = {}
        for each in sorted(self._owned(owner), key=lambda each: folded(each.name)):
            for content_id in self._catalog.members[each.collection_id][1] & set(content_ids):
                told = CollectionRef(collection_id=each.collection_id, name=each.name)
                found.setdefault(content_id, []).append(told)
        return found

    def tags(self, owner: str, limit: int) -> list[TagUse]:
        counted = Counter(tag for each in self._contents(owner) for tag in each.tags)
        order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return [TagUse(tag=tag, content_count=count) for tag, count in order[:limit]]

    def _contents(self, owner: str) -> list[Content]:
        return self._catalog.contents(owner, 1_000_000).items

    def _owned(self, owner: str) -> list[Collection]:
        shown = {each.content_id for each in self._contents(owner)}
        return [
            each.model_copy(update={"content_count": len(self._catalog.members[each.collection_id][1] & shown)})
            for whose, each in self._rows.values()
            if whose == owner
        ]

    def _check_free(self, owner: str, name: str, but: str | None = None) -> None:
        standing = self.named(owner, [name]).get(name)
        if standing not in (None, but):
            raise Conflict(f"The collection {standing} has the name {name!r}. Choose another one.")
