"""The plugin ``import.paper``."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.content import ContentMetadata, ContentType, Tier
from williams.domain.errors import EmptyContent, NotFound, PermanentError, ProviderUnavailable, UnsupportedContent
from williams.domain.notices import Notice
from williams.domain.references import MOST_WORKS, Reference
from williams.domain.urls import is_url_of
from williams.plugin import Listing, ListingPlugin, Look
from williams.plugin.context import StageContext
from williams.plugin.importing import Download, ImportRequest, RawContent
from williams_import_paper import reading
from williams_import_paper.asking import Asking
from williams_import_paper.bibliographies.kinds import kind_of
from williams_import_paper.bibliographies.listing import bibliography, is_bibliography
from williams_import_paper.bibliographies.zotero import zotero_library
from williams_import_paper.full_text import ABSTRACT, KNOWN, MEDIA_TYPES, STORED_NAMES, Known, form_of, full_text
from williams_import_paper.gathering import found_by_citation, gathered
from williams_import_paper.identifiers import Identifiers, cited_in, identified, is_citation
from williams_import_paper.metadata import metadata_of, notices_of, tier_of
from williams_import_paper.reading import Reading
from williams_import_paper.record import FullText, Record
from williams_import_paper.settings import PaperSettings

_SCHEMES: Final = frozenset({"http", "https", "upload"})
_JATS_ENDINGS: Final = (".nxml", ".jats.xml")
_MISSING: Final = Notice(
    code="full-text-missing",
    message="No open full text was found: the abstract alone was imported.",
    remedy="Upload the paper's PDF and import that with type: import.paper.",
)


class PaperParameters(BaseModel):
    """``tier`` goes before what is known of the paper."""

    model_config = ConfigDict(extra="forbid")

    tier: Tier | None = Field(
        default=None,
        description="How well the paper can be relied on: top, middle or general. Left out, a paper with a DOI or from "
        "a peer-reviewed journal is top, one with author and publisher middle.",
    )


class PaperImport(ListingPlugin):
    """Imports papers by what names them, files that are given as papers, and what bibliographies list."""

    plugin_id: ClassVar[str] = "import.paper"
    name: ClassVar[str] = "Academic papers"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "A paper by DOI, arXiv id, PubMed id or citation: its open full text or its abstract, with formulas, "
        "references, license and whether it was retracted."
    )
    content_type: ClassVar[ContentType] = ContentType.DOCUMENT
    folder: ClassVar[str] = "documents"
    stored_name: ClassVar[str] = ABSTRACT
    parameters: ClassVar[type[BaseModel]] = PaperParameters
    settings: ClassVar[type[BaseModel]] = PaperSettings
    max_bytes: ClassVar[int] = 100 * 1024 * 1024
    # The services ask for few questions at a time.
    lane: ClassVar[int] = 2
    # From 1769 MB on a function has a whole processor; the reader process alone may take 1024 MB.
    memory_mb: ClassVar[int] = 1769

    async def validate_url(self, url: str) -> bool:
        """Return True for what names a paper, for a citation, and for a well-formed http, https or upload URL."""
        return bool(identified(url)) or is_bibliography(url) or is_citation(url) or is_url_of(url, _SCHEMES)

    async def can_handle(self, url: str) -> bool:
        """Return True for identifiers, pages of the services that give them, citations, and files of JATS by name."""
        if identified(url) or is_citation(url) or await self.lists(url):
            return True
        return is_url_of(url, _SCHEMES) and unquote(urlsplit(url).path).lower().endswith(_JATS_ENDINGS)

    async def lists(self, source: str) -> bool:
        """Return True for a library of Zotero, and for files of BibTeX, RIS and CSL-JSON by their names."""
        return is_bibliography(source) and (bool(zotero_library(source)) or is_url_of(source, _SCHEMES))

    def lists_what(self, download: Download, head: bytes) -> bool:  # noqa: ARG002  # bytes say it all
        """Return True for what begins like a bibliography."""
        return kind_of(head) is not None

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        """Return what a bibliography names, of a library of Zotero what is new in it.

        Raises what fetching does; EmptyContent, UnsupportedContent, CorruptContent for what is none.
        """
        return await bibliography(look, self._asking(ctx))

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        """Ask the services about the paper, and fetch its open text; a file is fetched as it is.

        Raises:
            NotFound: no service knows the paper, or nothing is at the address.
            EmptyContent: there is neither a text nor an abstract that is open.
            UnsupportedContent: the address leads to no paper.
            ProviderUnavailable: the services did not answer.
        """
        asking = self._asking(ctx)
        ids = identified(request.url)
        if not ids and is_citation(request.url):
            ids = cited_in(request.url) or await found_by_citation(request.url, asking)
        if ids:
            return await self._by_identifiers(ids, [], asking)
        download = await super().download(request, ctx)
        if download.lists:
            return download
        if form := form_of(ctx.scratch.open(download.object), download.object.media_type):
            # By its beginning, JATS looks like a page: it has a body too.
            kept = download.object.model_copy(update={"media_type": MEDIA_TYPES[form]})
            return download.model_copy(update={"object": kept})
        return await self._by_page(download, asking)

    def source_address(self, url: str, metadata: ContentMetadata) -> str | None:
        """Return the paper's address that lasts. A version of a preprint that was asked for by number is its own."""
        asked = identified(url)
        lasting = metadata.extra.get("canonical_url")
        return str(lasting) if lasting and not (asked and asked.version) else super().source_address(url, metadata)

    def stored_as(self, download: Download) -> str:
        return STORED_NAMES.get(download.object.media_type, self.stored_name)

    async def extract(  # type: ignore[override]  # a stage takes what it names
        self, request: ImportRequest, download: Download, ctx: StageContext
    ) -> RawContent:
        """Read the text in a process of its own, and join to it what is known of the paper.

        Raises:
            EmptyContent, UnsupportedContent, EncryptedContent, CorruptContent, NoTextLayer, ContentTooLarge: as its
                reader says, where there is no abstract to fall back on.
        """
        if KNOWN in download.files:
            known = Known.model_validate_json(ctx.scratch.open(download.files[KNOWN]).read_bytes())
            found = await self._read_known(known, download, ctx)
        else:
            found = await reading.read(self, download, ctx)
            known = await self._known_of(found, ctx)
        record = known.record.completed_by(found.record)
        files = {} if KNOWN in download.files else {KNOWN: self._keep(known, ctx)}
        read_from = known.text.url if known.text else None
        return RawContent(
            metadata=_joined(metadata_of(record, read_from), found.metadata),
            paragraphs=found.paragraphs or reading.of_record(record),
            notices=[*notices_of(record), *known.notices, *found.notices],
            files=files,
            works=record.ids.works,
            references=_references(known.record, found),
            tier=request.parameters.get("tier") or tier_of(record),
        )

    def _asking(self, ctx: StageContext) -> Asking:
        return Asking(ctx, PaperSettings.model_validate(ctx.settings.model_dump()))

    async def _by_identifiers(self, ids: Identifiers, places: list[FullText], asking: Asking) -> Download:
        ctx = asking.ctx
        record = await gathered(ids, asking)
        record.full_texts.extend(places)
        text = await full_text(record, ctx, self.max_bytes)
        notices = [*asking.notices, *text.refused, *([] if text.download else [_MISSING])]
        kept = self._keep(Known(record=record, text=text.place, notices=notices), ctx)
        download = text.download or self._abstract(record, ctx)
        return download.model_copy(update={"files": {KNOWN: kept}})

    async def _by_page(self, download: Download, asking: Asking) -> Download:
        """A publisher's page names its paper in its head."""
        if download.object.media_type != "text/html":
            raise UnsupportedContent(
                f"{download.url} is {download.object.media_type}, and no paper. Give a PDF, JATS, or a page about one."
            )
        said = await reading.read_landing(download, asking.ctx)
        pdf = said.pop("pdf")
        ids = Identifiers(**said)
        if not ids:
            raise UnsupportedContent(
                f"{download.url} names no paper: its head has no DOI. Give the paper's DOI or PDF."
            )
        return await self._by_identifiers(
            ids, [FullText(url=pdf, form="pdf", source="its page")] if pdf else [], asking
        )

    def _abstract(self, record: Record, ctx: StageContext) -> Download:
        if not record.abstract:
            called = record.title or ", ".join(record.ids.works)
            raise EmptyContent(
                f"“{called}” has no open full text that could be had, and the services have no abstract of it. "
                "Upload its PDF and import that with type: import.paper."
            )
        said = {"works": record.ids.works, "version": record.version, "title": record.title}
        said["abstract"] = record.abstract
        data = json.dumps(said, ensure_ascii=False, indent=1).encode()
        stored = ctx.scratch.save("download/original", data, "application/json")
        return Download(object=stored, url=", ".join(record.ids.works), filename=ABSTRACT)

    def _keep(self, known: Known, ctx: StageContext) -> Any:
        return ctx.scratch.save("record", known.model_dump_json(indent=1).encode(), "application/json")

    async def _read_known(self, known: Known, download: Download, ctx: StageContext) -> Reading:
        if known.text is None:
            return Reading()
        try:
            return await reading.read(self, download, ctx)
        except PermanentError as error:
            if not known.record.abstract:
                raise
            message = (
                f"The full text from {known.text.source} cannot be read: {error.detail} The abstract was imported."
            )
            return Reading(
                notices=[Notice(code="full-text-unreadable", message=message[:1000], remedy=_MISSING.remedy)]
            )

    async def _known_of(self, found: Reading, ctx: StageContext) -> Known:
        """Ask about a file by the identifier that it holds; where nobody answers, it stands for itself, and says so."""
        asking, ids = self._asking(ctx), found.record.ids
        alone = Record().identified_by(ids)
        if not ids:
            return Known(record=alone, notices=[_unidentified("The file names no DOI, arXiv id or PubMed id")])
        try:
            record = await gathered(ids, asking)
        except (NotFound, ProviderUnavailable) as error:
            return Known(record=alone, notices=[*asking.notices, _unidentified(error.detail.rstrip("."))])
        if not found.is_of(record):
            about = f"{', '.join(ids.works)} on the first page is of another paper, “{record.title}”"
            return Known(record=Record(), notices=[*asking.notices, _unidentified(about)])
        return Known(record=record, notices=asking.notices)


def _unidentified(why: str) -> Notice:
    return Notice(
        code="paper-unidentified",
        message=f"{why}: title, authors and date are what the file itself says."[:1000],
        remedy="Import it by its DOI, or say them with the import's metadata.",
    )


def _joined(known: ContentMetadata, own: ContentMetadata) -> ContentMetadata:
    """What the services say goes before what the file says of itself."""
    said = {name: value for name, value in known.model_dump().items() if value}
    return ContentMetadata.model_validate({**own.model_dump(), **said, "extra": {**own.extra, **known.extra}})


def _references(known: Record, found: Reading) -> list[Reference] | None:
    """The text's own list, and what the services know besides; None where there is neither list nor text."""
    own = found.record.references
    listed = {work for each in own for work in each.works}
    more = [each for each in known.references if not listed.intersection(each.works)]
    if not own and not more and not found.paragraphs:
        return None
    return [
        Reference(text=each.text, works=each.works[:MOST_WORKS], title=each.title, year=each.year)
        for each in [*own, *more]
    ]
