"""The API's answers, and how they are made of the library's records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from functions.api.fitting import fitting_page
from williams.domain.artifacts import Artifact
from williams.domain.citing import in_words
from williams.domain.collections import CollectionRef
from williams.domain.content import Content, ObjectRef, Paragraph
from williams.domain.figures import Figure
from williams.domain.generation_failures import GenerationFailure
from williams.domain.jobs import Job, JobError, JobEvent, JobKind, JobStatus
from williams.domain.licenses import Use
from williams.domain.licenses.evidence import LicenseEvidence
from williams.domain.licenses.verdicts import LicenseOverride, LicenseVerdict
from williams.domain.notices import NotedContent, Notice, NoticeDigest
from williams.domain.places import Place
from williams.domain.provenance import Genealogy, ModelUsed, SourceDocument, TracedPart, VoiceUsed
from williams.domain.versions import VersionLinks
from williams.services.application import Application
from williams.services.costs import JobCosts
from williams.services.jobs import LiveJob
from williams.services.provenance import QuotedSource
from williams.services.reading import Reading
from williams.services.search import FoundParagraph

T = TypeVar("T")


class Listing(BaseModel, Generic[T]):
    """One page; pass ``next_token`` to get the next one. It may have fewer items than ``limit``, if they are long."""

    items: list[T]
    next_token: str | None = None


class FailureAnswer(BaseModel):
    """An export that failed for good.

    ``models`` and ``voices`` are those that were asked until then; ``cost_usd`` is what the job had cost by then.
    """

    failure_id: str
    job_id: str
    failed_at: datetime
    plugin_id: str
    plugin_version: str | None
    artifact_type: str
    parameters: dict[str, Any]
    source_ids: list[str]
    version_of: str | None
    stage: str | None
    code: str
    message: str
    models: list[ModelUsed]
    voices: list[VoiceUsed]
    cost_usd: float

    @classmethod
    def of(cls, failure: GenerationFailure) -> Self:
        return cls.model_validate(failure.model_dump(exclude={"owner"}))


class JobAccepted(BaseModel):
    """v2's answer to an import or export, with where to watch it."""

    job_id: str
    status: JobStatus
    progress_url: str


class JobAnswer(BaseModel):
    """v2's ``ProcessingJob``; ``progress_url`` is a WebSocket address that is valid for some minutes.

    ``current_stage`` is the stage's name, ``message`` what it says of itself while it runs. A job that is ``retrying``
    does not run before ``not_before``. ``notices`` says, once an import is completed, what it left out or guessed: the
    first of what its content says in full. ``batch_id`` is what the import of a listing has made. ``costs`` is told of
    a single job, and null in lists.
    """

    job_id: str
    kind: JobKind
    plugin_id: str
    status: JobStatus
    priority: int
    progress_percent: float
    current_stage: str | None
    message: str | None
    url: str | None
    content_type: str
    content_id: str | None
    artifact_id: str | None
    batch_id: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    not_before: datetime | None
    error_message: str | None
    error: JobError | None
    retry_count: int
    max_retries: int
    cost_usd: float
    progress_url: str
    notices: NoticeDigest | None = None
    costs: JobCosts | None = None

    @classmethod
    def of(cls, job: Job, app: Application) -> JobAnswer:
        return cls(
            **job.model_dump(include=set(cls.model_fields) - {"error", "message", "notices", "costs"}),
            message=job.message if isinstance(job, LiveJob) else None,
            notices=job.notices if isinstance(job, LiveJob) else None,
            error=job.failure,
            error_message=job.failure.message if job.failure else None,
            progress_url=app.tickets.progress_url(job.owner, job.job_id),
        )


class JobListing(Listing[JobAnswer]):
    """``progress_url`` is a WebSocket address for all of the caller's jobs, valid for some minutes."""

    progress_url: str


class JobEventAnswer(BaseModel):
    """One line of a job's story; costs are US dollars.

    A stage that runs once for each item of a list takes them in batches: ``batch`` counts those, ``item`` the items.
    """

    seq: int
    at: datetime
    kind: str
    status: JobStatus | None
    stage: str | None
    batch: int | None
    item: int | None
    execution_no: int
    message: str | None
    cost_usd: float | None

    @classmethod
    def of(cls, event: JobEvent) -> JobEventAnswer:
        return cls(**event.model_dump(include=set(cls.model_fields)))


