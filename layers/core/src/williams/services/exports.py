"""Takes a request for an export, checks it as far as it can be checked now, and makes the job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, Field, StrictBool, StrictInt, model_validator

from williams.domain import ids
from williams.domain.artifacts import VersionOf
from williams.domain.bounds import Identifier, Word
from williams.domain.content import Content
from williams.domain.errors import FieldError, InvalidRequest, NotFound, UnknownType
from williams.domain.jobs import DEFAULT_PRIORITY, HIGHEST_PRIORITY, LOWEST_PRIORITY
from williams.domain.json_values import Parameters
from williams.domain.labels import Tags
from williams.domain.licenses import Use
from williams.domain.licenses.verdicts import LicenseOverride, LicenseVerdict, verdict_on
from williams.domain.search import ContentFilter
from williams.engine.choice import check_choices, check_voices
from williams.engine.deployment import Deployment
from williams.plugin.exporting import ExportPlugin, ExportRequest
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort
from williams.ports.jobs import Submission
from williams.services.collections import ids_of
from williams.services.intake import Intake, new_job
from williams.services.parameters import checked_parameters
from williams.services.planning import ExportPlan, Planning
from williams.services.plugins import Plugins

MOST_SOURCES: Final = 100


class NewExport(BaseModel):
    """The body of an export; ``format`` is an artifact type (``podcast``).

    It is made of ``source_ids`` and of what is in ``collections`` and has ``tags``: as in a search, of several
    collections or tags one must fit, and both where both are given. The job keeps what they hold at the request.
    ``use`` says what the artifact is meant for: a public or commercial use has to be allowed by the licenses of all
    sources. ``license_override`` says who decided to go against them, and why; it stands in the provenance. With
    ``leave_out_refused_parts`` it is made without the paragraphs whose own license refuses the use.
    ``budget_usd`` is what providers may be paid at most: the job ends before a call that would go beyond it.
    With ``dry_run`` nothing is made: the answer tells what would be, by which engines, and what it would cost.
    """

    source_ids: list[Identifier] = Field(default_factory=list, max_length=MOST_SOURCES)
    collections: list[Word] = Field(default_factory=list, max_length=20, description="By their ids or names.")
    tags: Tags = Field(default_factory=list)
    format: Word
    parameters: Parameters = Field(default_factory=dict)
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=LOWEST_PRIORITY, le=HIGHEST_PRIORITY)
    provenance: VersionOf | None = None
    use: Use = Use.PRIVATE
    license_override: LicenseOverride | None = None
    leave_out_refused_parts: StrictBool = False
    budget_usd: Annotated[float, Field(strict=True, ge=0, le=1000)] | None = None
    dry_run: StrictBool = False

    @model_validator(mode="after")
    def _names_sources(self) -> Self:
        if not (self.source_ids or self.collections or self.tags):
            raise ValueError("Name sources: by source_ids, collections or tags")
        return self


@dataclass(frozen=True)
class Exports:
    """``engines`` are those that requests may name."""

    catalog: CatalogPort
    collections: CollectionStorePort
    plugins: Plugins
    engines: Deployment
    intake: Intake
    planning: Planning

    async def submit(self, owner: str, body: NewExport, idempotency_key: str | None = None) -> Submission:
        """Make an export job.

        Raises UnknownType, InvalidRequest, NotFound, LicenseConflict, IdempotencyKeyReused.
        """
        plugin, parameters, sources = await self._checked(owner, body)
        _verdict(body, sources).check()
        request = ExportRequest(
            job_id=ids.new_id("job"),
            owner=owner,
            artifact_id=ids.new_id("art"),
            source_ids=[each.content_id for each in sources],
            format=body.format,
            parameters=parameters,
            provenance=body.provenance,
            use=body.use,
            license_override=body.license_override,
            leave_out_refused_parts=body.leave_out_refused_parts,
            budget_usd=body.budget_usd,
            requested_at=datetime.now(UTC),
        )
        job = new_job(plugin, request, body.priority, None, plugin.artifact_type)
        return self.intake.enter(job, idempotency_key, body)

    async def plan(self, owner: str, body: NewExport) -> ExportPlan:
        """Return what the export would do. Raises UnknownType, InvalidRequest, NotFound."""
        plugin, parameters, sources = await self._checked(owner, body)
        return self.planning.plan(plugin, parameters, sources, _verdict(body, sources), body.budget_usd)

    async def _checked(self, owner: str, body: NewExport) -> tuple[ExportPlugin, dict[str, Any], list[Content]]:
        plugin = self._plugin(body.format)
        model = checked_parameters(plugin.parameters, plugin.artifact_type, body.parameters)
        parameters = model.model_dump(mode="json")
        check_choices(self.engines, plugin.parameters, parameters)
        source_ids = self._source_ids(owner, body)
        sources = self._sources(owner, source_ids)
        for language in plugin.spoken_languages(parameters, [source.metadata.language for source in sources]):
            check_voices(self.engines, plugin.parameters, parameters, language)
        if body.provenance is not None:
            self.catalog.artifact(owner, body.provenance.version_of)
        if not await _can_generate(plugin, source_ids, parameters):
            detail = f"{plugin.name} cannot generate from these sources with these parameters."
            raise InvalidRequest(detail, FieldError("body.source_ids", detail))
        return plugin, parameters, sources

    def _plugin(self, wanted: str) -> ExportPlugin:
        enabled = {plugin.artifact_type: plugin for plugin in self.plugins.exporters()}
        if wanted not in enabled:
            known = ", ".join(sorted(enabled)) or "(none)"
            detail = f"No enabled plugin generates the format {wanted!r}. Known formats: {known}."
            raise UnknownType(detail, FieldError("body.format", detail))
        return enabled[wanted]

    def _source_ids(self, owner: str, body: NewExport) -> list[str]:
        """Return the ids of all sources, those that were named first, then the others, the oldest first."""
        if not (body.collections or body.tags):
            return list(dict.fromkeys(body.source_ids))
        ids = ids_of(self.collections, owner, body.collections)
        wanted = ContentFilter(collection_ids=ids or None, tags=body.tags or None)
        page = self.catalog.contents(owner, MOST_SOURCES + 1, wanted=wanted)
        found = list(dict.fromkeys([*body.source_ids, *(each.content_id for each in reversed(page.items))]))
        said = " and ".join(", ".join(map(repr, each)) for each in (body.collections, body.tags) if each)
        if not found:
            raise InvalidRequest(f"No source of your library is in {said}. Put some in, or name others.")
        if len(found) > MOST_SOURCES:
            raise InvalidRequest(f"In {said} are more than {MOST_SOURCES} sources; at most so many make one artifact.")
        return found

    def _sources(self, owner: str, source_ids: list[str]) -> list[Content]:
        found, missing = [], []
        for content_id in source_ids:
            try:
                found.append(self.catalog.content(owner, content_id))
            except NotFound:
                missing.append(content_id)
        if missing:
            raise NotFound(f"Not in your library: {', '.join(missing)}. List what is there with GET /api/content.")
        return found


def _verdict(body: NewExport, sources: Sequence[Content]) -> LicenseVerdict:
    licensed = [each.licensed for each in sources]
    leave_out = body.leave_out_refused_parts
    return verdict_on(licensed, body.use, body.license_override, leave_out_refused_parts=leave_out)


async def _can_generate(plugin: ExportPlugin, source_ids: list[str], parameters: dict[str, Any]) -> bool:
    return await plugin.validate_sources(source_ids) and await plugin.can_generate(source_ids, parameters)
