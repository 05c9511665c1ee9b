"""Where everything comes from, and what came of it."""

from __future__ import annotations

from williams_client.http import HttpApi
from williams_client.listing import segment
from williams_client.models import AttributionText, GenealogyAnswer, GeneratedContent, Impact, Licenses


class Provenance:
    """``artifact_type`` is the artifact's own; so is ``content_type`` the content's."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def genealogy(self, artifact_type: str, artifact_id: str) -> GenealogyAnswer:
        """Return each part of an artifact with the words it stands on; a summary stands under the type's name."""
        return self._http.get(_path(artifact_type, artifact_id, "genealogy"), GenealogyAnswer)

    def attribution(self, artifact_type: str, artifact_id: str) -> AttributionText:
        """Return whom to credit."""
        return self._http.get(_path(artifact_type, artifact_id, "attribution"), AttributionText)

    def licenses(self, artifact_type: str, artifact_id: str) -> Licenses:
        """Return what the sources' licenses together allow and ask for."""
        return self._http.get(_path(artifact_type, artifact_id, "licenses"), Licenses)

    def impact(self, artifact_type: str, artifact_id: str) -> Impact:
        """Return how far an artifact reached."""
        return self._http.get(_path(artifact_type, artifact_id, "impact"), Impact)

    def generated_content(self, content_type: str, content_id: str) -> GeneratedContent:
        """Return what was generated from a source."""
        return self._http.get(_path(content_type, content_id, "generated-content"), GeneratedContent)


def _path(kind: str, id: str, view: str) -> str:
    return f"/api/provenance/{segment(kind)}/{segment(id)}/{view}"