class JobStory(BaseModel):
    job_id: str
    events: list[JobEventAnswer]


class ContentAnswer(BaseModel):
    """Metadata, storage paths (keys in the bucket, by file name), and what there is to know about the text.

    ``parameters`` are those of its import that differ from the plugin's defaults.
    ``version`` says which version of its source it is, counted from 1; ``supersedes`` is the content of the version
    before, ``superseded_by`` that of the newest one, null where there is none other.
    """

    content_id: str
    url: str
    content_type: str
    title: str | None
    authors: list[str]
    published_date: datetime | None
    license: str | None
    license_evidence: LicenseEvidence | None
    language: str | None
    page_count: int | None
    tier: str
    status: str
    version: int
    supersedes: str | None
    superseded_by: str | None
    plugin_id: str
    parameters: dict[str, Any]
    sha256: str
    paragraph_count: int
    notices: list[Notice]
    storage_paths: dict[str, str]
    tags: list[str]
    collections: list[CollectionRef]
    extra: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, content: Content, collections: list[CollectionRef], links: VersionLinks) -> ContentAnswer:
        of_content = {"content_id", "url", "status", "plugin_id", "parameters", "sha256", "paragraph_count"}
        of_metadata = {"title", "authors", "published_date", "license", "language", "page_count", "extra"}
        return cls(
            **content.model_dump(include=of_content | {"notices", "tags", "created_at", "updated_at"}),
            **content.metadata.model_dump(include=of_metadata),
            version=content.source_version,
            supersedes=links.supersedes,
            superseded_by=links.superseded_by,
            license_evidence=content.license_evidence,
            content_type=content.content_type.value,
            tier=content.tier.value,
            storage_paths={name: ref.key for name, ref in content.files.items()},
            collections=collections,
        )


class FigureAnswer(Figure):
    """A picture of a source. ``download_url`` needs no token and is valid for some minutes; ``size`` is in bytes."""

    size: int
    download_url: str


class ParagraphAnswer(FoundParagraph):
    """A paragraph as it stands in the extracted text: ``extracted[start:end] == text``, in code points.

    ``ordinal`` counts from 0. ``where`` is the place in words; ``page``, ``seconds`` and ``section`` are the place's.
    ``language`` is what its source is in. ``figure`` is the picture of one of kind ``figure``, whose text is its
    caption or what stands for one.
    """

    language: str | None
    figure: FigureAnswer | None

    @classmethod
    def of_content(cls, paragraph: Paragraph, content: Content, reading: Reading) -> Self:
        shown = None
        if paragraph.figure:
            file, url = reading.picture(content, paragraph.figure)
            shown = FigureAnswer(**paragraph.figure.model_dump(), size=file.size, download_url=url)
        return cls(**dict(FoundParagraph.of(paragraph)), language=content.metadata.language, figure=shown)


class TextAnswer(BaseModel):
    """The text that the paragraphs' ``start`` and ``end`` count in.

    ``text`` is null where it is too long for one answer. ``download_url`` needs no token and is valid for some minutes:
    ``size`` bytes of UTF-8.
    """

    content_id: str
    text: str | None
    download_url: str
    media_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, content_id: str, file: ObjectRef, text: str | None, download_url: str) -> Self:
        return cls(
            content_id=content_id,
            text=text,
            download_url=download_url,
            **file.model_dump(include={"media_type", "size", "sha256"}),
        )


class FileAnswer(BaseModel):
    """``download_url`` needs no token and is valid for some days; ``size`` is in bytes."""

    download_url: str
    media_type: str
    size: int
    sha256: str


class SourceWithNotices(BaseModel):
    """A source of whose text something is to be known; ``codes`` are its notices', each once."""

    content_id: str
    title: str | None
    count: int
    codes: list[str]

    @classmethod
    def of(cls, noted: NotedContent) -> SourceWithNotices:
        return cls(
            content_id=noted.content_id,
            title=noted.title,
            count=len(noted.notices),
            codes=sorted({notice.code for notice in noted.notices}),
        )


