"""What the licenses of an artifact's sources together allow and ask for."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from williams.domain.licenses import combined, terms_of
from williams.domain.provenance import SourceDocument
from williams.services.provenance import Provenance


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


@dataclass(frozen=True)
class Licensing:
    provenance: Provenance

    def licenses(self, owner: str, artifact_type: str, artifact_id: str) -> Licenses:
        """Raises NotFound."""
        documents = self.provenance.genealogy(owner, artifact_type, artifact_id).source_documents
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
