"""Feeds: made, listed and revoked by their owner; read by podcast apps, which have no token but the address's."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Header, Path, Query, Response, status
from fastapi.responses import RedirectResponse

from functions.api import feed_document
from functions.api.answers import Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import After, App, Limit, Reader, Writer
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.feeds import Feed
from williams.services.feeds import MOST_EPISODES, MadeFeed, NewFeed

router = APIRouter(prefix="/api/feeds", tags=["feeds"], route_class=StrictRoute)
door = APIRouter(prefix="/feeds", tags=["feeds"])
Token = Annotated[str, Path(max_length=50, pattern=r"^[A-Za-z0-9_-]+$")]
Episodes = Annotated[int, Query(ge=1, le=MOST_EPISODES)]
# What holds a secret in its address is for nobody's index, and is not told to where it leads.
_PRIVATE: Final = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}
_FEED: Final = {"content": {feed_document.MEDIA_TYPE: {"schema": {"type": "string"}}}}


@router.post("", status_code=status.HTTP_201_CREATED, responses=documented(404, 422))
def post_feed(app: App, caller: Writer, body: NewFeed | None = None) -> MadeFeed:
    """Make a feed, of all episodes or of a collection or tag. Its address holds a secret and is shown this once."""
    return app.feeds.make(caller.owner, body or NewFeed())


@router.get("", responses=documented(422))
def list_feeds(app: App, caller: Reader, limit: Limit = 50, after: After = None) -> Listing[Feed]:
    """List your feeds, newest first, without their addresses."""
    page = app.feeds.page(caller.owner, limit, after)
    return Listing(items=page.items, next_token=page.next_after)


@router.delete("/{feed_id}", responses=documented(404, 422))
def delete_feed(app: App, caller: Writer, feed_id: Identifier) -> Feed:
    """Revoke a feed: its address and all links in it open nothing from this moment on."""
    return app.feeds.revoke(caller.owner, feed_id)


@door.head("/{token}.xml", include_in_schema=False)
@door.get(
    "/{token}.xml",
    response_class=Response,
    responses={200: _FEED, 304: {"description": "It is as it was."}, **documented(404, 422)},
)
def get_feed(
    app: App,
    token: Token,
    limit: Episodes = 100,
    after: Annotated[Identifier | None, Query()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
    if_modified_since: Annotated[str | None, Header()] = None,
) -> Response:
    """Read a feed: RSS 2.0 with the tags of iTunes and Podcasting 2.0. Needs no token but the one in the address."""
    made = feed_document.written(app.feeds.episodes(token, limit, after), limit)
    headers = {
        **_PRIVATE,
        "ETag": made.etag,
        "Last-Modified": made.last_modified,
        "Cache-Control": "private, no-cache",
    }
    if made.is_known(if_none_match, if_modified_since):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(made.body, media_type=feed_document.MEDIA_TYPE, headers=headers)


@door.get(
    "/{token}/{episode_id}/{filename}",
    status_code=status.HTTP_307_TEMPORARY_REDIRECT,
    response_class=RedirectResponse,
    responses=documented(404, 422),
)
def get_episode_file(app: App, token: Token, episode_id: Identifier, filename: str) -> RedirectResponse:
    """Lead to a file of an episode: the store's own URL, which is valid for some minutes."""
    url = app.feeds.open(token, episode_id, filename)
    return RedirectResponse(url, status.HTTP_307_TEMPORARY_REDIRECT, {**_PRIVATE, "Cache-Control": "no-store"})


@door.head("/{token}/{episode_id}/{filename}", include_in_schema=False)
def head_episode_file(app: App, token: Token, episode_id: Identifier, filename: str) -> Response:
    """Tell a file's length and type; the store's URLs, which are signed for GET, do not."""
    file = app.feeds.file(token, episode_id, filename)
    headers = {**_PRIVATE, "Content-Length": str(file.size), "Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    return Response(headers=headers, media_type=file.media_type)
