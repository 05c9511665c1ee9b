"""Export plugins: library to artifact (v2, "Export Plugins")."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final, Protocol

from pydantic import BaseModel, Field

from williams.domain.artifacts import ExportFormat, VersionOf
from williams.domain.content import ObjectRef, Paragraph, ParagraphKind
from williams.domain.jobs import JobKind, JobStatus
from williams.domain.licenses import Use
from williams.domain.licenses.verdicts import LicenseOverride
from williams.domain.models import DeferredModel
from williams.domain.provenance import ModelUsed, Part, VoiceUsed
from williams.plugin.base import Plugin, RunInProcess
from williams.plugin.context import Library, StoredBytes
from williams.plugin.stage import Stage
from williams.ports.text import Passage

RUNNING_TEXT: Final = frozenset({ParagraphKind.BODY, ParagraphKind.LIST_ITEM})
"""Whole sentences, mostly."""
WORDED: Final = frozenset(ParagraphKind) - {
    ParagraphKind.REFERENCE,
    ParagraphKind.FOOTNOTE,
    ParagraphKind.TABLE_ROW,
    ParagraphKind.CODE,
}
"""Whatever can be read aloud: headings and captions, too."""


class ExportRequest(DeferredModel):
    """What an export job was asked for; ``parameters`` were validated against the plugin's model."""

    job_id: str
    owner: str
    artifact_id: str
    source_ids: list[str]
    format: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    provenance: VersionOf | None = None
    use: Use = Use.PRIVATE
    license_override: LicenseOverride | None = None
    leave_out_refused_parts: bool = False
    budget_usd: float | None = None
    requested_at: datetime


class Source(DeferredModel):
    """One source, pinned to the version that the artifact is made from."""

    content_id: str
    version: int
    title: str
    authors: list[str]
    license: str | None
    language: str | None
    paragraph_count: int

    def passage(self, paragraph: Paragraph) -> Passage:
        """Return one of its paragraphs as a writing task takes it."""
        return Passage(
            content_id=self.content_id,
            paragraph_id=paragraph.paragraph_id,
            text=paragraph.text,
            title=self.title,
            place=paragraph.place,
        )

    def passages(self, library: Library, kinds: Collection[ParagraphKind]) -> list[Passage]:
        """Return its paragraphs of these kinds, in its order."""
        return [self.passage(each) for each in library.paragraphs(self.content_id) if each.kind in kinds]


class Query(DeferredModel):
    """The output of the ``query`` stage: the sources in the order they were asked for."""

    sources: list[Source]

    def passages(self, library: Library, kinds: Collection[ParagraphKind]) -> tuple[Passage, ...]:
        """Return the paragraphs of these kinds of all sources, in their order."""
        return tuple(passage for source in self.sources for passage in source.passages(library, kinds))


class Composition(DeferredModel):
    """The output of ``compose``: finished files in scratch, and what each part stands on.

    ``files`` maps a file's name in the artifact's folder to the object in scratch; ``primary`` names the artifact
    itself among them, ``preview`` a picture of it (JPEG or PNG): a cover, a first page. ``roles`` maps v2's names to
    files: ``{"audio": "podcast.mp3", "script": "script.txt"}``. ``duration`` is in seconds.
    """

    title: str
    files: dict[str, ObjectRef]
    primary: str
    preview: str | None = None
    roles: dict[str, str] = Field(default_factory=dict)
    parts: list[Part] = Field(min_length=1)
    models: list[ModelUsed] = Field(default_factory=list)
    voices: list[VoiceUsed] = Field(default_factory=list)
    duration: float | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)


class ExpectedLength(DeferredModel):
    """What can be told of a result before it is made; null where nothing can.

    ``words`` are at most so many, ``seconds`` is how long it plays, ``mails`` counts those that are sent.
    """

    words: int | None = None
    seconds: float | None = None
    mails: int | None = None


class ExportResult(DeferredModel):
    """v2's result. ``artifacts`` maps v2's names (``audio``, ``script``) and file names to keys in the bucket."""

    artifact_id: str
    format: ExportFormat
    source_ids: list[str]
    artifacts: dict[str, str]
    provenance_id: str
    metadata: dict[str, Any] = Field(default_factory=dict)


QUERY = Stage("query", JobStatus.QUERYING, 5, "Retrieving the sources", hook="query")
STORE = Stage("store", JobStatus.STORING, 10, "Storing the artifact")


class ExportRunner(Protocol):
    """Runs a whole pipeline in this process, with the same hooks and checkpoints as the state machine."""

    async def run_export(self, plugin: ExportPlugin, request: ExportRequest, job_id: str) -> ExportResult: ...


class ExportPlugin(Plugin, RunInProcess[ExportRunner]):
    """Write ``script``, ``generate`` and ``compose``, under any names; ``query`` and ``store`` are the framework's.

    ``store`` takes the last Composition that was made. The stage that prepares the data declares ``hook="transform"``,
    those that make the artifact of it ``hook="generate"``.

    A stage method takes, by name, what it needs of: ``request``, ``parameters`` (an instance of the plugin's model),
    the outputs of earlier stages (a parameter named like the stage; a fanned-out stage gives a list), ``item`` in a
    fanned-out stage, and ``ctx``.

    Attributes:
        artifact_type: what the API calls it (``podcast``).
        export_format: v2's medium.
        folder: the bucket's folder (``podcasts``).
        label: its node's label in the graph (``Podcast``).
    """

    kind: ClassVar[JobKind] = JobKind.EXPORT
    provided: ClassVar[Mapping[str, Mapping[str, type[BaseModel]]]] = {"query": {}, "store": {"compose": Composition}}
    hooks: ClassVar[tuple[str, ...]] = ("query", "transform", "generate")
    artifact_type: ClassVar[str]
    export_format: ClassVar[ExportFormat]
    folder: ClassVar[str]
    label: ClassVar[str]

    # --- v2's hooks -------------------------------------------------------------------------------------------------

    async def before_query(self, source_ids: list[str]) -> None:
        """Called before querying the library."""

    async def after_query(self, sources: list[Source]) -> None:
        """Called after querying the library."""

    async def before_transform(self, sources: list[Source]) -> None:
        """Called before the data are prepared: before the script is written, say."""

    async def after_transform(self, transformed: BaseModel) -> None:
        """Called with what was prepared."""

    async def before_generate(self, prepared_data: BaseModel) -> None:
        """Called once before generation, with what the stage before it made."""

    async def after_generate(self, artifact: StoredBytes) -> None:
        """Called once with the composed artifact; ``await artifact.read()`` gives the bytes."""

    # --- required -----------------------------------------------------------------------------------------------------

    @abstractmethod
    async def can_generate(self, source_ids: list[str], parameters: dict[str, Any]) -> bool:
        """Return True if it can generate from these sources with these parameters."""

    @abstractmethod
    async def validate_sources(self, source_ids: list[str]) -> bool:
        """Validate the ids' form and number; whether they exist is checked by the framework."""

    def expected_length(self, parameters: dict[str, Any], source_words: int) -> ExpectedLength:  # noqa: ARG002
        """Return how long the result will be about, of sources with so many words; for dry runs."""
        return ExpectedLength()

    def spoken_languages(self, parameters: dict[str, Any], languages: list[str | None]) -> list[str]:  # noqa: ARG002
        """Return the languages that its voices have to speak, given those of its sources; none if it does not speak."""
        return []

    async def generate_content(self, request: ExportRequest, job_id: str) -> ExportResult:
        """Run the whole pipeline in this process."""
        return await self.runner.run_export(self, request, job_id)
