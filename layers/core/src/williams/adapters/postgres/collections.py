"""Collections and tags in Postgres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.prepared import Row, run, run_in_turn
from williams.domain.collections import MOST_COLLECTIONS, Collection, CollectionRef, TagUse
from williams.domain.errors import Conflict, NotFound
from williams.domain.ids import new_id
from williams.domain.labels import folded
from williams.domain.paging import Page

_COLLECTION: Final = """
    collection_id, name, description, created_at, updated_at, (
        SELECT count(*) FROM collection_members JOIN content USING (content_id)
        WHERE collection_members.collection_id = collections.collection_id AND deleted_at IS NULL) AS content_count"""

# No row comes back where the name is taken or there are too many.
_ADD: Final = f"""
    INSERT INTO collections (collection_id, owner, name, folded_name, description)
    SELECT :collection_id, CAST(:owner AS text), :name, :folded_name, CAST(:description AS text)
    WHERE (SELECT count(*) FROM collections WHERE owner = :owner) < CAST(:most AS integer)
    ON CONFLICT (owner, folded_name) DO NOTHING RETURNING {_COLLECTION}"""

_BY_ID: Final = f"SELECT {_COLLECTION} FROM collections WHERE collection_id = :collection_id AND owner = :owner"

_COLLECTIONS: Final = f"""
    SELECT {_COLLECTION} FROM collections
    WHERE owner = :owner AND (CAST(:after AS text) IS NULL OR (created_at, collection_id) < (
        SELECT created_at, collection_id FROM collections WHERE collection_id = :after AND owner = :owner))
    ORDER BY created_at DESC, collection_id DESC LIMIT CAST(:limit AS integer)"""

_NAMED: Final = """
    SELECT asked, collection_id FROM collections,
        unnest(CAST(:names AS text[]), CAST(:folded_names AS text[])) AS given (asked, folded)
    WHERE owner = :owner AND (collection_id = asked OR folded_name = folded)"""

# The row of another one with that name makes it none.
_CHANGE: Final = f"""
    UPDATE collections SET name = coalesce(CAST(:name AS text), name),
        folded_name = coalesce(CAST(:folded_name AS text), folded_name),
        description = coalesce(CAST(:description AS text), description), updated_at = now()
    WHERE collection_id = :collection_id AND owner = :owner AND NOT EXISTS (
        SELECT FROM collections AS other WHERE other.owner = :owner AND other.collection_id <> :collection_id
        AND other.folded_name = CAST(:folded_name AS text))
    RETURNING {_COLLECTION}"""

# A feed of what is gone must not become one of all episodes.
_REMOVE: Final = """
    WITH gone AS (
        DELETE FROM collections WHERE collection_id = :collection_id AND owner = :owner RETURNING collection_id
    ), closed AS (
        UPDATE feeds SET revoked_at = COALESCE(revoked_at, now()) FROM gone
        WHERE feeds.collection_id = gone.collection_id
    )
    SELECT collection_id FROM gone"""

_OWN: Final = """
    SELECT content_id FROM content
    WHERE owner = :owner AND content_id = ANY(CAST(:added AS text[])) AND deleted_at IS NULL"""

_PUT_IN: Final = f"""
    INSERT INTO collection_members (collection_id, content_id)
    SELECT collections.collection_id, content_id FROM ({_OWN}) AS own, collections
    WHERE collections.collection_id = :collection_id AND collections.owner = :owner
    ON CONFLICT DO NOTHING"""

_TAKE_OUT: Final = """
    DELETE FROM collection_members USING collections
    WHERE collection_members.collection_id = collections.collection_id
    AND collections.collection_id = :collection_id AND owner = :owner AND content_id = ANY(CAST(:removed AS text[]))"""

_OF_CONTENTS: Final = """
    SELECT content_id, collection_id, name FROM collection_members JOIN collections USING (collection_id)
    WHERE owner = :owner AND content_id = ANY(CAST(:content_ids AS text[]))
    ORDER BY folded_name COLLATE "C", collection_id"""

_TAGS: Final = """
    SELECT tag, count(*) AS content_count FROM content, unnest(tags) AS tag
    WHERE owner = :owner AND deleted_at IS NULL
    GROUP BY tag ORDER BY count(*) DESC, tag COLLATE "C" LIMIT CAST(:limit AS integer)"""


class PostgresCollections:
    """See :class:`williams.ports.collections.CollectionStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, owner: str, name: str, description: str | None) -> Collection:
        said = {"name": name, "folded_name": folded(name), "description": description, "most": MOST_COLLECTIONS}
        rows = run(self._engine, _ADD, collection_id=new_id("col"), owner=owner, **said)
        if rows:
            return Collection(**rows[0])
        raise self._taken(owner, name) or Conflict(f"There are {MOST_COLLECTIONS} collections already: delete one.")

    def collection(self, owner: str, collection_id: str) -> Collection:
        rows = run(self._engine, _BY_ID, owner=owner, collection_id=collection_id)
        return _one(rows, collection_id)

    def collections(self, owner: str, limit: int, after: str | None = None) -> Page[Collection]:
        rows = run(self._engine, _COLLECTIONS, owner=owner, after=after, limit=limit + 1)
        items = [Collection(**row) for row in rows[:limit]]
        return Page[Collection](items=items, next_after=items[-1].collection_id if len(rows) > limit else None)

    def named(self, owner: str, names: Sequence[str]) -> dict[str, str]:
        asked = {"names": list(names), "folded_names": [folded(name) for name in names]}
        return {row["asked"]: row["collection_id"] for row in run(self._engine, _NAMED, owner=owner, **asked)}

    def change(self, owner: str, collection_id: str, name: str | None, description: str | None) -> Collection:
        said = {"name": name, "folded_name": name and folded(name), "description": description}
        rows = run(self._engine, _CHANGE, owner=owner, collection_id=collection_id, **said)
        if not rows:
            self.collection(owner, collection_id)
            taken = name and self._taken(owner, name)
            raise taken or Conflict(f"{collection_id} was changed at the same moment. Ask again.")
        return _one(rows, collection_id)

    def remove(self, owner: str, collection_id: str) -> None:
        if not run(self._engine, _REMOVE, owner=owner, collection_id=collection_id):
            raise _missing(collection_id)

    def change_members(self, owner: str, collection_id: str, add: Sequence[str], remove: Sequence[str]) -> Collection:
        self.collection(owner, collection_id)
        own = {row["content_id"] for row in run(self._engine, _OWN, owner=owner, added=list(add))}
        absent = [content_id for content_id in dict.fromkeys(add) if content_id not in own]
        if absent:
            raise NotFound(f"Not in your library: {', '.join(absent)}. Nothing was put in or taken out.")
        asked = {"owner": owner, "collection_id": collection_id, "added": list(add), "removed": list(remove)}
        with connected(self._engine) as connection:
            rows = run_in_turn(connection, (_PUT_IN, asked), (_TAKE_OUT, asked), (_BY_ID, asked))
        return _one(rows, collection_id)

    def of_contents(self, owner: str, content_ids: Sequence[str]) -> dict[str, list[CollectionRef]]:
        found: dict[str, list[CollectionRef]] = {}
        for row in run(self._engine, _OF_CONTENTS, owner=owner, content_ids=list(content_ids)):
            found.setdefault(row.pop("content_id"), []).append(CollectionRef(**row))
        return found

    def tags(self, owner: str, limit: int) -> list[TagUse]:
        return [TagUse(**row) for row in run(self._engine, _TAGS, owner=owner, limit=limit)]

    def _taken(self, owner: str, name: str) -> Conflict | None:
        standing = self.named(owner, [name]).get(name)
        return Conflict(f"The collection {standing} has the name {name!r}. Choose another one.") if standing else None


def _one(rows: Sequence[Row], collection_id: str) -> Collection:
    if not rows:
        raise _missing(collection_id)
    return Collection(**rows[0])


def _missing(collection_id: str) -> NotFound:
    return NotFound(f"There is no collection with the id {collection_id}. List yours with GET /api/collections.")
