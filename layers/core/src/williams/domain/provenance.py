"""Where every sentence came from: citations, the parts they belong to, and what a genealogy answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from williams.domain.models import DeferredModel


class Citation(DeferredModel):
    """A span of one paragraph. ``start`` and ``end`` are code points into the paragraph's text, end exclusive."""

    model_config = ConfigDict(frozen=True)

    content_id: str
    paragraph_id: str
    start: int
    end: int


class ModelUsed(DeferredModel):
    """An engine or model that made something: v2's ``AIModel`` node. ``prompt`` names the instructions it was given."""

    model_config = ConfigDict(frozen=True)

    provider: str
    name: str
    version: str
    prompt: str | None = None


class VoiceUsed(DeferredModel):
    """A voice that spoke: v2's ``Voice`` node."""

    model_config = ConfigDict(frozen=True)

    provider: str
    name: str


class Part(DeferredModel):
    """The smallest traceable piece of an artifact: a spoken line, a scene, a card, a section.

    ``label`` is its node label in the graph (``PodcastSegment``, ``VideoScene`` …); ``starts_at`` and ``ends_at``
    are seconds into the artifact where it has a time line.
    """

    part_id: str
    label: str
    ordinal: int
    text: str
    speaker: str | None = None
    starts_at: float | None = None
    ends_at: float | None = None
    citations: list[Citation]


class ArtifactProvenance(DeferredModel):
    """Everything the graph learns about one artifact."""

    artifact_id: str
    provenance_id: str
    owner: str
    artifact_type: str
    label: str
    title: str
    created_at: datetime
    plugin_id: str
    plugin_version: str
    parameters: dict[str, Any]
    source_ids: list[str]
    parts: list[Part]
    models: list[ModelUsed] = Field(default_factory=list)
    voices: list[VoiceUsed] = Field(default_factory=list)
    version_of: str | None = None
    version_reason: str | None = None


class PartSource(DeferredModel):
    """A citation, resolved to what a reader needs: the document, the page and the words."""

    document_id: str
    paragraph_id: str
    paragraph_ordinal: int
    page: int | None = None
    start: int
    end: int


class TracedPart(DeferredModel):
    part_id: str
    ordinal: int
    text: str
    speaker: str | None = None
    starts_at: float | None = None
    ends_at: float | None = None
    sources: list[PartSource]


class SourceDocument(DeferredModel):
    """``deleted`` says that it is no longer in the library; what was made from it still names it.

    ``cites`` is None where it is not known what the document cites: its references were not resolved.
    """

    doc_id: str
    title: str | None = None
    authors: list[str] = Field(default_factory=list)
    license: str | None = None
    published_date: str | None = None
    url: str | None = None
    cites: list[str] | None = None
    deleted: bool = False


class Genealogy(DeferredModel):
    """The complete source tree of one artifact, as the graph holds it."""

    artifact_id: str
    artifact_type: str
    title: str
    created_at: str
    created_by: str
    parameters: dict[str, Any]
    source_documents: list[SourceDocument]
    parts: list[TracedPart]
    models: list[ModelUsed]
    voices: list[VoiceUsed]
    version_of: str | None = None
    version_reason: str | None = None


class Reach(DeferredModel):
    """How far an artifact has come: the later versions made of it."""

    derivative_works: int


class DerivedArtifact(DeferredModel):
    """An artifact that was generated from a document."""

    artifact_id: str
    artifact_type: str
    title: str
    created_at: str
    parts_using_it: int
