"""Where everything comes from, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict, Unpack

from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    AttributionText,
    FailureAnswer,
    GenealogyAnswer,
    GeneratedContent,
    Impact,
    Licenses,
    ListingFailureAnswer,
)


class FailureFilters(TypedDict, total=False):
    """Which failures: every filter must hold. ``since`` is a moment such as ``2026-11-25T00:00:00Z``."""

    plugin_id: str | None
    stage: str | None
    code: str | None
    since: str | None


class Provenance:
    """``artifact_type`` is the artifact's own; so is ``content_type`` the content's."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def genealogy(self, artifact_type: str, artifact_id: str) -> GenealogyAnswer:
        """Return each part of an artifact with the words it stands on; a summary stands under the type's name.

        What does not fit into one answer of the API is asked for page after page, and put together.
        """
        path = _path(artifact_type, artifact_id, "genealogy")
        answer = self._http.get(path, GenealogyAnswer)
        parts, token = list(answer.provenance.parts), answer.provenance.next_token
        while token is not None:
            following = self._http.get(path, GenealogyAnswer, {"next_token": token}).provenance
            parts, token = [*parts, *following.parts], following.next_token
        whole = answer.provenance.model_copy(update={"parts": parts, "next_token": None})
        return answer.model_copy(update={"provenance": whole})

    def attribution(self, artifact_type: str, artifact_id: str) -> AttributionText:
        """Return whom to credit."""
        return self._http.get(_path(artifact_type, artifact_id, "attribution"), AttributionText)

    def licenses(self, artifact_type: str, artifact_id: str) -> Licenses:
        """Return what the sources' licenses together allow and ask for."""
        return self._http.get(_path(artifact_type, artifact_id, "licenses"), Licenses)

    def impact(self, artifact_type: str, artifact_id: str) -> Impact:
        """Return how far an artifact reached."""
        return self._http.get(_path(artifact_type, artifact_id, "impact"), Impact)

    def failures(
        self, limit: int = 50, next_token: str | None = None, **filters: Unpack[FailureFilters]
    ) -> ListingFailureAnswer:
        """Return a page of the exports that failed for good, newest first."""
        asked = {"limit": limit, "next_token": next_token, **filters}
        return self._http.get("/api/provenance/failures", ListingFailureAnswer, asked)

    def each_failure(self, **filters: Unpack[FailureFilters]) -> Iterator[FailureAnswer]:
        """Yield all of them, newest first."""
        return each(lambda token: self.failures(PAGE_SIZE, token, **filters))

    def generated_content(self, content_type: str, content_id: str) -> GeneratedContent:
        """Return what was generated from a source, oldest first: all of it, asked for page after page."""
        path = _path(content_type, content_id, "generated-content")
        page = self._http.get(path, GeneratedContent, {"limit": PAGE_SIZE})
        artifacts, token = list(page.artifacts), page.next_token
        while token is not None:
            following = self._http.get(path, GeneratedContent, {"limit": PAGE_SIZE, "next_token": token})
            artifacts, token = [*artifacts, *following.artifacts], following.next_token
        return page.model_copy(update={"artifacts": artifacts, "next_token": None})


def _path(kind: str, id: str, view: str) -> str:
    return f"/api/provenance/{segment(kind)}/{segment(id)}/{view}"
