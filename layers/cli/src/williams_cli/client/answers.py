"""The API's answers as this client uses them. Fields that the API adds later are passed through untouched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NotRequired, TypedDict, TypeVar

T = TypeVar("T")


class Page(TypedDict, Generic[T]):
    """One page of a listing; ``next_token`` asks for the next one."""

    items: list[T]
    next_token: str | None


class Accepted(TypedDict):
    """What a submitted import or export answers."""

    job_id: str
    status: str
    progress_url: str


class JobError(TypedDict):
    code: str
    message: str
    retryable: bool
    stage: NotRequired[str | None]


class Job(TypedDict):
    """Times are ISO 8601; ``progress_percent`` is 0 to 100; ``progress_url`` carries a short-lived ticket.

    ``cost_usd`` is what providers were paid so far.
    """

    job_id: str
    kind: str
    plugin_id: str
    status: str
    priority: int
    progress_percent: float
    current_stage: str | None
    url: str | None
    content_type: str
    content_id: str | None
    artifact_id: str | None
    created_at: str
    started_at: str | None
    completed_at: str | None
    error_message: str | None
    error: JobError | None
    retry_count: int
    max_retries: int
    cost_usd: float
    progress_url: str


class JobPage(Page[Job]):
    """``progress_url`` carries a short-lived ticket for all of the caller's jobs."""

    progress_url: str


class JobEvent(TypedDict):
    """``cost_usd`` is in US dollars; ``item`` counts the items of a stage that runs once for each."""

    seq: int
    at: str
    kind: str
    status: str | None
    stage: str | None
    item: int | None
    execution_no: int
    message: str | None
    cost_usd: float | None


class JobStory(TypedDict):
    job_id: str
    events: list[JobEvent]


class Disagreement(TypedDict):
    """``subject`` is the id of a job, a content or an artifact."""

    job_id: str
    subject: str
    store: str
    message: str


class Agreement(TypedDict):
    """``jobs`` is how many were checked."""

    jobs: int
    disagreements: list[Disagreement]
    next_token: str | None


class PresignedPost(TypedDict):
    url: str
    fields: dict[str, str]


class Upload(TypedDict):
    """``post`` takes the file, ``url`` is what to import then; ``expires_in`` is in seconds."""

    upload_id: str
    url: str
    post: PresignedPost
    max_bytes: int
    expires_in: int


class Notice(TypedDict):
    """What there is to know about a source before relying on it."""

    code: str
    message: str
    place: str | None
    remedy: str | None


class Content(TypedDict):
    content_id: str
    url: str
    content_type: str
    title: str | None
    authors: list[str]
    published_date: str | None
    license: str | None
    language: str | None
    page_count: int | None
    tier: str
    status: str
    version: int
    plugin_id: str
    sha256: str
    paragraph_count: int
    notices: list[Notice]
    storage_paths: dict[str, str]
    extra: dict[str, Any]
    created_at: str
    updated_at: str


class Deleted(TypedDict):
    content_id: str
    hard_delete: bool


class File(TypedDict):
    """``size`` is in bytes; ``sha256`` is hexadecimal."""

    download_url: str
    media_type: str
    size: int
    sha256: str


class Artifact(TypedDict):
    """``duration`` is in seconds."""

    artifact_id: str
    artifact_type: str
    format: str
    title: str
    source_ids: list[str]
    parameters: dict[str, Any]
    storage_path: str
    download_url: str
    files: dict[str, File]
    file_size: int
    duration: float | None
    metadata: dict[str, Any]
    provenance_id: str
    job_id: str
    created_at: str


class Paragraph(TypedDict):
    paragraph_id: str
    ordinal: int
    kind: str
    text: str
    start: int
    end: int
    page: int | None
    seconds: float | None
    section: str | None


class Span(TypedDict):
    """Code points of a text, ``end`` exclusive."""

    start: int
    end: int


class SearchHit(TypedDict):
    """``score`` is what the mode ranks by; ``similarity`` a cosine, ``keyword_score`` a BM25 weight, if there is one.

    ``highlights`` is where the question's words stand in the paragraph's text.
    """

    content_id: str
    title: str | None
    authors: list[str]
    license: str | None
    language: str | None
    content_type: str
    tier: str
    paragraph: Paragraph
    highlights: list[Span]
    score: float
    similarity: float | None
    keyword_score: float | None


class SearchAnswer(TypedDict):
    query: str
    mode: str
    hits: list[SearchHit]


class SearchFilters(TypedDict, total=False):
    """Which content to look into: of several values one must fit, and every filter. Days are ``2026-11-25``."""

    content_id: Sequence[str]
    content_type: Sequence[str]
    language: Sequence[str]
    license: Sequence[str]
    author: str | None
    published_from: str | None
    published_to: str | None
    tier: Sequence[str]


class SourceDocument(TypedDict):
    doc_id: str
    title: str | None
    authors: list[str]
    license: str | None
    published_date: str | None
    url: str | None
    cites: list[str] | None
    deleted: bool


class QuotedSource(TypedDict):
    document_id: str
    title: str | None
    license: str | None
    paragraph_id: str
    paragraph_ordinal: int
    page: int | None
    quote: str


class TracedPart(TypedDict):
    """``starts_at`` and ``ends_at`` are seconds into the artifact."""

    part_id: str
    ordinal: int
    text: str
    speaker: str | None
    starts_at: float | None
    ends_at: float | None
    sources: list[QuotedSource]


class ProvenanceTree(TypedDict):
    source_documents: list[SourceDocument]
    parts: list[TracedPart]
    models: list[dict[str, str]]
    voices: list[dict[str, str]]
    version_of: str | None
    version_reason: str | None


class Genealogy(TypedDict):
    """The artifact itself stands beside ``provenance``, under the name of its type."""

    provenance: ProvenanceTree


class Attribution(TypedDict):
    part: int
    text: str
    sources: list[str]
    citation: str


class AttributionText(TypedDict):
    artifact_id: str
    attributions: list[Attribution]
    full_attribution: str


class DerivedArtifact(TypedDict):
    artifact_id: str
    artifact_type: str
    title: str
    created_at: str
    parts_using_it: int


class GeneratedContent(TypedDict):
    content_id: str
    artifacts: list[DerivedArtifact]


class Plugin(TypedDict):
    """``parameters`` is a JSON Schema; ``error`` says why a broken plugin cannot be loaded."""

    plugin_id: str
    name: str
    version: str | None
    description: str
    enabled: bool
    type: str | None
    stages: list[str]
    parameters: dict[str, Any]
    error: str | None


class Plugins(TypedDict):
    plugins: list[Plugin]


class Health(TypedDict):
    """``checks`` says ``ok`` or what is wrong, by store."""

    status: str
    checks: dict[str, str]


class UnclearSource(TypedDict):
    """A source whose license is not stated, or not known."""

    document_id: str
    title: str | None
    license: str | None


class Licenses(TypedDict):
    artifact_id: str
    licenses: list[str]
    commercial_use_allowed: bool
    derivatives_allowed: bool
    attribution_required: bool
    share_alike_required: bool
    unclear: list[UnclearSource]


class Impact(TypedDict):
    artifact_id: str
    views: int
    shares: int
    derivative_works: int
    citations: int | None


class Share(TypedDict):
    """``expires_at`` is Unix time."""

    artifact_id: str
    url: str
    expires_at: int
    shares: int


class ApiToken(TypedDict):
    token_id: str
    name: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    revoked_at: str | None


class MadeToken(ApiToken):
    """``token`` is shown this once."""

    token: str
