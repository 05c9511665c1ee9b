"""The plugin ``import.listing``."""

from __future__ import annotations

import re
from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from williams.domain.urls import is_url_of
from williams.domain.validators import NotModified, Validators
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin import Download, Entry, LeftOut, Listing, ListingPlugin, Look, StageContext

_SCHEMES: Final = frozenset({"http", "https", "upload"})
_LARGEST_FILE: Final = 50 * 1024 * 1024
_SECONDS: Final = 60.0
_SPARE_SECONDS: Final = 10.0
"""Left of the stage's time for writing the checkpoint."""
# What the last part of an address says. A page about sitemaps has another ending.
_NAMES: Final = re.compile(
    r"""(?ix) .*\.(opml|rss|atom|rdf|url|webloc) | sitemap[\w.-]*\.xml(\.gz)? | [\w.-]*sitemap\.xml(\.gz)?
    | (rss|atom|feed|feeds)\.xml | feed\.json"""
)


class ListingImport(ListingPlugin):
    """Lists what feeds, sitemaps, outlines and shortcuts name."""

    plugin_id: ClassVar[str] = "import.listing"
    name: ClassVar[str] = "Feeds, sitemaps, outlines and shortcuts"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "What RSS, Atom and JSON feeds, sitemaps, OPML, .url and .webloc name, each imported."
    needs: ClassVar[frozenset[str]] = frozenset()
    max_bytes: ClassVar[int] = _LARGEST_FILE
    # The reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http, https or upload URL."""
        return is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True for an address whose end names a listing; others show themselves when they are fetched."""
        return await self.lists(url)

    async def lists(self, source: str) -> bool:
        if not await self.validate_url(source):
            return False
        return bool(_NAMES.fullmatch(unquote(urlsplit(source).path).rstrip("/").rsplit("/", 1)[-1]))

    def lists_what(self, download: Download, head: bytes) -> bool:  # noqa: ARG002  # bytes say it all
        """Return True for what begins like a listing."""
        from williams_import_listing.kinds import kind_of

        return kind_of(head) is not None

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        """Read one document of a listing in a process of its own.

        Raises:
            EmptyContent: no bytes.
            UnsupportedContent: it is no listing.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            ContentTooLarge: it has or unpacks to more than 50 MB, or takes too much memory.
        """
        url = look.next_token or look.source
        first = look.next_token is None
        unless = Validators.model_validate_json(look.state) if look.state and first else None
        try:
            fetched = await ctx.fetch.fetch(url, ctx.scratch.path("listing/document"), self.max_bytes, unless)
        except NotModified:
            return Listing(state=look.state, unchanged=True)
        reader = Reader(
            "williams_import_listing.reading:read_listing",
            "listing",
            "Import its entries by their own addresses.",
            {"url": fetched.url},
        )
        answer = await read_isolated(
            reader,
            fetched.path,
            ctx.scratch.path("listing/reading.json"),
            Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
            lambda done, total: ctx.progress(done / total, "Reading the listing"),
            ctx.check_cancelled,
        )
        alone = first and answer["next_page"] is None
        return Listing(
            title=answer["title"],
            entries=[Entry.model_validate(each) for each in answer["entries"]],
            next_token=answer["next_page"],
            left_out=[LeftOut(cause=cause, count=count) for cause, count in answer["left_out"].items()],
            # Of several documents the first one's validators do not say that the others are the same.
            state=fetched.validators.model_dump_json() if fetched.validators and alone else None,
        )
