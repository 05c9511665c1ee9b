"""The bodies of the API, made from `openapi.json`: change the API, then run `make docs`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from williams_client.base import ApiModel


class Agreement(ApiModel):
    """``jobs`` is how many were checked with what they made; ``next_token`` leads to those before them."""

    jobs: int
    disagreements: list[Disagreement]
    next_token: str | None


class ApiToken(ApiModel):
    """What is known of a token; the token itself is not."""

    token_id: str
    name: str
    scopes: list[Scope | str]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    revoked_at: AwareDatetime | None


class ArtifactAnswer(ApiModel):
    """
    ``duration`` is in seconds; ``files`` holds every file by name, the artifact itself among them.

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
    created_at: AwareDatetime
    costs: JobCosts | None = None


class ArtifactSummary(ApiModel):
    artifact_id: str
    title: str
    created_at: str
    created_by: str
    parameters: dict[str, Any]


class Attribution(ApiModel):
    """
    One part's attribution: v2's ``attributions`` entry, with the words it stands on.

    ``part`` counts from 0; ``scene_num`` is v2's number of a video's scene, from 1.
    """

    part: int
    scene_num: int | None
    text: str
    sources: list[str]
    citation: str


class AttributionText(ApiModel):
    """v2's attribution answer. ``references`` are the sources as items of CSL-JSON, for reference managers."""

    artifact_id: str
    attributions: list[Attribution]
    full_attribution: str
    references: list[dict[str, Any]]


class BatchAnswer(ApiModel):
    """
    ``failures`` are the first 20 of the sources that came to nothing, as they were given, each with the reason.

    ``progress_url`` is a WebSocket address that tells of this batch, valid for some minutes.
    """

    batch_id: str
    status: BatchStatus | str
    progress_percent: float
    title: str | None
    source: str | None
    job_id: str | None
    total: int
    counts: dict[str, int]
    left_out: list[LeftOut]
    created_at: AwareDatetime
    cancelled_at: AwareDatetime | None
    failures: list[BatchItem]
    progress_url: str


class BatchItem(ApiModel):
    """
    One source of a batch.

    Attributes:
        ordinal: its place in what was asked for, from 0.
        source: as it was given.
        title: what a listing calls it.
        status: ``waiting`` while it has no job, ``refused`` when it can have none, else its job's.
        made_batch_id: the batch that its job made, where the source was a listing itself.
    """

    ordinal: int
    source: str
    title: str | None = None
    status: str = "waiting"
    job_id: str | None = None
    content_id: str | None = None
    made_batch_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None


