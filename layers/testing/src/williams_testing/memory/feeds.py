"""Feeds in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import RLock

from williams.domain.errors import NotFound
from williams.domain.feeds import AboutFeed, Feed, KeptFeed
from williams.domain.ids import new_id
from williams.domain.paging import Page
from williams_testing.memory.catalog import page


class InMemoryFeeds:
    """See :class:`williams.ports.feeds.FeedStorePort`."""

    def __init__(self) -> None:
        self._by_hash: dict[str, KeptFeed] = {}
        self._guard = RLock()

    def add(self, owner: str, token_sha256: str, about: AboutFeed) -> Feed:
        made = Feed(**about.model_dump(), feed_id=new_id("fd"), created_at=datetime.now(UTC), revoked_at=None)
        with self._guard:
            self._by_hash[token_sha256] = KeptFeed(owner=owner, token_sha256=token_sha256, feed=made)
        return made

    def kept(self, token_sha256: str) -> KeptFeed | None:
        kept = self._by_hash.get(token_sha256)
        return kept if kept is not None and kept.feed.revoked_at is None else None

    def feeds(self, owner: str, limit: int, after: str | None = None) -> Page[Feed]:
        owned = [kept.feed for kept in self._by_hash.values() if kept.owner == owner]
        items, more = page(owned, lambda feed: (feed.created_at, feed.feed_id), limit, after)
        return Page[Feed](items=items, next_after=items[-1].feed_id if more else None)

    def revoke(self, owner: str, feed_id: str) -> Feed:
        with self._guard:
            for key, kept in self._by_hash.items():
                if (kept.owner, kept.feed.feed_id) == (owner, feed_id):
                    revoked_at = kept.feed.revoked_at or datetime.now(UTC)
                    feed = kept.feed.model_copy(update={"revoked_at": revoked_at})
                    self._by_hash[key] = kept.model_copy(update={"feed": feed})
                    return feed
        raise NotFound(f"There is no feed {feed_id}.")

    def revoke_of(self, collection_id: str) -> None:
        """Revoke the feeds of a collection, as deleting it does."""
        for kept in list(self._by_hash.values()):
            if kept.feed.collection_id == collection_id:
                self.revoke(kept.owner, kept.feed.feed_id)
