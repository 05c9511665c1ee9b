"""A library with sources, and reports made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from williams_export_report import ReportExport

from tests.unit.ebook.shelf import Shelf
from williams.domain import ids
from williams.domain.provenance import TracedPart
from williams.plugin import ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER


@dataclass(frozen=True)
class Made:
    """``files`` are the artifact's by name; ``texts`` are the sources' paragraphs by id."""

    files: dict[str, bytes]
    parts: list[TracedPart]
    metadata: dict[str, Any]
    texts: dict[str, str]

    def of(self, role: str) -> list[TracedPart]:
        return [part for part in self.parts if part.role == role]


class Desk(Shelf):
    """A shelf of sources that reports are written on."""

    async def reported(self, **parameters: Any) -> Made:
        plugin = ReportExport()
        self.library.bind(plugin)
        request = ExportRequest(
            job_id=ids.new_id("job"),
            owner=OWNER,
            artifact_id=ids.new_id("art"),
            source_ids=self.sources,
            format="report",
            parameters=plugin.parameters.model_validate(parameters).model_dump(mode="json"),
            requested_at=WHEN,
        )
        result = await plugin.generate_content(request, request.job_id)
        files = {name: self.library.objects.read(key) for name, key in result.artifacts.items() if "." in name}
        tree = self.library.graph.genealogy(OWNER, result.artifact_id)
        return Made(files, tree.parts, result.metadata, self.texts)
