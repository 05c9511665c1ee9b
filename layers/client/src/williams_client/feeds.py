"""Feeds of a library's episodes, for podcast apps."""

from __future__ import annotations

from collections.abc import Iterator

from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import Feed, ListingFeed, MadeFeed, NewFeed


class Feeds:
    """Private addresses under which episodes can be heard."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def list(self, limit: int = 50, next_token: str | None = None) -> ListingFeed:
        """Return a page, newest first, without the addresses."""
        return self._http.get("/api/feeds", ListingFeed, {"limit": limit, "next_token": next_token})

    def each(self) -> Iterator[Feed]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token))

    def create(
        self,
        title: str | None = None,
        description: str | None = None,
        language: str | None = None,
        *,
        collection: str | None = None,
        tag: str | None = None,
    ) -> MadeFeed:
        """Make a feed, of all episodes or of those of a collection or tag.

        The answer is the only one that holds its address, which is a secret.
        """
        given = {
            "title": title,
            "description": description,
            "language": language,
            "collection": collection,
            "tag": tag,
        }
        body = NewFeed(**{name: value for name, value in given.items() if value is not None})
        return self._http.post("/api/feeds", MadeFeed, body)

    def revoke(self, feed_id: str) -> Feed:
        """Let its address open nothing from now on."""
        return self._http.delete(f"/api/feeds/{segment(feed_id)}", Feed)
