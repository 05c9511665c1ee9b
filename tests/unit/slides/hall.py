"""A library with sources, and slides made of it, as programs that are not ours read them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from williams_export_slides import SlidesExport

from tests.unit.ebook.shelf import Shelf
from williams.domain import ids
from williams.domain.provenance import TracedPart
from williams.plugin import ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER


@dataclass(frozen=True)
class MadeSlides:
    files: dict[str, bytes]
    parts: list[TracedPart]
    metadata: dict[str, Any]
    texts: dict[str, str]

    @property
    def deck(self) -> Any:
        return Presentation(io.BytesIO(self.files["slides.pptx"]))


class Hall(Shelf):
    async def slides(self, **parameters: Any) -> MadeSlides:
        plugin = SlidesExport()
        self.library.bind(plugin)
        request = ExportRequest(
            job_id=ids.new_id("job"),
            owner=OWNER,
            artifact_id=ids.new_id("art"),
            source_ids=self.sources,
            format="slides",
            parameters=plugin.parameters.model_validate(parameters).model_dump(mode="json"),
            requested_at=WHEN,
        )
        result = await plugin.generate_content(request, request.job_id)
        files = {name: self.library.objects.read(key) for name, key in result.artifacts.items()}
        tree = self.library.graph.genealogy(OWNER, result.artifact_id)
        return MadeSlides(files, tree.parts, result.metadata, self.texts)
