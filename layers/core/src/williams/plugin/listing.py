"""Import plugins that list: what stands at an address names other sources, and each becomes an import of its own."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar, Final

from williams.domain.content import ContentType
from williams.domain.errors import UnsupportedContent
from williams.domain.listings import Entry, Listing, Look, Omissions
from williams.plugin.context import StageContext
from williams.plugin.importing import Download, ImportPlugin, ImportRequest, RawContent

REPEATED: Final = "is named more than once"
IN_CIRCLES: Final = "page leads back to one that was read: the listing goes in circles"


class ListingPlugin(ImportPlugin):
    """Write ``lists`` and ``entries``. One that also reads sources, as a video beside a channel, writes ``extract``.

    ``can_handle`` and ``validate_url`` say yes to listings too. The entries of what is listed become a batch of
    imports, each by the plugin that handles it.

    Attributes:
        unpacks: whether what it lists is packed in the listing itself, and kept by ``ctx.uploads``.
    """

    content_type: ClassVar[ContentType] = ContentType.WEBPAGE
    folder: ClassVar[str] = "listings"
    stored_name: ClassVar[str] = "listing.json"
    unpacks: ClassVar[bool] = False

    @abstractmethod
    async def lists(self, source: str) -> bool:
        """Return True if what stands at the URL is a listing, as far as the URL shows; without the network."""

    def lists_what(self, download: Download, head: bytes) -> bool:  # noqa: ARG002  # what only takes addresses
        """Return True if what an address turned out to lead to is a listing: by its first 4096 bytes, type and name."""
        return False

    @abstractmethod
    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        """Return one page of a listing. What is asked of the outside goes through ``ctx``.

        Raises what importing would: NotFound, Forbidden, UnsupportedContent for what is no listing, and so on.
        """

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        """Read the listing to its end; what is none is downloaded to be read."""
        if await self.lists(request.url):
            return await self.listed(request, ctx)
        return await super().download(request, ctx)

    async def listed(self, request: ImportRequest, ctx: StageContext) -> Download:
        """Return the whole listing that stands at the request's URL."""
        look = (request.look or Look(source=request.url)).model_copy(update={"parameters": request.parameters})
        whole = await read_listing(self, look, ctx)
        kept = ctx.scratch.save("download/listing", whole.model_dump_json().encode(), "application/json")
        return Download(object=kept, url=request.url, filename=self.stored_name, lists=True)

    async def extract(self, download: Download, ctx: StageContext) -> RawContent:  # noqa: ARG002  # the last resort
        """Refuse what is no listing: a plugin that only lists reads nothing else."""
        raise UnsupportedContent(f"{download.url} is no listing that {self.name} reads. Check the address.")


@dataclass
class _Reading:
    """A listing as far as it was read."""

    most: int
    entries: dict[str, Entry] = field(default_factory=dict)
    left_out: Omissions = field(default_factory=Omissions)

    def take(self, page: Listing) -> None:
        for each in page.left_out:
            self.left_out.add(each.cause, each.count, each.names)
        for entry in page.entries:
            if entry.source in self.entries:
                self.left_out.add(REPEATED, names=[entry.title or entry.source])
            elif len(self.entries) >= self.most:
                self.left_out.add(self.beyond, names=[entry.title or entry.source])
            else:
                self.entries[entry.source] = entry

    @property
    def beyond(self) -> str:
        return f"stands beyond the first {self.most}, which are as many as are taken of one listing"

    @property
    def full(self) -> bool:
        return len(self.entries) >= self.most


async def read_listing(plugin: ListingPlugin, look: Look, ctx: StageContext) -> Listing:
    """Return all pages as one: at most ``ctx.most_entries`` entries, each source once, and what was left out counted.

    A page that was read before ends it, and so does an empty row of pages as long as the entries may be.
    Raises what ``entries`` raises.
    """
    reading, seen = _Reading(ctx.most_entries), {look.next_token}
    page = await plugin.entries(look, ctx)
    title = page.title
    reading.take(page)
    while page.next_token is not None:
        if page.next_token in seen:
            reading.left_out.add(IN_CIRCLES)
            break
        if reading.full or len(seen) > reading.most:
            reading.left_out.add(f"page or more {reading.beyond}")
            break
        seen.add(page.next_token)
        ctx.check_cancelled()
        ctx.progress(min(len(reading.entries) / reading.most, 1.0), f"Read {len(reading.entries)} entries")
        page = await plugin.entries(look.model_copy(update={"next_token": page.next_token}), ctx)
        reading.take(page)
    return Listing(
        title=title,
        entries=list(reading.entries.values()),
        left_out=reading.left_out.told(),
        state=page.state,
        unchanged=page.unchanged,
    )
