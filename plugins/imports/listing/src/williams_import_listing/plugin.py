"""The plugin ``import.listing``."""

from __future__ import annotations

import re
from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from williams.domain.filenames import kept_name
from williams.domain.labels import fitting_tags
from williams.domain.urls import is_url_of
from williams.domain.validators import NotModified, Validators
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin import Download, Entry, LeftOut, Listing, ListingPlugin, Look, StageContext

_SCHEMES: Final = frozenset({"http", "https", "upload"})
_LARGEST_FILE: Final = 50 * 1024 * 1024
_LARGEST_ARCHIVE: Final = 200 * 1024 * 1024
_ARCHIVE: Final = ".zip"
_SECONDS: Final = 60.0
_SPARE_SECONDS: Final = 10.0
"""Left of the stage's time for writing the checkpoint."""
# What the last part of an address says. A page about sitemaps has another ending.
_NAMES: Final = re.compile(
    r"""(?ix) .*\.(opml|rss|atom|rdf|url|webloc|zip) | sitemap[\w.-]*\.xml(\.gz)? | [\w.-]*sitemap\.xml(\.gz)?
    | (rss|atom|feed|feeds)\.xml | feed\.json"""
)


class ListingImport(ListingPlugin):
    """Lists what feeds, sitemaps, outlines and shortcuts name, and what archives hold."""

    plugin_id: ClassVar[str] = "import.listing"
    name: ClassVar[str] = "Feeds, sitemaps, outlines, shortcuts and archives"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "What RSS, Atom and JSON feeds, sitemaps, OPML, .url and .webloc name, and the files in a .zip, each imported."
    )
    unpacks: ClassVar[bool] = True
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
        return bool(_NAMES.fullmatch(_named(source)))

    def lists_what(self, download: Download, head: bytes) -> bool:  # noqa: ARG002  # bytes say it all
        """Return True for what begins like a listing."""
        from williams_import_listing.kinds import kind_of

        return kind_of(head) is not None

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        """Read one document of a listing, or unpack an archive, in a process of its own.

        Raises:
            EmptyContent: no bytes, or an archive with nothing to import.
            UnsupportedContent: it is no listing, or no archive.
            EncryptedContent: all of an archive wants a password.
            CorruptContent: it cannot be read, crashes its reader or takes too long.
            ContentTooLarge: it has or unpacks to more than is taken, or takes too much memory.
        """
        return await (self._archive if _named(look.source).lower().endswith(_ARCHIVE) else self._document)(look, ctx)

    async def _archive(self, look: Look, ctx: StageContext) -> Listing:
        unless = Validators.model_validate_json(look.state) if look.state else None
        try:
            fetched = await ctx.fetch.fetch(look.source, ctx.scratch.path("listing/archive"), _LARGEST_ARCHIVE, unless)
        except NotModified:
            return Listing(state=look.state, unchanged=True)
        folder = ctx.scratch.path("listing/members/0000").parent
        answer = await read_isolated(
            Reader(
                "williams_import_listing.archives:read_archive",
                "archive",
                "Unpack it, and import what is in it.",
                {"folder": str(folder)},
            ),
            fetched.path,
            ctx.scratch.path("listing/reading.json"),
            Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
            lambda done, total: ctx.progress(done / (2 * total), "Unpacking the archive"),
            ctx.check_cancelled,
        )
        members = answer["members"]
        entries: list[Entry] = []
        for number, each in enumerate(members):
            ctx.check_cancelled()
            ctx.progress(0.5 + number / (2 * len(members)), "Keeping what was unpacked")
            source = ctx.uploads.keep(each["name"], folder / each["file"])
            path = "/".join((*each["folders"], each["name"]))
            entries.append(Entry(source=source, title=path, tags=fitting_tags(each["folders"])))
        return Listing(
            title=kept_name(fetched.filename),
            entries=entries,
            left_out=[LeftOut.model_validate(each) for each in answer["left_out"]],
            state=fetched.validators.model_dump_json() if fetched.validators else None,
        )

    async def _document(self, look: Look, ctx: StageContext) -> Listing:
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


def _named(source: str) -> str:
    """Return the last part of an address."""
    return unquote(urlsplit(source).path).rstrip("/").rsplit("/", 1)[-1]
