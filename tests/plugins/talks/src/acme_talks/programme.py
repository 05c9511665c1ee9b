"""Lists the talks of a conference, a screenful of its programme at a time."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from urllib.parse import urljoin

from williams.domain.errors import UnsupportedContent
from williams.plugin import Entry, LeftOut, Listing, ListingPlugin, Look, StageContext

_LARGEST = 1024 * 1024


class ProgrammeImport(ListingPlugin):
    """A programme is JSON: a title, talks with subtitles or without, and where it goes on."""

    plugin_id: ClassVar[str] = "import.programme"
    name: ClassVar[str] = "Conference programmes"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "The talks of a conference (.talks), of which each has subtitles."
    needs: ClassVar[frozenset[str]] = frozenset()

    async def validate_url(self, url: str) -> bool:
        return url.startswith(("http://", "https://", "upload://"))

    async def can_handle(self, url: str) -> bool:
        return await self.lists(url)

    async def lists(self, source: str) -> bool:
        return source.lower().endswith(".talks")

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        url = look.next_token or look.source
        fetched = await ctx.fetch.fetch(url, ctx.scratch.path("programme.json"), _LARGEST)
        try:
            programme: dict[str, Any] = json.loads(fetched.path.read_bytes())
            talks = [Entry.model_validate(talk) for talk in programme["talks"] if "source" in talk]
        except (ValueError, KeyError, TypeError) as error:
            raise UnsupportedContent(f"{url} is no programme of a conference: {error}. Check the address.") from None
        silent = len(programme["talks"]) - len(talks)
        return Listing(
            title=programme.get("title"),
            entries=talks,
            next_token=urljoin(url, programme["next"]) if "next" in programme else None,
            left_out=[LeftOut(cause="has no subtitles", count=silent)] if silent else [],
        )