class ArtifactAnswer(BaseModel):
    """``duration`` is in seconds; ``files`` holds every file by name, the artifact itself among them.

    ``artifacts`` leads to the same files by v2's names (``audio``, ``script``) and by their own. ``preview`` leads to a
    picture of it, JPEG or PNG, where it has one. These links are like ``download_url``. ``licensing`` is what its
    sources' licenses say to the use that it is meant for, and who went against them, if somebody did.
    ``costs`` is what its job has cost, told of a single artifact, and null in lists.

    ``sources_with_notices`` are those of its sources of whose text something was left out, guessed or doubted.
    """

    artifact_id: str
    artifact_type: str
    format: str
    title: str
    source_ids: list[str]
    sources_with_notices: list[SourceWithNotices]
    parameters: dict[str, Any]
    storage_path: str
    download_url: str
    preview: str | None
    artifacts: dict[str, str]
    files: dict[str, FileAnswer]
    file_size: int
    duration: float | None
    metadata: dict[str, Any]
    licensing: LicenseVerdict | None
    provenance_id: str
    job_id: str
    created_at: datetime
    costs: JobCosts | None = None

    @classmethod
    def of(cls, artifact: Artifact, noted: Mapping[str, NotedContent], app: Application) -> ArtifactAnswer:
        files = {
            name: FileAnswer(
                download_url=app.downloads.link_to(artifact, name).url,
                media_type=ref.media_type,
                size=ref.size,
                sha256=ref.sha256,
            )
            for name, ref in artifact.files.items()
        }
        made_here = {"costs", "files", "download_url", "preview", "sources_with_notices"}
        return cls(
            **artifact.model_dump(include=set(cls.model_fields) - made_here),
            sources_with_notices=[SourceWithNotices.of(noted[each]) for each in artifact.source_ids if each in noted],
            files=files,
            download_url=files[artifact.primary_name].download_url,
            preview=files[artifact.preview].download_url if artifact.preview else None,
            artifacts={name: files[file].download_url for name, file in artifact.named_files.items()},
        )


class ArtifactSummary(BaseModel):
    artifact_id: str
    title: str
    created_at: str
    created_by: str
    parameters: dict[str, Any]


class PartAnswer(BaseModel):
    """One traceable part: what it stands under, what it does, and where it stands in the artifact.

    ``where`` is the place in words; ``starts_at`` and ``ends_at`` are the place's, in seconds. ``scene_num`` is v2's
    number of a video's scene, from 1.
    """

    part_id: str
    ordinal: int
    text: str
    heading: str | None
    role: str | None
    speaker: str | None
    starts_at: float | None
    ends_at: float | None
    place: Place
    where: str
    scene_num: int | None
    sources: list[QuotedSource]

    @classmethod
    def of(cls, part: TracedPart, sources: list[QuotedSource]) -> PartAnswer:
        return cls(
            **part.model_dump(exclude={"place", "sources"}),
            starts_at=part.place.seconds,
            ends_at=part.place.until,
            place=part.place,
            where=in_words(part.place),
            sources=sources,
        )


class ProvenanceTree(BaseModel):
    """``next_token`` leads to the parts that follow, where not all of them fit into one answer.

    ``license`` is the one that the artifact stands under when it is shared; ``license_override`` says who let it be
    made against its sources' licenses, and why.
    """

    source_documents: list[SourceDocument]
    parts: list[PartAnswer]
    models: list[ModelUsed]
    voices: list[VoiceUsed]
    version_of: str | None
    version_reason: str | None
    use: Use | None
    license: str | None
    license_override: LicenseOverride | None
    next_token: str | None = None


class GenealogyAnswer(BaseModel):
    """v2's genealogy: the artifact under the name of its kind, and its provenance."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, ArtifactSummary]

    provenance: ProvenanceTree

    @classmethod
    def of(cls, tree: Genealogy, quotes: dict[str, list[QuotedSource]]) -> GenealogyAnswer:
        answers = [PartAnswer.of(part, quotes[part.part_id]) for part in tree.parts]
        parts, next_token = fitting_page(answers, lambda part: part.part_id, None)
        shared = set(ProvenanceTree.model_fields) - {"parts", "next_token"}
        summary = ArtifactSummary.model_validate(tree.model_dump(include=set(ArtifactSummary.model_fields)))
        return cls.model_validate(
            {
                "provenance": ProvenanceTree(**tree.model_dump(include=shared), parts=parts, next_token=next_token),
                tree.artifact_type: summary,
            }
        )
