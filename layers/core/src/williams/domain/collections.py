"""Collections: sources that their owner has put together; a source can be in many."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict

MOST_COLLECTIONS: Final = 1000
"""Of one owner."""


class Collection(BaseModel):
    """``name`` is its owner's only one, in any case and normal form. ``content_count`` leaves out what was deleted."""

    model_config = ConfigDict(frozen=True)

    collection_id: str
    name: str
    description: str | None
    content_count: int
    created_at: datetime
    updated_at: datetime


class CollectionRef(BaseModel):
    """A collection that a content is in."""

    model_config = ConfigDict(frozen=True)

    collection_id: str
    name: str


class TagUse(BaseModel):
    """A tag, and how many of its owner's contents have it."""

    model_config = ConfigDict(frozen=True)

    tag: str
    content_count: int
