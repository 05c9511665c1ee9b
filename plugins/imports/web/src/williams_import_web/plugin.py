"""The plugin ``import.web``."""

from __future__ import annotations

from typing import ClassVar

from williams.domain.content import ContentMetadata, ContentType
from williams.domain.errors import (
    ContentTooLarge,
    EmptyContent,
    InvalidRequest,
    PermanentError,
    ProviderUnavailable,
    UnsupportedContent,
)
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.notices import Notice
from williams.domain.urls import is_url_of
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.figures import kept_figures
from williams.plugin.importing import Download, ImportPlugin, ImportRequest, ParagraphDraft, RawContent
from williams.plugin.registry import registry
from williams_import_web.archives import ENDINGS, PAGE_ENDINGS, STORED_NAMES, archive_type
from williams_import_web.canonical import canonical_address, is_same_page
from williams_import_web.copies import LARGEST_PAGE
from williams_import_web.figures import fetched_figures
from williams_import_web.refresh import LARGEST_REFRESH, refreshed_to
from williams_import_web.rendering import is_rendered, rendered

_SCHEMES = frozenset({"http", "https"})
_UPLOADS = frozenset({"upload"})
_SPARE_SECONDS = 10.0
"""Left of the stage's time for writing the checkpoint."""
_SECONDS = 120.0
_MOST_REFRESHES = 3
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_HEAD_BYTES = 4096
_MAYBE_HTML = frozenset({"text/plain", "application/xml", "application/octet-stream"})
"""What pages look like whose first element comes late, or that are written in UTF-16."""
_COPIES = (*ENDINGS, *PAGE_ENDINGS)
_LARGEST_FILE = 50 * 1024 * 1024
"""More than any page: a PDF may stand at the address. Whoever has a larger one names its importer."""


def _declared(download: Download) -> str:
    return (download.declared_type or "").split(";")[0].strip().lower()


def _is_page(download: Download) -> bool:
    shown = download.object.media_type
    return shown in _HTML or (shown in _MAYBE_HTML and _declared(download) in _HTML)


def check_is_page(download: Download) -> None:
    """Refuse what is not a web page.

    Raises:
        EmptyContent: the site sent no bytes.
        UnsupportedContent: it sent something else, which no other plugin reads either.
        ContentTooLarge: no page is as large.
    """
    if not download.object.size:
        raise EmptyContent(f"{download.url} is empty: the site sent no bytes. Check the address in a browser.")
    shown = download.object.media_type
    if _is_page(download):
        if download.object.size > LARGEST_PAGE:
            raise ContentTooLarge(
                f"{download.url} has {download.object.size} bytes; a page has at most {LARGEST_PAGE}."
            )
        return
    raise UnsupportedContent(f"{download.url} is not a web page but {shown}. Give the address of a page to read.")


def _head(download: Download, ctx: StageContext) -> bytes:
    with ctx.scratch.open(download.object).open("rb") as file:
        return file.read(_HEAD_BYTES)


def _is_copy(download: Download) -> bool:
    """True for what was saved of a page: it sends its readers nowhere, and is of the moment at which it was saved."""
    return download.object.media_type in STORED_NAMES or is_url_of(download.url, _UPLOADS)


async def _read_by(plugin_id: str, download: Download, ctx: StageContext) -> RawContent:
    """Read what another plugin is made for, which does not know the address that it came from."""
    reader = registry().import_plugin(plugin_id)
    raw: RawContent = await reader.extract(download, ctx)  # type: ignore[attr-defined]  # a stage, by its name
    raw.metadata.extra.setdefault("canonical_url", download.url)
    return raw


