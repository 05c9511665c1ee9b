"""What became of an artifact: who looked, who shared, what was made of it."""

from __future__ import annotations

from pydantic import BaseModel

from williams.domain.bounds import Word
from williams.domain.licenses import combined, terms_of
from williams.domain.provenance import SourceDocument
from williams.ports.usage import UsageKind
from williams.services.application import Application
from williams.services.backend import Backend
from williams.services.downloads import link_to, primary_name
from williams.services.provenance import genealogy


class Impact(BaseModel):
    """v2's answer. ``derivative_works`` are later versions of it.

    ``citations`` is null: what cites it is not known, since no import resolves references.
    """

    artifact_id: str
    views: int
    shares: int
    derivative_works: int
    citations: int | None = None


class UnclearSource(BaseModel):
    """``license`` is None when the source states none."""

    document_id: str
    title: str | None
    license: str | None


class Licenses(BaseModel):
    """v2's answer. A source in ``unclear``, whose license is not stated or not known, counts as all rights reserved."""

    artifact_id: str
    licenses: list[str]
    commercial_use_allowed: bool
    derivatives_allowed: bool
    attribution_required: bool
    share_alike_required: bool
    unclear: list[UnclearSource]


class NewShare(BaseModel):
    """``channel`` says where to, in the caller's own words."""

    channel: Word | None = None


class Share(BaseModel):
    """``url`` opens the artifact without a token until ``expires_at`` (Unix time); ``shares`` counts this one too."""

    artifact_id: str
    url: str
    expires_at: int
    shares: int


def impact(app: Application, owner: str, kind: str, artifact_id: str) -> Impact:
    """Raises NotFound."""
    genealogy(app.backend, owner, kind, artifact_id)
    used = app.usage.count(owner, artifact_id)
    reach = app.backend.graph.reach(owner, artifact_id)
    return Impact(
        artifact_id=artifact_id, views=used[UsageKind.VIEW], shares=used[UsageKind.SHARE], **reach.model_dump()
    )


def licenses(backend: Backend, owner: str, kind: str, artifact_id: str) -> Licenses:
    """Return what the sources' licenses together allow and ask for. Raises NotFound."""
    documents = genealogy(backend, owner, kind, artifact_id).source_documents
    terms = combined(document.license for document in documents)
    return Licenses(
        artifact_id=artifact_id,
        licenses=sorted({document.license for document in documents if document.license}),
        commercial_use_allowed=terms.commercial_use,
        derivatives_allowed=terms.derivatives,
        attribution_required=terms.attribution,
        share_alike_required=terms.share_alike,
        unclear=[_unclear(document) for document in documents if terms_of(document.license) is None],
    )


def _unclear(document: SourceDocument) -> UnclearSource:
    return UnclearSource(document_id=document.doc_id, title=document.title, license=document.license)


def share(app: Application, owner: str, artifact_id: str, body: NewShare) -> Share:
    """Count a share, and return a link to pass on. Raises NotFound."""
    artifact = app.backend.catalog.artifact(owner, artifact_id)
    app.usage.record(owner, artifact_id, UsageKind.SHARE, {"channel": body.channel} if body.channel else {})
    link = link_to(app, artifact, primary_name(artifact))
    shares = app.usage.count(owner, artifact_id)[UsageKind.SHARE]
    return Share(artifact_id=artifact_id, url=link.url, expires_at=link.expires_at, shares=shares)
