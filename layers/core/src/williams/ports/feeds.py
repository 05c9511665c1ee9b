"""Who knows the feeds."""

from __future__ import annotations

from typing import Protocol

from williams.domain.feeds import AboutFeed, Feed, KeptFeed
from williams.domain.paging import Page


class FeedStorePort(Protocol):
    """The tokens of feeds are stored as SHA-256 only."""

    def add(self, owner: str, token_sha256: str, about: AboutFeed) -> Feed: ...

    def kept(self, token_sha256: str) -> KeptFeed | None:
        """Return the feed whose token has that hash, or None for one that is unknown or revoked."""
        ...

    def feeds(self, owner: str, limit: int, after: str | None = None) -> Page[Feed]:
        """Newest first, those that were revoked among them."""
        ...

    def revoke(self, owner: str, feed_id: str) -> Feed:
        """Refuse its token from now on. Repeating it changes nothing. Raises NotFound."""
        ...
