"""The export stages that the framework owns: query and store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from williams.domain.artifacts import Artifact
from williams.domain.bucket import ATTRIBUTIONS, kept_prefix
from williams.domain.content import ObjectRef
from williams.domain.errors import PluginDefect
from williams.domain.provenance import ArtifactProvenance
from williams.pipeline.toolbox import Toolbox
from williams.plugin.context import StageContext
from williams.plugin.exporting import Composition, ExportPlugin, ExportRequest, ExportResult, Query, Source


@dataclass(frozen=True)
class ExportStages:
    plugin: ExportPlugin
    toolbox: Toolbox

    async def query(self, request: ExportRequest) -> Query:
        """Pin each source to its present version. Raises NotFound when one is missing."""
        contents = [self.toolbox.catalog.content(request.owner, source_id) for source_id in request.source_ids]
        return Query(
            sources=[
                Source(
                    content_id=content.content_id,
                    version=content.version,
                    title=content.metadata.title or content.content_id,
                    authors=content.metadata.authors,
                    license=content.metadata.license,
                    language=content.metadata.language,
                    paragraph_count=content.paragraph_count,
                )
                for content in contents
            ]
        )

    async def store(self, request: ExportRequest, compose: Composition, ctx: StageContext) -> ExportResult:
        """Write objects, graph and then the row, which is the commit.

        Raises NotFound when a source was deleted meanwhile.
        """
        if compose.primary not in compose.files:
            raise PluginDefect(f"{self.plugin.plugin_id} composed no file {compose.primary!r}, which it calls primary.")
        seen = self._check_spans(request, compose)
        for source_id in request.source_ids:
            if source_id not in seen:
                self.toolbox.catalog.content(request.owner, source_id)
        files = self._files(request, compose)
        provenance = self._provenance(request, compose)
        self.toolbox.graph.write_artifact(provenance)
        ctx.check_cancelled()
        self.toolbox.catalog.commit_artifact(self._artifact(request, compose, files, provenance.provenance_id))
        self.toolbox.jobs.link(request.job_id, None, request.artifact_id)
        return ExportResult(
            artifact_id=request.artifact_id,
            format=self.plugin.export_format,
            source_ids=request.source_ids,
            artifacts={name: ref.key for name, ref in files.items()},
            provenance_id=provenance.provenance_id,
            metadata=compose.metadata,
        )

    def _check_spans(self, request: ExportRequest, compose: Composition) -> set[str]:
        """Return the contents that are cited and stand. A paragraph that is missing is the graph's to refuse.

        Raises PluginDefect for a citation of no words.
        """
        cited = [(part, citation) for part in compose.parts for citation in part.citations]
        wanted = list(dict.fromkeys(citation.paragraph_id for _, citation in cited))
        found = self.toolbox.catalog.paragraphs_by_id(request.owner, wanted)
        for part, citation in cited:
            if citation.paragraph_id not in found:
                continue
            length = len(found[citation.paragraph_id][1].text)
            if not 0 <= citation.start < citation.end <= length:
                raise PluginDefect(
                    f"{part.part_id} cites {citation.start}:{citation.end} of {citation.paragraph_id}, which has "
                    f"{length} characters."
                )
        return {content.content_id for content, _ in found.values()}

    def _files(self, request: ExportRequest, compose: Composition) -> dict[str, ObjectRef]:
        folder = kept_prefix(self.plugin.folder, request.artifact_id)
        files: dict[str, ObjectRef] = {}
        for name, ref in compose.files.items():
            files[name] = ref.model_copy(update={"key": folder + name})
            self.toolbox.objects.copy(ref.key, folder + name, size=ref.size)
        attributions = json.dumps([part.model_dump() for part in compose.parts], ensure_ascii=False, indent=1)
        files[ATTRIBUTIONS] = self.toolbox.objects.write(
            folder + ATTRIBUTIONS, attributions.encode(), "application/json"
        )
        return files

    def _provenance(self, request: ExportRequest, compose: Composition) -> ArtifactProvenance:
        return ArtifactProvenance(
            artifact_id=request.artifact_id,
            provenance_id=f"{self.plugin.artifact_type}_{request.job_id}",
            owner=request.owner,
            artifact_type=self.plugin.artifact_type,
            label=self.plugin.label,
            title=compose.title,
            created_at=request.requested_at,
            plugin_id=self.plugin.plugin_id,
            plugin_version=self.plugin.version,
            parameters=request.parameters,
            source_ids=request.source_ids,
            parts=compose.parts,
            models=compose.models,
            voices=compose.voices,
            version_of=request.provenance.version_of if request.provenance else None,
            version_reason=request.provenance.reason if request.provenance else None,
        )

    def _artifact(
        self, request: ExportRequest, compose: Composition, files: dict[str, ObjectRef], provenance_id: str
    ) -> Artifact:
        primary = files[compose.primary]
        return Artifact(
            artifact_id=request.artifact_id,
            owner=request.owner,
            artifact_type=self.plugin.artifact_type,
            format=compose.primary.rsplit(".", 1)[-1],
            plugin_id=self.plugin.plugin_id,
            plugin_version=self.plugin.version,
            job_id=request.job_id,
            title=compose.title,
            source_ids=request.source_ids,
            parameters=request.parameters,
            files=files,
            storage_path=primary.key,
            file_size=primary.size,
            duration=compose.duration,
            metadata=compose.metadata,
            provenance_id=provenance_id,
            created_at=datetime.now(UTC),
        )
