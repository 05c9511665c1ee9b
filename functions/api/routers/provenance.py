"""Where things came from, and what came of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from functions.api.answers import FailureAnswer, GenealogyAnswer, Listing
from functions.api.dependencies import After, App, Limit, Reader
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.generation_failures import FailureFilter
from williams.domain.provenance import DerivedArtifact
from williams.services.impact import Impact
from williams.services.licensing import Licenses
from williams.services.provenance import AttributionText

router = APIRouter(prefix="/api/provenance", tags=["provenance"])


class GeneratedContent(BaseModel):
    """One page, oldest first; pass ``next_token`` to get the next one."""

    content_id: str
    artifacts: list[DerivedArtifact]
    next_token: str | None = None


class WantedFailures(BaseModel):
    """Which failures are listed, and how many in one answer."""

    limit: int = Field(default=50, ge=1, le=200)
    next_token: Identifier | None = None
    plugin_id: Identifier | None = Field(default=None, description="The id of the plugin that failed.")
    stage: Identifier | None = Field(default=None, description="Where it failed: `script`.")
    code: Identifier | None = Field(default=None, description="Why it failed: `provider-rejected`.")
    since: AwareDatetime | None = Field(default=None, description="The first moment: `2026-11-25T00:00:00Z`.")


@router.get("/failures", responses=documented(422))
def list_failures(app: App, caller: Reader, wanted: Annotated[WantedFailures, Query()]) -> Listing[FailureAnswer]:
    """List exports that failed for good, newest first; every condition that is given must hold."""
    fitting = FailureFilter(**wanted.model_dump(include=set(FailureFilter.model_fields)))
    page = app.generation_failures.page(caller.owner, fitting, wanted.limit, wanted.next_token)
    answers = [FailureAnswer.of(each) for each in page.items]
    items, next_token = fitting_page(answers, lambda each: each.failure_id, page.next_after)
    return Listing(items=items, next_token=next_token)


@router.get("/{kind}/{artifact_id}/genealogy", responses=documented(404, 422))
def get_genealogy(
    app: App, caller: Reader, kind: Identifier, artifact_id: Identifier, after: After = None
) -> GenealogyAnswer:
    """Get the complete source tree of an artifact: every part, its paragraphs, pages and licenses.

    Parts that do not fit into one answer follow at `provenance.next_token`.
    """
    tree = app.provenance.genealogy(caller.owner, kind, artifact_id, after)
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
def get_generated_content(
    app: App, caller: Reader, kind: Identifier, content_id: Identifier, limit: Limit = 50, after: After = None
) -> GeneratedContent:
    """Get the artifacts generated from a document, oldest first."""
    page = app.provenance.generated_content(caller.owner, kind, content_id, limit, after)
    artifacts, next_token = fitting_page(page.items, lambda each: each.artifact_id, page.next_after)
    return GeneratedContent(content_id=content_id, artifacts=artifacts, next_token=next_token)
