"""Feeds: a library's episodes, for the podcast app of whoever has the address."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Feed(BaseModel):
    """What is known of a feed; the token in its address is not."""

    model_config = ConfigDict(frozen=True)

    feed_id: str
    title: str
    description: str
    language: str | None
    created_at: datetime
    revoked_at: datetime | None


class KeptFeed(BaseModel):
    """A feed as it is kept, with its owner and the hash of its token."""

    model_config = ConfigDict(frozen=True)

    owner: str
    token_sha256: str
    feed: Feed
