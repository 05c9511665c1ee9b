"""Feeds in Postgres."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.errors import NotFound
from williams.domain.feeds import AboutFeed, Feed, KeptFeed
from williams.domain.ids import new_id
from williams.domain.paging import Page

_FEED: Final = "feed_id, title, description, language, created_at, revoked_at, collection_id, tag"

_ADD: Final = f"""
    INSERT INTO feeds (feed_id, owner, token_sha256, title, description, language, collection_id, tag)
    VALUES (:feed_id, :owner, :token_sha256, :title, :description, :language, :collection_id, :tag)
    RETURNING {_FEED}"""

_KEPT: Final = f"""
    SELECT owner, token_sha256, {_FEED} FROM feeds WHERE token_sha256 = :token_sha256 AND revoked_at IS NULL"""

_FEEDS: Final = f"""
    SELECT {_FEED} FROM feeds
    WHERE owner = :owner AND (CAST(:after AS text) IS NULL OR (created_at, feed_id) < (
        SELECT created_at, feed_id FROM feeds WHERE feed_id = :after AND owner = :owner))
    ORDER BY created_at DESC, feed_id DESC LIMIT CAST(:limit AS integer)"""

_REVOKE: Final = f"""
    UPDATE feeds SET revoked_at = COALESCE(revoked_at, now()) WHERE feed_id = :feed_id AND owner = :owner
    RETURNING {_FEED}"""


class PostgresFeeds:
    """See :class:`williams.ports.feeds.FeedStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, owner: str, token_sha256: str, about: AboutFeed) -> Feed:
        values = {"owner": owner, "token_sha256": token_sha256, **about.model_dump()}
        return Feed(**run(self._engine, _ADD, feed_id=new_id("fd"), **values)[0])

    def kept(self, token_sha256: str) -> KeptFeed | None:
        rows = run(self._engine, _KEPT, token_sha256=token_sha256)
        if not rows:
            return None
        row = dict(rows[0])
        return KeptFeed(owner=row.pop("owner"), token_sha256=row.pop("token_sha256"), feed=Feed(**row))

    def feeds(self, owner: str, limit: int, after: str | None = None) -> Page[Feed]:
        rows = run(self._engine, _FEEDS, owner=owner, after=after, limit=limit + 1)
        items = [Feed(**row) for row in rows[:limit]]
        return Page[Feed](items=items, next_after=items[-1].feed_id if len(rows) > limit else None)

    def revoke(self, owner: str, feed_id: str) -> Feed:
        rows = run(self._engine, _REVOKE, owner=owner, feed_id=feed_id)
        if not rows:
            raise NotFound(f"There is no feed {feed_id}.")
        return Feed(**rows[0])
