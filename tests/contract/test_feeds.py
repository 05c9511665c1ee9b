"""FeedStorePort: the fake and Postgres under the same tests."""

from __future__ import annotations

import pytest

from williams.domain.errors import NotFound
from williams.domain.feeds import AboutFeed, KeptFeed
from williams.ports.feeds import FeedStorePort

HASH = "f" * 64


def test_a_feed_is_found_by_the_hash_of_its_token(feeds: FeedStorePort) -> None:
    made = feeds.add(
        "ada", HASH, AboutFeed(title="Locks", description="All about locks.", language="en-GB", tag="locks")
    )
    assert (made.title, made.description, made.language) == ("Locks", "All about locks.", "en-GB")
    assert (made.collection_id, made.tag, made.revoked_at) == (None, "locks", None)
    assert feeds.kept(HASH) == KeptFeed(owner="ada", token_sha256=HASH, feed=made)
    assert feeds.kept("e" * 64) is None


def test_a_revoked_feed_is_none_at_once(feeds: FeedStorePort) -> None:
    made = feeds.add("ada", HASH, AboutFeed(title="Locks", description="About locks."))
    with pytest.raises(NotFound):
        feeds.revoke("eve", made.feed_id)
    assert feeds.kept(HASH) is not None
    revoked = feeds.revoke("ada", made.feed_id)
    assert revoked.revoked_at is not None
    assert feeds.revoke("ada", made.feed_id) == revoked
    assert feeds.kept(HASH) is None
    with pytest.raises(NotFound):
        feeds.revoke("ada", "fd_unknown")


def test_feeds_are_listed_newest_first_in_pages(feeds: FeedStorePort) -> None:
    made = [feeds.add("ada", str(n) * 64, AboutFeed(title=str(n), description="d")) for n in range(3)]
    feeds.add("eve", HASH, AboutFeed(title="eve's", description="d"))
    first = feeds.feeds("ada", 2)
    assert [*first.items, *feeds.feeds("ada", 2, first.next_after).items] == made[::-1]
    assert feeds.feeds("ada", 3).next_after is None
