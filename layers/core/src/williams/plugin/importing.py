"""Import plugins: external source to library (v2, "Import Plugins")."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from williams.domain.citing import in_words
from williams.domain.content import (
    ContentMetadata,
    ContentType,
    ObjectRef,
    Paragraph,
    ParagraphKind,
    Tier,
)
from williams.domain.doubts import Doubt, doubt_of, gravest
from williams.domain.figures import Figure
from williams.domain.filenames import stem
from williams.domain.fitting import fitting_text
from williams.domain.jobs import DEFAULT_PRIORITY, JobKind, JobStatus
from williams.domain.listings import Look
from williams.domain.models import DeferredModel
from williams.domain.notices import Notice, bounded
from williams.domain.places import Place, fitting_place
from williams.domain.references import Reference, Work
from williams.domain.urls import WEB_PORTS, is_url_of, web_url
from williams.domain.validators import Validators
from williams.plugin.base import Plugin, RunInProcess
from williams.plugin.context import StageContext, StoredBytes
from williams.plugin.stage import Stage


class ImportRequest(DeferredModel):
    """What an import job was asked for.

    ``metadata`` overrides what the source says of itself. ``parameters`` are those that differ from the plugin's
    defaults; a stage that names ``parameters`` gets its plugin's model of them. ``look`` says what was seen of the
    source before, where it is looked at again and again. What
    becomes of it is filed under ``tags`` and in the collections of these ids. ``budget_usd`` is what providers may be
    paid at most.
    """

    job_id: str
    owner: str
    content_id: str
    url: str
    content_type: ContentType
    metadata: dict[str, Any] = Field(default_factory=dict)
    parameters: dict[str, Any] = Field(default_factory=dict)
    look: Look | None = None
    tags: list[str] = Field(default_factory=list)
    collection_ids: list[str] = Field(default_factory=list)
    budget_usd: float | None = None
    requested_at: datetime

    @property
    def as_usual(self) -> bool:
        """Whether the same bytes, asked for with the same parameters, become the same content."""
        return not self.metadata


class Download(DeferredModel):
    """The source's bytes, kept in the job's scratch space. ``url`` is where they came from in the end.

    The object's media type is what the bytes show, ``declared_type`` what a web server said, its charset included. The
    same source is known again by it. ``validators`` are what the server tells it by. ``files`` are further originals
    that came with it, by the names under which the library is to keep them. ``reader`` is the id of the plugin that
    reads it, where that is not the one that fetched it: the content is kept, and known again, as that plugin's own.
    Where ``lists``, the object is a ``Listing`` as JSON: no content is made of it, but a batch of imports. ``notices``
    say of how it came what its reader, which passes them on, cannot know.
    """

    object: ObjectRef
    url: str
    filename: str
    declared_type: str | None = None
    validators: Validators | None = None
    files: dict[str, ObjectRef] = Field(default_factory=dict)
    reader: str | None = None
    lists: bool = False
    notices: list[Notice] = Field(default_factory=list)

    @property
    def stem(self) -> str:
        """What the source is called where it has no title: its file's name without the ending."""
        return stem(self.filename)


class ParagraphDraft(DeferredModel):
    """A paragraph before it has a place in the extracted text.

    Characters that cannot be stored are left out of ``text``. Of ``place``, a long section is cut, since the heading
    itself is a paragraph, and a page or time that cannot be one is passed over; what a footnote ``notes`` is the draft
    with that number as its ``paragraph``, which is any number here. ``doubt`` is the reader's, or that of
    characters that cannot be read, whichever is graver. ``figure`` names one of ``RawContent.files``.
    """

    model_config = ConfigDict(extra="forbid")

    text: str
    kind: ParagraphKind = ParagraphKind.BODY
    place: Place = Place()
    doubt: Doubt | None = None
    figure: Figure | None = None
    _unreadable: int = PrivateAttr(default=0)

    @property
    def unreadable(self) -> int:
        """How many characters of the text could not be kept."""
        return self._unreadable

    def model_post_init(self, _: Any, /) -> None:
        self.text, self._unreadable = fitting_text(self.text)
        self.place = fitting_place(self.place)
        self.doubt = gravest([self.doubt, doubt_of(self.text, self._unreadable)])