class BatchStatus(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class BatchSummary(ApiModel):
    """
    ``counts`` is how many sources have each status: ``waiting`` has no job yet, ``refused`` can have none.

    ``progress_percent`` is how many of its sources have come to their end. ``source`` is the listing that it was made
    of, ``job_id`` the job that read it; both are null for what a request named.
    """

    batch_id: str
    status: BatchStatus | str
    progress_percent: float
    title: str | None
    source: str | None
    job_id: str | None
    total: int
    counts: dict[str, int]
    left_out: list[LeftOut]
    created_at: AwareDatetime
    cancelled_at: AwareDatetime | None


class Clash(ApiModel):
    """Two sources whose licenses do not go together; both are named by their ids."""

    sources: list[Any]
    licenses: list[Any]
    reason: str
    remedy: str | None = None


class Collection(ApiModel):
    """``name`` is its owner's only one, in any case and normal form. ``content_count`` leaves out what was deleted."""

    collection_id: str
    name: str
    description: str | None
    content_count: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


class CollectionChange(ApiModel):
    """What is left out stays as it is."""

    name: str | None = None
    description: str | None = None


class CollectionRef(ApiModel):
    """A collection that a content is in."""

    collection_id: str
    name: str


class ContentAnswer(ApiModel):
    """
    Metadata, storage paths (keys in the bucket, by file name), and what there is to know about the text.

    ``parameters`` are those of its import that differ from the plugin's defaults.
    ``version`` says which version of its source it is, counted from 1; ``supersedes`` is the content of the version
    before, ``superseded_by`` that of the newest one, null where there is none other.
    """

    content_id: str
    url: str
    content_type: str
    title: str | None
    authors: list[str]
    published_date: AwareDatetime | None
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
    created_at: AwareDatetime
    updated_at: AwareDatetime


class ContentChange(ApiModel):
    """
    What is left out stays as it is; ``tags`` take the place of those that the source has.

    ``license`` is an SPDX identifier or expression, or ``LicenseRef-`` and a name; null for one that is not known.
    ``LicenseRef-All-Rights-Reserved`` says that nothing is allowed.
    """

    license: str | None = None
    tags: list[str] | None = None


class ContentType(StrEnum):
    """
    v2's content types.
    """

    VIDEO = "video"
    DOCUMENT = "document"
    WEBPAGE = "webpage"
    PODCAST = "podcast"


class Deleted(ApiModel):
    content_id: str
    hard_delete: bool


class DeletedCollection(ApiModel):
    collection_id: str


class DerivedArtifact(ApiModel):
    """An artifact that was generated from a document."""

    artifact_id: str
    artifact_type: str
    title: str
    created_at: str
    parts_using_it: int


class Disagreement(ApiModel):
    """``subject`` is the id of a job, a content or an artifact."""

    job_id: str
    subject: str
    store: str
    message: str


class Doubt(ApiModel):
    """
    A reason to look at the source itself before relying on a paragraph.

    Attributes:
        code: stable and machine-readable, as that of the notice about it, such as ``characters-guessed``.
        confidence: from 0 to 1: the share of its characters that were read, or how sure the guess is that they rest on.
    """

    code: str
    confidence: float


class EngineAnswer(ApiModel):
    """
    A request names an engine as ``<name>/<choice>``, where it is ``available``.

    ``default`` says that it does the port's work where no engine is named. ``choices`` are its voices or models, null
    where only the service knows them. ``error`` says of a broken engine that it cannot be loaded, ``unavailable`` of a
    sound one that it is not set up; an operator is told why.
    """

    engine_id: str
    port: str
    name: str
    version: str | None = None
    description: str = ""
    paid: bool = False
    default: bool = False
    available: bool
    choices: list[str] | None = None
    unavailable: str | None = None
    error: str | None = None


class EngineList(ApiModel):
    engines: list[EngineAnswer]


class ExpectedLength(ApiModel):
    """
    What can be told of a result before it is made; null where nothing can.

    ``words`` are at most so many, ``seconds`` is how long it plays, ``mails`` counts those that are sent.
    """

    words: int | None = None
    seconds: float | None = None
    mails: int | None = None


class ExportPlan(ApiModel):
    """
    The answer to a dry run: nothing was made, and nothing was paid for.

    Where ``licensing.allowed`` is false and nobody overrides it, the request would be refused. ``expected`` is what can
    be told of the result's length without making it; ``source_bytes`` is the text of all sources.
    """

    format: str
    plugin_id: str
    plugin_version: str
    parameters: dict[str, Any]
    source_ids: list[str]
    stages: list[PlannedStage]
    engines: list[PlannedEngine]
    source_paragraphs: int
    source_bytes: int
    expected: ExpectedLength
    licensing: LicenseVerdict
    costs: PlannedCosts


class FailureAnswer(ApiModel):
    """
    An export that failed for good.

    ``models`` and ``voices`` are those that were asked until then; ``cost_usd`` is what the job had cost by then.
    """

    failure_id: str
    job_id: str
    failed_at: AwareDatetime
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


class Family(StrEnum):
    PUBLIC_DOMAIN = "public-domain"
    PERMISSIVE = "permissive"
    CC_BY = "cc-by"
    CC_BY_SA = "cc-by-sa"
    CC_BY_NC = "cc-by-nc"
    CC_BY_NC_SA = "cc-by-nc-sa"
    CC_BY_ND = "cc-by-nd"
    CC_BY_NC_ND = "cc-by-nc-nd"
    GFDL = "gfdl"
    COPYLEFT = "copyleft"
    ALL_RIGHTS_RESERVED = "all-rights-reserved"
    UNKNOWN = "unknown"


class Feed(ApiModel):
    """What is known of a feed; the token in its address is not."""

    title: str
    description: str
    language: str | None = None
    collection_id: str | None = None
    tag: str | None = None
    feed_id: str
    created_at: AwareDatetime
    revoked_at: AwareDatetime | None


class Feedback(ApiModel):
    rating: int
    comment: str | None = None
    part: str | None = None
    feedback_id: str
    at: AwareDatetime


class FeedbackPage(ApiModel):
    """Newest first. ``positive_share`` is that of ratings of 4 and 5, 0 to 1; null where nobody said anything."""

    items: list[Feedback]
    next_token: str | None
    count: int
    average_rating: float | None
    positive_share: float | None


class FigureAnswer(ApiModel):
    """A picture of a source. ``download_url`` needs no token and is valid for some minutes; ``size`` is in bytes."""

    file: str
    media_type: MediaType
    width: int
    height: int
    sha256: str
    alt: str | None = None
    size: int
    download_url: str


class FileAnswer(ApiModel):
    """``download_url`` needs no token and is valid for some days; ``size`` is in bytes."""

    download_url: str
    media_type: str
    size: int
    sha256: str


class FoundParagraph(ApiModel):
    """
    A paragraph as it stands in the extracted text: ``extracted[start:end] == text``, in code points.

    ``ordinal`` counts from 0. ``where`` is the place in words; ``page``, ``seconds`` and ``section`` are the place's.
    ``doubt`` says how surely it says what its source says; null where there is no reason for one.
    """

    paragraph_id: str
    ordinal: int
    kind: ParagraphKind | str
    text: str
    start: int
    end: int
    page: int | None
    seconds: float | None
    section: str | None
    place: Place
    where: str
    doubt: Doubt | None


class GenealogyAnswer(ApiModel):
    """v2's genealogy: the artifact under the name of its kind, and its provenance."""

    provenance: ProvenanceTree


class GeneratedContent(ApiModel):
    """One page, oldest first; pass ``next_token`` to get the next one."""

    content_id: str
    artifacts: list[DerivedArtifact]
    next_token: str | None = None


class Health(ApiModel):
    """``checks`` says ``ok`` or what is wrong, by store."""

    status: str
    checks: dict[str, str]


class Highlight(ApiModel):
    """Where a word of the question stands: code points of a paragraph's text, ``end`` exclusive."""

    start: int
    end: int


class Impact(ApiModel):
    """
    v2's answer. ``derivative_works`` are later versions of it.

    ``citations`` is null: what cites it is not known, since references name papers and no artifacts.
    """

    artifact_id: str
    views: int
    shares: int
    derivative_works: int
    citations: int | None = None


class ImportPlan(ApiModel):
    """
    The answer to a dry run of an import: nothing was fetched; how long the source is, only the request may say.

    ``rates`` are what the engines would take that may be asked; ``unknown`` names those whose price is not known. A
    call that would go beyond ``budget_usd`` is not made. ``aws_usd_at_most`` counts every stage at the whole time that
    it may take, once.
    """

    plugin_id: str
    plugin_version: str
    parameters: dict[str, Any]
    stages: list[PlannedStage]
    engines: list[PlannedEngine]
    rates: list[PlannedRate]
    unknown: list[str]
    budget_usd: float
    aws_usd_at_most: float
    aws_prices_as_of: str


class JobAccepted(ApiModel):
    """v2's answer to an import or export, with where to watch it."""

    job_id: str
    status: JobStatus | str
    progress_url: str


class JobAnswer(ApiModel):
    """
    v2's ``ProcessingJob``; ``progress_url`` is a WebSocket address that is valid for some minutes.

    ``current_stage`` is the stage's name, ``message`` what it says of itself while it runs. A job that is ``retrying``
    does not run before ``not_before``. ``notices`` says, once an import is completed, what it left out or guessed: the
    first of what its content says in full. ``batch_id`` is what the import of a listing has made. ``costs`` is told of
    a single job, and null in lists.
    """

    job_id: str
    kind: JobKind | str
    plugin_id: str
    status: JobStatus | str
    priority: int
    progress_percent: float
    current_stage: str | None
    message: str | None
    url: str | None
    content_type: str
    content_id: str | None
    artifact_id: str | None
    batch_id: str | None
    created_at: AwareDatetime
    started_at: AwareDatetime | None
    completed_at: AwareDatetime | None
    not_before: AwareDatetime | None
    error_message: str | None
    error: JobError | None
    retry_count: int
    max_retries: int
    cost_usd: float
    progress_url: str
    notices: NoticeDigest | None = None
    costs: JobCosts | None = None


class JobCosts(ApiModel):
    """US dollars. ``aws`` is an estimate by service, at the list prices of ``aws_prices_as_of``."""

    provider_usd: float
    provider_calls: int
    budget_usd: float
    aws_usd: float
    aws: dict[str, float]
    aws_prices_as_of: str


class JobError(ApiModel):
    """A classified failure: ``code`` is one of ``williams.domain.errors``; ``retryable`` decides about RETRYING."""

    code: str
    message: str
    retryable: bool
    stage: str | None = None


class JobEventAnswer(ApiModel):
    """
    One line of a job's story; costs are US dollars.

    A stage that runs once for each item of a list takes them in batches: ``batch`` counts those, ``item`` the items.
    """

    seq: int
    at: AwareDatetime
    kind: str
    status: JobStatus | str | None
    stage: str | None
    batch: int | None
    item: int | None
    execution_no: int
    message: str | None
    cost_usd: float | None


class JobKind(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


class JobListing(ApiModel):
    """``progress_url`` is a WebSocket address for all of the caller's jobs, valid for some minutes."""

    items: list[JobAnswer]
    next_token: str | None = None
    progress_url: str


class JobStatus(StrEnum):
    """
    v2's twelve statuses and the five that its export examples use.
    """

    PENDING = "pending"
    QUEUED = "queued"
    DOWNLOADING = "downloading"
    EXTRACTING = "extracting"
    PROCESSING = "processing"
    TRANSCRIBING = "transcribing"
    EMBEDDING = "embedding"
    STORING = "storing"
    QUERYING = "querying"
    SCRIPTING = "scripting"
    ROUTING = "routing"
    GENERATING = "generating"
    COMPOSING = "composing"
    COMPLETED = "completed"
    FAILED = "failed"
    RETRYING = "retrying"
    CANCELLED = "cancelled"


class JobStory(ApiModel):
    job_id: str
    events: list[JobEventAnswer]


class LeftOut(ApiModel):
    """
    How many entries of a listing are not imported, and why, as a person reads it: ``is private``.

    ``names`` are those of the first five of them that have one, such as the paths of files in an archive.
    """

    cause: str
    count: int
    names: list[str] | None = None


class LicenseEvidence(ApiModel):
    """
    ``found_in`` is ``statement`` (of the owner, later), ``request`` (of the import), or a place in the source.

    Such places are ``link``, ``json-ld``, ``meta``, ``anchor``, ``footer`` and ``words`` of a page, and of a PDF
    ``document-information``, ``xmp`` and ``text``; ``source`` where no more is known. ``said`` is what stands there, as
    it stands there; ``at`` is when an owner stated it, ``instead_of`` what was known before.
    """

    found_in: str
    said: str | None = None
    at: AwareDatetime | None = None
    instead_of: str | None = None


class LicenseOverride(ApiModel):
    """Somebody's decision to go against the verdict: who decided, and why."""

    by: str
    why: str


class LicenseVerdict(ApiModel):
    """
    Whether the sources' licenses allow a use of what is made of them.

    ``license`` is the one that the result stands under when it is shared; null where nothing is asked for, or where it
    may not be shared. ``override`` says who went against the verdict, if somebody did.
    """

    use: Use | str
    allowed: bool
    license: str | None
    attribution_required: bool
    share_alike_required: bool
    sources: list[SourceVerdict]
    clashes: list[Clash]
    override: LicenseOverride | None = None


class Licenses(ApiModel):
    """v2's answer. A source in ``unclear``, whose license is not stated or not known, counts as all rights reserved."""

    artifact_id: str
    licenses: list[str]
    commercial_use_allowed: bool
    derivatives_allowed: bool
    attribution_required: bool
    share_alike_required: bool
    unclear: list[UnclearSource]


class ListingApiToken(ApiModel):
    items: list[ApiToken]
    next_token: str | None = None


class ListingArtifactAnswer(ApiModel):
    items: list[ArtifactAnswer]
    next_token: str | None = None


class ListingBatchItem(ApiModel):
    items: list[BatchItem]
    next_token: str | None = None


class ListingBatchSummary(ApiModel):
    items: list[BatchSummary]
    next_token: str | None = None


class ListingCollection(ApiModel):
    items: list[Collection]
    next_token: str | None = None


class ListingContentAnswer(ApiModel):
    items: list[ContentAnswer]
    next_token: str | None = None


class ListingFailureAnswer(ApiModel):
    items: list[FailureAnswer]
    next_token: str | None = None


class ListingFeed(ApiModel):
    items: list[Feed]
    next_token: str | None = None


class ListingNearDuplicate(ApiModel):
    items: list[NearDuplicate]
    next_token: str | None = None


class ListingParagraphAnswer(ApiModel):
    items: list[ParagraphAnswer]
    next_token: str | None = None


class ListingSourceAnswer(ApiModel):
    items: list[SourceAnswer]
    next_token: str | None = None


class MadeFeed(ApiModel):
    """``url`` holds a secret and is shown this once: whoever has it can listen."""

    title: str
    description: str
    language: str | None = None
    collection_id: str | None = None
    tag: str | None = None
    feed_id: str
    created_at: AwareDatetime
    revoked_at: AwareDatetime | None
    url: str


class MadeToken(ApiModel):
    """``token`` is shown this once."""

    token_id: str
    name: str
    scopes: list[Scope | str]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    token: str


class MediaType(StrEnum):
    IMAGE_PNG = "image/png"
    IMAGE_JPEG = "image/jpeg"


class MemberChange(ApiModel):
    """Contents to put in and to take out, by their ids; what is in both is taken out."""

    add: list[str] | None = None
    remove: list[str] | None = None


class ModelUsed(ApiModel):
    """An engine or model that made something: v2's ``AIModel`` node. ``prompt`` names the instructions it was given."""

    provider: str
    name: str
    version: str
    prompt: str | None = None


class NearDuplicate(ApiModel):
    """
    Another content of nearly the same text.

    ``resemblance`` is the estimated share of three-word sequences of either text that both have, 0.6 to 1.
    """

    content_id: str
    title: str | None
    url: str
    content_type: ContentType | str
    created_at: AwareDatetime
    resemblance: float


class NewCollection(ApiModel):
    """``name`` may be in any script; two that differ in case or normal form only are one."""

    name: str
    description: str | None = None


class NewExport(ApiModel):
    """
    The body of an export; ``format`` is an artifact type (``podcast``).

    It is made of ``source_ids`` and of what is in ``collections`` and has ``tags``: as in a search, of several
    collections or tags one must fit, and both where both are given. The job keeps what they hold at the request.
    ``use`` says what the artifact is meant for: a public or commercial use has to be allowed by the licenses of all
    sources. ``license_override`` says who decided to go against them, and why; it stands in the provenance. With
    ``leave_out_refused_parts`` it is made without the paragraphs whose own license refuses the use.
    ``budget_usd`` is what providers may be paid at most: the job ends before a call that would go beyond it.
    With ``dry_run`` nothing is made: the answer tells what would be, by which engines, and what it would cost.
    """

    source_ids: list[str] | None = None
    collections: Annotated[list[str] | None, Field(description="By their ids or names.")] = None
    tags: list[str] | None = None
    format: str
    parameters: Annotated[
        dict[str, Any] | None, Field(description="At most 16 KiB of JSON, 8 levels deep.", max_length=200)
    ] = None
    priority: int = 5
    provenance: VersionOf | None = None
    use: Use | str = "private"
    license_override: LicenseOverride | None = None
    leave_out_refused_parts: bool = False
    budget_usd: float | None = None
    dry_run: bool = False


class NewFeed(ApiModel):
    """What a feed says of itself, and of which sources. ``language`` is BCP 47, by default the newest episode's."""

    title: str = "My library"
    description: str = "Episodes made from the documents of a library. Each names its sources."
    language: str | None = None
    collection: Annotated[str | None, Field(description="Only episodes of its sources: its id or name.")] = None
    tag: Annotated[str | None, Field(description="Only episodes of sources that have it.")] = None


class NewFeedback(ApiModel):
    """``rating`` is 1 (bad) to 5 (good); ``part`` is the id of the part that it is about, null for the whole."""

    rating: int
    comment: str | None = None
    part: str | None = None


class NewImport(ApiModel):
    """
    The body of an import; ``type`` is v2's content type, or a plugin's id, and may be left out.

    ``parameters`` are the plugin's own. ``budget_usd`` is what providers may be paid at most: the job ends before
    a call that would go beyond it.
    """

    url: str
    type: str | None = None
    priority: int = 5
    metadata: StatedMetadata | None = None
    parameters: Annotated[
        dict[str, Any] | None, Field(description="At most 16 KiB of JSON, 8 levels deep.", max_length=200)
    ] = None
    tags: list[str] | None = None
    collections: Annotated[list[str] | None, Field(description="By their ids or names.")] = None
    budget_usd: float | None = None


class NewImportBatch(ApiModel):
    """
    Up to 1,000 sources: each a URL, or the body of an import. What is said of all holds where a source says nothing.

    ``metadata`` overrides what each source says of itself.
    """

    sources: list[str | NewImport]
    title: str | None = None
    type: str | None = None
    priority: int = 5
    metadata: StatedMetadata | None = None


class NewShare(ApiModel):
    """``channel`` says where to, in the caller's own words."""

    channel: str | None = None


class NewSource(ApiModel):
    """
    What is to be followed: anything that can be imported. ``interval_seconds`` is an hour at least.

    All but ``title`` and the interval holds for what is imported.
    """

    url: str
    type: str | None = None
    priority: int = 5
    metadata: StatedMetadata | None = None
    parameters: Annotated[
        dict[str, Any] | None, Field(description="At most 16 KiB of JSON, 8 levels deep.", max_length=200)
    ] = None
    tags: list[str] | None = None
    collections: Annotated[list[str] | None, Field(description="By their ids or names.")] = None
    budget_usd: float | None = None
    title: str | None = None
    interval_seconds: int = 86400


class NewToken(ApiModel):
    """``expires_in`` is in seconds; without it, the token is valid until it is revoked."""

    name: str
    scopes: list[Scope | str] = ["read", "write"]
    expires_in: int | None = None


class NewUpload(ApiModel):
    """``size`` is in bytes; the name is kept for people, an object's key has only what is harmless of it."""

    filename: str
    size: int | None = None


class Notice(ApiModel):
    """
    One thing to know about a source.

    Attributes:
        code: stable and machine-readable, such as ``metadata-passed-over``.
        message: a sentence for people.
        place: where in the source, in words (``p. 3``, ``line 12``); None where it is about the whole.
        remedy: a sentence that says what one can do; None where there is nothing to do.
    """

    code: str
    message: str
    place: str | None = None
    remedy: str | None = None


class NoticeDigest(ApiModel):
    """
    What a message says of a source's notices: how many there are, and the first of them, in at most 22 KB of JSON.

    A sentence of more than 500 characters is cut.
    """

    count: int
    first: list[Notice]


class OneImport(ApiModel):
    """
    The body of an import by itself. With ``dry_run`` nothing is fetched: the answer tells what would be done.

    Beside it stand the engines that would do it and their prices; what they would cost where ``length`` says how long
    the source is.
    """

    url: str
    type: str | None = None
    priority: int = 5
    metadata: StatedMetadata | None = None
    parameters: Annotated[
        dict[str, Any] | None, Field(description="At most 16 KiB of JSON, 8 levels deep.", max_length=200)
    ] = None
    tags: list[str] | None = None
    collections: Annotated[list[str] | None, Field(description="By their ids or names.")] = None
    budget_usd: float | None = None
    dry_run: bool = False
    length: SourceLength | None = None


class PageBox(ApiModel):
    """
    A part of a page, as viewers show it.

    ``box`` is left, top, right, bottom in parts of the page's width and height, 0 to 1 from the upper left.
    """

    page: int
    box: list[Any]


class ParagraphAnswer(ApiModel):
    """
    A paragraph as it stands in the extracted text: ``extracted[start:end] == text``, in code points.

    ``ordinal`` counts from 0. ``where`` is the place in words; ``page``, ``seconds`` and ``section`` are the place's.
    ``language`` is what its source is in. ``figure`` is the picture of one of kind ``figure``, whose text is its
    caption or what stands for one.
    """

    paragraph_id: str
    ordinal: int
    kind: ParagraphKind | str
    text: str
    start: int
    end: int
    page: int | None
    seconds: float | None
    section: str | None
    place: Place
    where: str
    doubt: Doubt | None
    language: str | None
    figure: FigureAnswer | None


class ParagraphKind(StrEnum):
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    LIST_ITEM = "list_item"
    REFERENCE = "reference"
    FOOTNOTE = "footnote"
    TABLE_ROW = "table_row"
    CODE = "code"
    FIGURE = "figure"


class PartAnswer(ApiModel):
    """
    One traceable part: what it stands under, what it does, and where it stands in the artifact.

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


class Place(ApiModel):
    """
    Where something stands in its document. What a document of that kind has not is None.

    Attributes:
        page: counts from 1.
        page_label: what is printed on the page (``xii``), where that is something else.
        seconds: where it begins in a recording, in seconds.
        until: where it ends there, in seconds.
        anchor: what leads to it by a link: an element's id in a web page, ``chapter-2.xhtml#s3`` in a book.
        slide: counts from 1.
        sheet: the name of a sheet in a workbook.
        section: the heading that it stands under.
        paragraph: the paragraph's number in reading order, from 1.
        boxes: the parts of its pages that it covers, one for each column, in the order of reading.
        notes: of a footnote, the number of the paragraph that its mark stands in.
    """

    page: int | None = None
    page_label: str | None = None
    seconds: float | None = None
    until: float | None = None
    anchor: str | None = None
    slide: int | None = None
    sheet: str | None = None
    section: str | None = None
    paragraph: int | None = None
    boxes: list[PageBox] | None = None
    notes: int | None = None


class PlannedCosts(ApiModel):
    """
    US dollars. ``provider_usd`` is null where a paid engine's price or the length is not known: see ``unknown``.

    ``aws_usd_at_most`` counts every stage at the whole time that it may take, at list prices.
    """

    provider_usd: float | None
    unknown: list[str]
    budget_usd: float
    within_budget: bool | None
    aws_usd_at_most: float
    aws_prices_as_of: str


class PlannedEngine(ApiModel):
    """An engine that would work. ``problem`` says why it cannot, if so; ``priced`` whether its price is known."""

    port: str
    engine: str | None
    paid: bool
    priced: bool
    problem: str | None = None


class PlannedRate(ApiModel):
    """
    What a paid engine takes, in US dollars: for a minute of sound, for a call, for a million characters.

    ``expected_usd`` is what the whole source is expected to cost, null where its length was not said.
    """

    port: str
    engine: str
    minute_usd: float
    call_usd: float
    million_characters_usd: float
    expected_usd: float | None = None


class PlannedStage(ApiModel):
    name: str
    message: str


class PluginAnswer(ApiModel):
    """``parameters`` is a JSON Schema; ``error`` says that a broken plugin cannot be loaded, and to an operator why."""

    plugin_id: str
    name: str
    version: str | None = None
    description: str = ""
    enabled: bool
    type: str | None = None
    stages: list[str] = []
    parameters: dict[str, Any] = {}
    error: str | None = None


class Plugins(ApiModel):
    plugins: list[PluginAnswer]


class PresignedPost(ApiModel):
    """An HTML form post that uploads one object: send ``fields`` and then the file as ``file``."""

    url: str
    fields: dict[str, str]


class Problem(ApiModel):
    """RFC 9457. ``code`` is stable; ``errors`` lists the fields that do not fit."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: list[dict[str, str]] | None = None


class ProvenanceTree(ApiModel):
    """
    ``next_token`` leads to the parts that follow, where not all of them fit into one answer.

    ``license`` is the one that the artifact stands under when it is shared; ``license_override`` says who let it be
    made against its sources' licenses, and why.
    """

    source_documents: list[SourceDocument]
    parts: list[PartAnswer]
    models: list[ModelUsed]
    voices: list[VoiceUsed]
    version_of: str | None
    version_reason: str | None
    use: Use | str | None
    license: str | None
    license_override: LicenseOverride | None
    next_token: str | None = None


class QuotedSource(ApiModel):
    """
    A citation with the quoted words and where they stand; ``where`` is the place in words.

    ``doubt`` says how surely the paragraph says what its source says; null where there is no reason for one.
    """

    document_id: str
    title: str | None
    license: str | None
    paragraph_id: str
    paragraph_ordinal: int
    page: int | None
    place: Place
    where: str
    quote: str
    doubt: Doubt | None


class RefusedPart(ApiModel):
    """A paragraph whose own license refuses the use that the license of its source allows, or clashes with it."""

    paragraph: int
    license: str
    family: Family | str
    reason: str


class Regeneration(ApiModel):
    """v2's body of a regeneration: ``provenance`` names the artifact that the new one is a version of."""

    source_ids: list[str] | None = None
    collections: Annotated[list[str] | None, Field(description="By their ids or names.")] = None
    tags: list[str] | None = None
    format: str
    parameters: Annotated[
        dict[str, Any] | None, Field(description="At most 16 KiB of JSON, 8 levels deep.", max_length=200)
    ] = None
    priority: int = 5
    provenance: VersionOf
    use: Use | str = "private"
    license_override: LicenseOverride | None = None
    leave_out_refused_parts: bool = False
    budget_usd: float | None = None
    dry_run: bool = False


class Retry(ApiModel):
    """
    v2's body. A ``manual`` retry may come ten times and raises the priority; others follow the automatic rule.

    Before the n-th retry of a job, of either kind, there is a pause of 2^n seconds: until ``not_before``.
    """

    manual: bool = True


class Scope(StrEnum):
    """
    What a token may do: look, change the owner's own things, manage the owner's tokens, or what is everybody's.
    """

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
    OPERATE = "operate"


class SearchAnswer(ApiModel):
    """
    One page, best first; pass ``next_token`` to get the next one. Long hits make it shorter than ``limit``.

    ``said`` is why there are no hits, in a sentence; null where there are some.
    """

    query: str
    mode: SearchMode | str
    hits: list[SearchHit]
    said: str | None
    next_token: str | None = None


class SearchHit(ApiModel):
    """
    A paragraph with its source.

    ``similarity`` is the cosine of question and paragraph (-1 to 1), ``keyword_score`` the BM25 weight of the words
    they share (from 0, without an upper end), null where they share none; what the mode does not rank by is null too.
    ``score`` is what it ranks by: in ``hybrid`` the mean of the cosine and of the share that the weight is of the most
    that the question's words can weigh. ``highlights`` is where the question's words stand in the paragraph's text.
    """

    content_id: str
    title: str | None
    authors: list[str]
    license: str | None
    language: str | None
    content_type: ContentType | str
    tier: Tier | str
    paragraph: FoundParagraph
    highlights: list[Highlight]
    score: float
    similarity: float | None
    keyword_score: float | None


class SearchMode(StrEnum):
    """
    ``dense`` finds by meaning, ``sparse`` by words, ``hybrid`` by both.
    """

    HYBRID = "hybrid"
    DENSE = "dense"
    SPARSE = "sparse"


class Share(ApiModel):
    """``url`` opens the artifact without a token until ``expires_at`` (Unix time); ``shares`` counts this one too."""

    artifact_id: str
    url: str
    expires_at: int
    shares: int


class SourceAnswer(ApiModel):
    """
    ``job_id`` is the last look, or the one under way: its batch has what was new.

    ``failures`` is how many looks in a row came to nothing, ``error_message`` why the last one did; after five the
    source is paused, which ``reason`` tells.
    """

    source_id: str
    url: str
    title: str | None
    status: SourceStatus | str
    reason: str | None
    interval_seconds: int
    looking: bool
    job_id: str | None
    failures: int
    error_code: str | None
    error_message: str | None
    looked_at: AwareDatetime | None
    next_look_at: AwareDatetime
    created_at: AwareDatetime


class SourceChange(ApiModel):
    """What is to be changed; what is left out stays. A source that is active again is looked at soon."""

    status: SourceStatus | str | None = None
    interval_seconds: int | None = None
    title: str | None = None


class SourceDocument(ApiModel):
    """
    ``deleted`` says that it is no longer in the library; what was made from it still names it.

    ``license_found_in`` says where its license is known from: ``statement``, ``request``, or a place in the source.
    ``cites`` are the documents of the library that it cites, by id; None where that is not known: its references were
    not resolved.
    """

    doc_id: str
    title: str | None = None
    authors: list[str] | None = None
    license: str | None = None
    license_found_in: str | None = None
    published_date: str | None = None
    url: str | None = None
    content_type: str | None = None
    cites: list[str] | None = None
    deleted: bool = False


class SourceLength(ApiModel):
    """``seconds`` of sound; ``scans``, the pages to be read as pictures. What is left out is not known."""

    seconds: float | None = None
    scans: int | None = None


class SourceStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class SourceVerdict(ApiModel):
    """
    What the license of one source says to the use, and what would resolve it where it refuses.

    ``refused_parts`` are the paragraphs that refuse it for themselves. Where the request leaves them out, they do not
    count.
    """

    content_id: str
    title: str | None
    license: str | None
    family: Family | str
    allowed: bool
    reason: str
    remedy: str | None = None
    refused_parts: list[RefusedPart] | None = None


class SourceWithNotices(ApiModel):
    """A source of whose text something is to be known; ``codes`` are its notices', each once."""

    content_id: str
    title: str | None
    count: int
    codes: list[str]


class StatedMetadata(ApiModel):
    """
    What an importer says of a source; it goes before what the source says of itself.

    ``license`` is an SPDX identifier or expression, ``language`` a BCP 47 tag; dates are in ISO 8601, and in UTC where
    they name no zone.
    """

    title: str | None = None
    authors: list[str] | None = None
    published_date: AwareDatetime | None = None
    modified_date: AwareDatetime | None = None
    license: str | None = None
    language: str | None = None
    page_count: int | None = None
    extra: Annotated[
        dict[str, Any] | None, Field(description="At most 64 KiB of JSON, 8 levels deep.", max_length=200)
    ] = None


class TagList(ApiModel):
    """The most used first, at most a thousand."""

    tags: list[TagUse]


class TagUse(ApiModel):
    """A tag, and how many of its owner's contents have it."""

    tag: str
    content_count: int


class TextAnswer(ApiModel):
    """
    The text that the paragraphs' ``start`` and ``end`` count in.

    ``text`` is null where it is too long for one answer. ``download_url`` needs no token and is valid for some minutes:
    ``size`` bytes of UTF-8.
    """

    content_id: str
    text: str | None
    download_url: str
    media_type: str
    size: int
    sha256: str


class Tier(StrEnum):
    """
    v2's quality tiers.
    """

    TOP = "top"
    MIDDLE = "middle"
    GENERAL = "general"


class UnclearSource(ApiModel):
    """``license`` is None when the source states none."""

    document_id: str
    title: str | None
    license: str | None


class Upload(ApiModel):
    """Post the file to ``post``, then import ``url``."""

    upload_id: str
    url: str
    post: PresignedPost
    max_bytes: int
    expires_in: int


class Use(StrEnum):
    """
    What an artifact is meant for: oneself, one's own house, anybody, or anybody for money.
    """

    PRIVATE = "private"
    INTERNAL = "internal"
    PUBLIC = "public"
    COMMERCIAL = "commercial"


class VersionOf(ApiModel):
    """The artifact that this one regenerates, and why."""

    version_of: str
    reason: str | None = None


class VoiceUsed(ApiModel):
    """A voice that spoke: v2's ``Voice`` node."""

    provider: str
    name: str
