"""Feeds: a library's episodes, for the podcast app of whoever has the address."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class AboutFeed(BaseModel):
    """What a feed says of itself, and of which sources its episodes are.

    With ``collection_id`` or ``tag`` it has only episodes that were made from such a source.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    description: str
    language: str | None = None
    collection_id: str | None = None
    tag: str | None = None


class Feed(AboutFeed):
    """What is known of a feed; the token in its address is not."""

    feed_id: str
    created_at: datetime
    revoked_at: datetime | None


class KeptFeed(BaseModel):
    """A feed as it is kept, with its owner and the hash of its token."""

    model_config = ConfigDict(frozen=True)

    owner: str
    token_sha256: str
    feed: Feed
