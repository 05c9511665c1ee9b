"""Collections and tags: made, changed and asked for by their owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from williams.domain.bounds import Identifier, line_of
from williams.domain.collections import Collection, CollectionRef, TagUse
from williams.domain.content import Content
from williams.domain.errors import NotFound
from williams.domain.labels import CollectionName
from williams.domain.paging import Page
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort

MOST_TAGS_TOLD: Final = 1000
MOST_MEMBERS_AT_ONCE: Final = 1000

Description: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(line_of)]
Members: TypeAlias = Annotated[list[Identifier], Field(max_length=MOST_MEMBERS_AT_ONCE)]


class NewCollection(BaseModel):
    """``name`` may be in any script; two that differ in case or normal form only are one."""

    model_config = ConfigDict(extra="forbid")

    name: CollectionName
    description: Description | None = None


class CollectionChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: CollectionName | None = None
    description: Description | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.name is None and self.description is None:
            raise ValueError("Give a name or a description")
        return self


class MemberChange(BaseModel):
    """Contents to put in and to take out, by their ids; what is in both is taken out."""

    model_config = ConfigDict(extra="forbid")

    add: Members = Field(default_factory=list)
    remove: Members = Field(default_factory=list)


@dataclass(frozen=True)
class Collections:
    store: CollectionStorePort
    catalog: CatalogPort

    def make(self, owner: str, body: NewCollection) -> Collection:
        """Raises Conflict for a name that is taken, and where there are too many."""
        return self.store.add(owner, body.name, body.description)

    def page(self, owner: str, limit: int, after: str | None = None) -> Page[Collection]:
        """Newest first."""
        return self.store.collections(owner, limit, after)

    def collection(self, owner: str, collection_id: str) -> Collection:
        """Raises NotFound."""
        return self.store.collection(owner, collection_id)

    def change(self, owner: str, collection_id: str, body: CollectionChange) -> Collection:
        """Raises NotFound, and Conflict for a name that is taken."""
        return self.store.change(owner, collection_id, body.name, body.description)

    def remove(self, owner: str, collection_id: str) -> None:
        """Forget the collection and revoke its feeds; what is in it stays in the library. Raises NotFound."""
        self.store.remove(owner, collection_id)

    def change_members(self, owner: str, collection_id: str, body: MemberChange) -> Collection:
        """Raises NotFound for the collection, and for contents that are not the owner's."""
        return self.store.change_members(owner, collection_id, body.add, body.remove)

    def of_contents(self, owner: str, contents: Sequence[Content]) -> dict[str, list[CollectionRef]]:
        """Return the collections of each content that is in one, by the content's id."""
        return self.store.of_contents(owner, [each.content_id for each in contents]) if contents else {}

    def tags(self, owner: str) -> list[TagUse]:
        """Return the tags that are used, the most used first."""
        return self.store.tags(owner, MOST_TAGS_TOLD)

    def tag(self, owner: str, content_id: str, tags: Sequence[str]) -> Content:
        """Put these tags in the place of those that the content has. Raises NotFound."""
        return self.catalog.set_tags(owner, content_id, tags, datetime.now(UTC))

    def ids(self, owner: str, names: Sequence[str] | None) -> list[str] | None:
        """Return the ids of collections that were named, or None. Raises NotFound, which names those that are not."""
        return ids_of(self.store, owner, names) if names else None


def ids_of(store: CollectionStorePort, owner: str, names: Sequence[str]) -> list[str]:
    """Return the ids of collections, each named by its id or its name. Raises NotFound, which says which are not."""
    found = store.named(owner, names) if names else {}
    missing = [name for name in names if name not in found]
    if missing:
        said = ", ".join(map(repr, missing))
        raise NotFound(f"There is no collection {said}. List yours with GET /api/collections.")
    return list(dict.fromkeys(found[name] for name in names))
