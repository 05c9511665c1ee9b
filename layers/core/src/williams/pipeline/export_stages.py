"""The export stages that the framework owns: query and store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from williams.domain.artifacts import Artifact, ExportFormat
from williams.domain.bucket import ATTRIBUTIONS, kept_prefix
from williams.domain.content import Content, ObjectRef, Paragraph
from williams.domain.errors import PluginDefect
from williams.domain.licenses.verdicts import LicenseVerdict, verdict_on
from williams.domain.provenance import SCENE, ArtifactProvenance, Citation, Part
from williams.pipeline.toolbox import Toolbox
from williams.plugin.context import StageContext
from williams.plugin.exporting import Composition, ExportPlugin, ExportRequest, ExportResult, Query, Source

_PICTURES: Final = frozenset({"image/jpeg", "image/png"})
# v2's name of what the library itself adds to every artifact.
_ATTRIBUTIONS_ROLE: Final = "attributions"
Cited: TypeAlias = dict[str, tuple[Content, Paragraph]]


def _placed(part: Part, cited: Cited) -> Part:
    """Return the part with each citation at the place that the library knows.

    Raises PluginDefect for a citation of no words.
    """
    citations = [_placed_citation(part, each, cited) for each in part.citations]
    return part.model_copy(update={"citations": citations})


def _placed_citation(part: Part, citation: Citation, cited: Cited) -> Citation:
    if citation.paragraph_id not in cited:
        return citation
    _, paragraph = cited[citation.paragraph_id]
    length = len(paragraph.text)
    if not 0 <= citation.start < citation.end <= length:
        raise PluginDefect(
            f"{part.part_id} cites {citation.start}:{citation.end} of {citation.paragraph_id}, which has "
            f"{length} characters."
        )
    return citation.model_copy(update={"place": paragraph.place})


def _verdict(request: ExportRequest, contents: Sequence[Content]) -> LicenseVerdict:
    licensed = [each.licensed for each in contents]
    leave_out = request.leave_out_refused_parts
    return verdict_on(licensed, request.use, request.license_override, leave_out_refused_parts=leave_out)


@dataclass(frozen=True)
class ExportStages:
    plugin: ExportPlugin
    toolbox: Toolbox

    async def query(self, request: ExportRequest) -> Query:
        """Pin each source to its present version.

        Raises NotFound when one is missing, LicenseConflict when the licenses do not allow the use: one may have been
        stated since the request.
        """
        contents = [self.toolbox.catalog.content(request.owner, content_id) for content_id in request.source_ids]
        _verdict(request, contents).check()
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
        self._check_names(compose)
        self._check_labels(compose)
        cited = self._cited(request, compose)
        compose = compose.model_copy(update={"parts": [_placed(part, cited) for part in compose.parts]})
        standing = {content.content_id: content for content, _ in cited.values()}
        for content_id in request.source_ids:
            if content_id not in standing:
                standing[content_id] = self.toolbox.catalog.content(request.owner, content_id)
        verdict = _verdict(request, list(standing.values()))
        files = self._files(request, compose)
        provenance = self._provenance(request, compose, verdict)
        self.toolbox.graph.write_artifact(provenance)
        ctx.check_cancelled()
        artifact = self._artifact(request, compose, files, provenance)
        self.toolbox.catalog.commit_artifact(artifact)
        return ExportResult(
            artifact_id=request.artifact_id,
            format=self.plugin.export_format,
            source_ids=request.source_ids,
            artifacts={name: artifact.files[file].key for name, file in artifact.named_files.items()},
            provenance_id=provenance.provenance_id,
            metadata=compose.metadata,
        )

    def _check_names(self, compose: Composition) -> None:
        """Raises PluginDefect for a name of no file, and for a preview that is no picture."""
        named = {"primary": compose.primary, **compose.roles}
        if compose.preview is not None:
            named["preview"] = compose.preview
        for said, name in named.items():
            if name not in compose.files:
                raise PluginDefect(f"{self.plugin.plugin_id} composed no file {name!r}, which it calls {said}.")
        if compose.preview is not None and compose.files[compose.preview].media_type not in _PICTURES:
            raise PluginDefect(f"{self.plugin.plugin_id} calls {compose.preview!r} preview, which is no JPEG or PNG.")

    def _check_labels(self, compose: Composition) -> None:
        """Raises PluginDefect for a part of a video that is no scene: v2's questions would not find it."""
        others = {part.label for part in compose.parts} - {SCENE}
        if self.plugin.export_format is ExportFormat.VIDEO and others:
            raise PluginDefect(f"The parts of a video have the label {SCENE!r}, not {sorted(others)}.")

    def _cited(self, request: ExportRequest, compose: Composition) -> Cited:
        """Return what is cited and stands. A paragraph that is missing is the graph's to refuse."""
        wanted = (citation.paragraph_id for part in compose.parts for citation in part.citations)
        return self.toolbox.catalog.paragraphs_by_id(request.owner, list(dict.fromkeys(wanted)))

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

    def _provenance(self, request: ExportRequest, compose: Composition, verdict: LicenseVerdict) -> ArtifactProvenance:
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
            licensing=verdict,
        )

    def _artifact(
        self, request: ExportRequest, compose: Composition, files: dict[str, ObjectRef], provenance: ArtifactProvenance
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
            preview=compose.preview,
            roles={**compose.roles, _ATTRIBUTIONS_ROLE: ATTRIBUTIONS},
            storage_path=primary.key,
            file_size=primary.size,
            duration=compose.duration,
            metadata=compose.metadata,
            licensing=provenance.licensing,
            provenance_id=provenance.provenance_id,
            created_at=datetime.now(UTC),
        )