class WebImport(ImportPlugin):
    """Imports the main text of web pages, and what else stands at addresses that do not say what it is."""

    plugin_id: ClassVar[str] = "import.web"
    name: ClassVar[str] = "Web pages"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "The main text of a web page; title, authors, dates, language, address and license."
    content_type: ClassVar[ContentType] = ContentType.WEBPAGE
    folder: ClassVar[str] = "webpages"
    stored_name: ClassVar[str] = "page.html"
    max_bytes: ClassVar[int] = _LARGEST_FILE
    catch_all: ClassVar[bool] = True
    needs: ClassVar[frozenset[str]] = frozenset({"embedding", "render"})
    # What languages are called in others: courlan, of trafilatura, asks for it only where a crawl keeps to one.
    layer: ClassVar[LayerRecipe] = LayerRecipe(prune=("babel/locale-data",))
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769

    async def validate_url(self, url: str) -> bool:
        """Return True for a well-formed http or https URL, and for an upload that is a page's copy by its name."""
        return is_url_of(url, _SCHEMES) or (is_url_of(url, _UPLOADS) and url.lower().endswith(_COPIES))

    async def can_handle(self, url: str) -> bool:
        """Return True for all that it could read: this plugin is asked last."""
        return await self.validate_url(url)

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        """Fetch the page and keep it as it came: by its own address, and where it sends its readers on.

        One that builds itself in the browser is kept as a browser engine shows it, where the deployment has one.

        What is no page goes to the plugin that is made for it.

        Raises:
            EmptyContent: the site sent no bytes.
            UnsupportedContent: it sent what no plugin reads.
            InvalidRequest: the page sends its readers in circles, or where nothing is fetched.
        """
        found = await self._followed(request, ctx)
        as_it_is = found.reader or found.lists or _is_copy(found)
        return found if as_it_is else await rendered(await self._canonical(found, request, ctx), ctx)

    async def _canonical(self, download: Download, request: ImportRequest, ctx: StageContext) -> Download:
        """Return the same page from the address that it calls its own; as it is where nothing comes from there."""
        page = ctx.scratch.open(download.object).read_bytes()
        address = canonical_address(page, download.url)
        if address is None:
            return download
        try:
            other = await super().download(request.model_copy(update={"url": address}), ctx)
            check_is_page(other)
        except (PermanentError, ProviderUnavailable) as error:
            ctx.log.info("%s calls itself %s, from where nothing comes: %s", download.url, address, error)
            other = None
        if other is not None and is_same_page(page, ctx.scratch.open(other.object).read_bytes()):
            return other
        kept = ctx.scratch.save("download/original", page, download.object.media_type)
        return download.model_copy(update={"object": kept})

    async def _followed(self, request: ImportRequest, ctx: StageContext) -> Download:
        asked = request
        for _ in range(_MOST_REFRESHES + 1):
            download = await super().download(asked, ctx)
            if archive := archive_type(ctx.scratch.open(download.object)):
                kept = download.object.model_copy(update={"media_type": archive})
                return download.model_copy(update={"object": kept})
            lister = registry().lister_of(download, _head(download, ctx))
            if lister is not None:
                return await lister.listed(asked.model_copy(update={"url": download.url}), ctx)
            other = None if _is_page(download) else registry().reader_of(download, besides=self)
            if other is not None:
                return download.model_copy(update={"reader": other.plugin_id})
            check_is_page(download)
            if download.object.size > LARGEST_REFRESH or _is_copy(download):
                return download
            target = refreshed_to(ctx.scratch.open(download.object).read_bytes(), download.url)
            if target is None:
                return download
            ctx.log.info("%s sends its readers on to %s", download.url, target)
            asked = request.model_copy(update={"url": target})
        raise InvalidRequest(f"{request.url} sends its readers on more than {_MOST_REFRESHES} times.")

    def stored_as(self, download: Download) -> str:
        return STORED_NAMES.get(download.object.media_type, self.stored_name)

    async def extract(self, request: ImportRequest, download: Download, ctx: StageContext) -> RawContent:
        """Read main text and metadata in a process of its own; what is no page, as the plugin does that is made for it.

        Raises:
            UnsupportedContent: the page is no text.
            NeedsBrowser: it builds itself in the browser.
            Forbidden: it asks for consent, cookies, an address, or a sign that its reader is no program.
            NotFound: it says that there is nothing.
            EmptyContent: it has no main text.
            CorruptContent: it crashes its reader or takes too long.
            ContentTooLarge: it takes too much memory.
        """
        if download.reader:
            return await _read_by(download.reader, download, ctx)
        archive = download.object.media_type if download.object.media_type in STORED_NAMES else None
        options = {
            "url": download.url,
            "declared_type": download.declared_type,
            "archive": archive,
            "rendered": is_rendered(download),
        }
        reader = Reader("williams_import_web.page:read_page", "page", "Save its text and import that.", options)
        answer = await read_isolated(
            reader,
            ctx.scratch.open(download.object),
            ctx.scratch.path("extract/reading.json"),
            Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
            lambda done, total: ctx.progress(done / total, "Reading the page"),
            ctx.check_cancelled,
        )
        if request.url != download.url:
            ctx.log.info("%s led to %s", request.url, download.url)
        drafts, left_out = await fetched_figures(answer["paragraphs"], answer["pictures"], ctx)
        paragraphs = [ParagraphDraft.model_validate(draft) for draft in drafts]
        return RawContent(
            metadata=ContentMetadata.model_validate(answer["metadata"]),
            paragraphs=paragraphs,
            notices=[*download.notices, *(Notice.model_validate(notice) for notice in answer["notices"]), *left_out],
            files=kept_figures(paragraphs, ctx.scratch),
        )
