"""Where every sentence came from: citations, the parts they belong to, and what a genealogy answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pydantic import ConfigDict, Field

from williams.domain.licenses import Use
from williams.domain.licenses.verdicts import LicenseOverride, LicenseVerdict
from williams.domain.models import DeferredModel
from williams.domain.places import Place, Span


class Citation(Span):
    """A span of one paragraph of a content. When an artifact is stored, its place is the one that the library knows."""

    content_id: str
    paragraph_id: str


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


SCENE: Final = "VideoScene"


class PartOfArtifact(DeferredModel):
    """The smallest traceable piece of an artifact: a spoken line, a scene, a card, a section.

    Attributes:
        ordinal: counts from 0, in the artifact's own order.
        heading: what it stands under in the artifact: a chapter's title, a card's deck.
        role: what it does there: ``host``, ``question``, ``summary``, ``epigraph``.
        speaker: whose voice it is.
        place: where it stands in the artifact: seconds where that has a time line, else an anchor
            (``chapter-2.xhtml#s3``), a page or a slide.
    """

    part_id: str
    ordinal: int
    text: str
    heading: str | None = None
    role: str | None = None
    speaker: str | None = None
    place: Place = Place()


class Part(PartOfArtifact):
    """A part as an export makes it.

    ``label`` is its node's label in the graph: ``PodcastSegment``, ``Chapter``, ``Card``, ``Section``, ``Story``. Those
    of a video are scenes: ``SCENE``.
    """

    label: str
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
    licensing: LicenseVerdict | None = None


class PartSource(Span):
    """A citation as the graph knows it: a span of a document's paragraph."""

    document_id: str
    paragraph_id: str
    paragraph_ordinal: int


class TracedPart(PartOfArtifact):
    """A part with what it stands on. ``scene_num`` is v2's number of a scene in a video, from 1."""

    scene_num: int | None = None
    sources: list[PartSource]


class SourceDocument(DeferredModel):
    """``deleted`` says that it is no longer in the library; what was made from it still names it.

    ``license_found_in`` says where its license is known from: ``statement``, ``request``, or a place in the source.
    ``cites`` are the documents of the library that it cites, by id; None where that is not known: its references were
    not resolved.
    """

    doc_id: str
    title: str | None = None
    authors: list[str] = Field(default_factory=list)
    license: str | None = None
    license_found_in: str | None = None
    published_date: str | None = None
    url: str | None = None
    content_type: str | None = None
    cites: list[str] | None = None
    deleted: bool = False


class Genealogy(DeferredModel):
    """The complete source tree of one artifact, as the graph holds it.

    ``license`` is the one that it stands under when it is shared; ``license_override`` says who let it be made against
    the licenses of its sources, if somebody did.
    """

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
    use: Use | None = None
    license: str | None = None
    license_override: LicenseOverride | None = None


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