class RawContent(DeferredModel):
    """What ``extract`` found, in reading order, and what there is to know about it.

    ``files`` are in scratch, and kept beside the original under these names (``audio.mp3``, ``transcript.txt``).
    ``works`` are what others cite it as; ``references`` is what it cites, None where that was not looked for. ``tier``
    is None where authors, date and license decide.
    To the notices are added those of what could not be kept of metadata and text.
    """

    metadata: ContentMetadata
    paragraphs: list[ParagraphDraft]
    notices: list[Notice] = Field(default_factory=list)
    files: dict[str, ObjectRef] = Field(default_factory=dict)
    works: list[Work] = Field(default_factory=list)
    references: list[Reference] | None = None
    tier: Tier | None = None

    def model_post_init(self, _: Any, /) -> None:
        self.notices = [*self.notices, *self.metadata.passed_over, *_unreadable(self.paragraphs)]


def _unreadable(paragraphs: Iterable[ParagraphDraft]) -> Iterator[Notice]:
    found = [paragraph for paragraph in paragraphs if paragraph.unreadable]
    if found:
        count = sum(paragraph.unreadable for paragraph in found)
        message = f"{count} control characters or halves of characters in {len(found)} paragraphs were left out."
        begins = in_words(found[0].place)
        place = f"from {begins} on" if begins else None
        yield Notice(code="characters-left-out", message=message, place=place)


class ProcessedContent(DeferredModel):
    """Content in the library's standard form. ``text`` is the paragraphs' texts, joined by blank lines.

    ``files``, ``works`` and ``references`` are those of the raw content.
    """

    metadata: ContentMetadata
    paragraphs: list[Paragraph]
    text: str
    tier: Tier = Tier.GENERAL
    notices: list[Notice] = Field(default_factory=list)
    files: dict[str, ObjectRef] = Field(default_factory=dict)
    works: list[Work] = Field(default_factory=list)
    references: list[Reference] | None = None

    def model_post_init(self, _: Any, /) -> None:
        self.notices = bounded([*self.notices, *self.metadata.passed_over])


STORED_NAME = r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$"
LONGEST_STORED_NAME = 100

IMPORT_STAGES = (
    Stage("download", JobStatus.DOWNLOADING, 10, "Downloading the source", may_finish=True, hook="download"),
    Stage("extract", JobStatus.EXTRACTING, 20, "Extracting the text", hook="extract"),
    Stage("process", JobStatus.PROCESSING, 10, "Processing the content"),
    Stage("embed", JobStatus.EMBEDDING, 45, "Computing embeddings", seconds=900),
    Stage("store", JobStatus.STORING, 15, "Storing to the library", hook="store"),
)


def _hurried(delay: float) -> Notice:
    return Notice(
        code="crawl-delay-shortened",
        message=f"The site asks programs for {delay:g} s between two requests, which is longer than is kept to.",
        remedy="Import fewer of its pages at once, or ask the site.",
    )


class ImportRunner(Protocol):
    """Runs a whole pipeline in this process, with the same hooks and checkpoints as the state machine."""

    async def run_import(
        self, plugin: ImportPlugin, url: str, job_id: str, metadata: dict[str, Any], parameters: dict[str, Any]
    ) -> str: ...


