"""Where things came from, and what came of them."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from functions.api.answers import GenealogyAnswer
from functions.api.dependencies import App, Reader
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.provenance import DerivedArtifact
from williams.services.impact import Impact
from williams.services.licensing import Licenses
from williams.services.provenance import AttributionText

router = APIRouter(prefix="/api/provenance", tags=["provenance"])


class GeneratedContent(BaseModel):
    content_id: str
    artifacts: list[DerivedArtifact]


@router.get("/{kind}/{artifact_id}/genealogy", responses=documented(404, 422))
def get_genealogy(app: App, caller: Reader, kind: Identifier, artifact_id: Identifier) -> GenealogyAnswer:
    """Get the complete source tree of an artifact: every part, its paragraphs, pages and licenses."""
    tree = app.provenance.genealogy(caller.owner, kind, artifact_id)
    return GenealogyAnswer.of(tree, app.provenance.quoted_sources(caller.owner, tree))


@router.get("/{kind}/{artifact_id}/attribution", responses=documented(404, 422))
def get_attribution(app: App, caller: Reader, kind: Identifier, artifact_id: Identifier) -> AttributionText:
    """Get human-readable attribution text."""
    return app.provenance.attribution(caller.owner, kind, artifact_id)


@router.get("/{kind}/{artifact_id}/licenses", responses=documented(404, 422))
def get_licenses(app: App, caller: Reader, kind: Identifier, artifact_id: Identifier) -> Licenses:
    """Get what the licenses of an artifact's sources together allow and ask for."""
    return app.licensing.licenses(caller.owner, kind, artifact_id)


@router.get("/{kind}/{artifact_id}/impact", responses=documented(404, 422))
def get_impact(app: App, caller: Reader, kind: Identifier, artifact_id: Identifier) -> Impact:
    """Get views, shares, later versions and citations of an artifact."""
    return app.impacts.impact(caller.owner, kind, artifact_id)


@router.get("/{kind}/{content_id}/generated-content", responses=documented(404, 422))
def get_generated_content(app: App, caller: Reader, kind: Identifier, content_id: Identifier) -> GeneratedContent:
    """Get all artifacts generated from a document."""
    artifacts = app.provenance.generated_content(caller.owner, kind, content_id)
    return GeneratedContent(content_id=content_id, artifacts=artifacts)