class ImportPlugin(Plugin, RunInProcess[ImportRunner]):
    """Write ``extract``; ``download`` and ``process`` may be replaced, ``embed`` and ``store`` are the framework's.

    A stage method takes, by name, what it needs of: ``request``, the outputs of earlier stages (a parameter named
    like the stage), and ``ctx``.

    Attributes:
        content_type: v2's type of what it makes.
        folder: the bucket's folder for it (``documents``, ``webpages`` …).
        stored_name: the original's file name there (``document.pdf``), unless ``stored_as`` says another. Further files
            have the names that ``Download.files`` and ``RawContent.files`` give them.
        max_bytes: the largest source it takes.
        catch_all: asked last, because it takes what no other plugin is made for.
    """

    kind: ClassVar[JobKind] = JobKind.IMPORT
    content_type: ClassVar[ContentType]
    folder: ClassVar[str]
    stored_name: ClassVar[str]
    max_bytes: ClassVar[int] = 200 * 1024 * 1024
    catch_all: ClassVar[bool] = False
    needs: ClassVar[frozenset[str]] = frozenset({"embedding"})
    stages: ClassVar[tuple[Stage, ...]] = IMPORT_STAGES
    hooks: ClassVar[tuple[str, ...]] = ("download", "extract", "store")
    provided: ClassVar[Mapping[str, Mapping[str, type[BaseModel]]]] = {
        "process": {"extract": RawContent},
        "embed": {"process": ProcessedContent},
        "store": {"download": Download, "process": ProcessedContent},
    }

    # --- v2's hooks -------------------------------------------------------------------------------------------------

    async def before_download(self, url: str) -> None:
        """Called before downloading content."""

    async def after_download(self, content: StoredBytes) -> None:
        """Called after downloading content; ``await content.read()`` gives the bytes."""

    async def before_extract(self, content: StoredBytes) -> None:
        """Called before extraction."""

    async def after_extract(self, raw_content: RawContent) -> None:
        """Called after extraction."""

    async def before_store(self, processed: ProcessedContent) -> None:
        """Called before storing."""

    async def after_store(self, content_id: str) -> None:
        """Called after successful storage."""

    # --- required -----------------------------------------------------------------------------------------------------

    @abstractmethod
    async def can_handle(self, url: str) -> bool:
        """Return True if this plugin can handle the URL."""

    @abstractmethod
    async def validate_url(self, url: str) -> bool:
        """Validate the URL's format; cheap, without the network."""

    def reads(self, download: Download) -> bool:  # noqa: ARG002  # what only takes addresses reads nothing else
        """Return True if the plugin reads what an address turned out to lead to: by bytes, then type, then name.

        It does so by ``extract``, called with the download, in the job of the plugin that fetched it.
        """
        return False

    # --- stages that have a usual form ----------------------------------------------------------------------------

    async def download(self, request: ImportRequest, ctx: StageContext) -> Download:
        """Fetch the URL through the guarded fetcher and keep the bytes in scratch."""
        fetched = await ctx.fetch.fetch(request.url, ctx.scratch.path("download"), self.max_bytes)
        stored = ctx.scratch.save("download/original", fetched.path, fetched.media_type)
        return Download(
            object=stored,
            url=fetched.url,
            filename=fetched.filename,
            declared_type=fetched.declared_type,
            validators=fetched.validators,
            notices=[] if fetched.hurried is None else [_hurried(fetched.hurried)],
        )

    def stored_as(self, download: Download) -> str:  # noqa: ARG002  # for plugins that read several kinds of file
        """Return the original's file name in the library."""
        return self.stored_name

    def source_address(self, url: str, metadata: ContentMetadata) -> str | None:  # noqa: ARG002  # what it says of itself
        """Return the address by which the same source is known again; None where it has none that lasts.

        A page's own word is not taken for it: many name one address for all pages of their site.
        """
        return web_url(url) if is_url_of(url, WEB_PORTS) else None

    async def import_content(
        self,
        url: str,
        job_id: str,
        priority: int = DEFAULT_PRIORITY,  # noqa: ARG002  # v2's signature
        metadata: dict[str, Any] | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """Run the whole pipeline in this process and return the content's id. ``priority`` is the queue's matter."""
        return await self.runner.run_import(self, url, job_id, metadata or {}, parameters or {})
