"""Takes a request for an import or an export, checks it as far as it can be checked now, and makes the job."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field, StrictInt, ValidationError, field_serializer

from williams.domain import ids
from williams.domain.artifacts import VersionOf
from williams.domain.bounds import Identifier, SourceUrl, Word
from williams.domain.content import ContentType
from williams.domain.errors import FieldError, InvalidRequest, NotFound, StoreUnavailable, UnknownType
from williams.domain.jobs import DEFAULT_PRIORITY, HIGHEST_PRIORITY, LOWEST_PRIORITY, Job, JobKind
from williams.domain.json_values import Parameters
from williams.domain.metadata import StatedMetadata
from williams.domain.urls import check_url
from williams.engine.choice import check_choices
from williams.pipeline.requests import frozen_request
from williams.plugin.exporting import ExportPlugin, ExportRequest
from williams.plugin.importing import ImportPlugin, ImportRequest
from williams.ports.jobs import Submission
from williams.services.backend import Backend, ImportDesk
from williams.services.tick import keep_ticking

log = logging.getLogger(__name__)

_CONTENT_PREFIX = {
    ContentType.DOCUMENT: "doc",
    ContentType.WEBPAGE: "web",
    ContentType.VIDEO: "vid",
    ContentType.PODCAST: "pod",
}


class NewImport(BaseModel):
    """The body of an import; ``type`` is v2's content type, or a plugin's id, and may be left out."""

    url: SourceUrl
    type: Word | None = None
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=LOWEST_PRIORITY, le=HIGHEST_PRIORITY)
    metadata: StatedMetadata = Field(default_factory=StatedMetadata)

    @field_serializer("metadata")
    def stated(self, metadata: StatedMetadata) -> dict[str, Any]:
        """Return what was said, and no more: it overrides what the source says of itself."""
        return metadata.model_dump(mode="json", exclude_unset=True)


class NewExport(BaseModel):
    """The body of an export; ``format`` is an artifact type (``podcast``)."""

    source_ids: list[Identifier] = Field(min_length=1, max_length=100)
    format: Word
    parameters: Parameters = Field(default_factory=dict)
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=LOWEST_PRIORITY, le=HIGHEST_PRIORITY)
    provenance: VersionOf | None = None


def _body_hash(body: BaseModel) -> str:
    return hashlib.sha256(json.dumps(body.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


async def _import_plugin(backend: ImportDesk, body: NewImport) -> ImportPlugin:
    disabled = backend.plugins.disabled()
    enabled = [plugin for plugin in backend.registry.imports() if plugin.plugin_id not in disabled]
    candidates = [p for p in enabled if body.type in (None, p.plugin_id, p.content_type.value)]
    if not candidates:
        known = sorted({name for p in enabled for name in (p.content_type.value, p.plugin_id)})
        detail = f"No enabled plugin imports the type {body.type!r}. Known types: {', '.join(known)}."
        raise UnknownType(detail, FieldError("body.type", detail))
    for plugin in candidates:
        # Who names the plugin knows better than the URL's ending.
        if body.type == plugin.plugin_id or await _handles(plugin, body.url):
            if not await plugin.validate_url(body.url):
                detail = f"{plugin.name} cannot read the URL {body.url!r}. Check its spelling."
                raise InvalidRequest(detail, FieldError("body.url", detail))
            return plugin
    names = ", ".join(plugin.plugin_id for plugin in candidates)
    detail = f"None of {names} can import {body.url!r}. Give a URL or an upload that one of them reads."
    raise UnknownType(detail, FieldError("body.url", detail))


async def _handles(plugin: ImportPlugin, url: str) -> bool:
    """Whether the plugin takes the URL. One that fails to say does not, and holds up no other."""
    try:
        return bool(await plugin.can_handle(url))
    except Exception as error:  # a third party's code may raise anything
        log.error("%s cannot say whether it handles %r: %s: %s", plugin.plugin_id, url, type(error).__name__, error)
        return False


def _export_plugin(backend: Backend, wanted: str) -> ExportPlugin:
    disabled = backend.plugins.disabled()
    enabled = {p.artifact_type: p for p in backend.registry.exports() if p.plugin_id not in disabled}
    if wanted not in enabled:
        known = ", ".join(sorted(enabled)) or "(none)"
        detail = f"No enabled plugin generates the format {wanted!r}. Known formats: {known}."
        raise UnknownType(detail, FieldError("body.format", detail))
    return enabled[wanted]


def _checked_parameters(plugin: ExportPlugin, parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        return plugin.parameters.model_validate(parameters).model_dump(mode="json")
    except ValidationError as error:
        unfit = [
            FieldError(".".join(map(str, ("body", "parameters", *each["loc"]))), each["msg"]) for each in error.errors()
        ]
        said = "; ".join(f"{each.field}: {each.message}" for each in unfit)
        raise InvalidRequest(f"The parameters of {plugin.artifact_type} do not fit: {said}.", *unfit) from None


def _check_sources(backend: Backend, owner: str, source_ids: list[str]) -> None:
    missing = []
    for source_id in source_ids:
        try:
            backend.catalog.content(owner, source_id)
        except NotFound:
            missing.append(source_id)
    if missing:
        raise NotFound(f"Not in your library: {', '.join(missing)}. List what is there with GET /api/content.")


def _enter(backend: ImportDesk, job: Job, key: str | None, body: BaseModel) -> Submission:
    submission = backend.control.jobs.submit(job, key, _body_hash(body))
    if submission.created:
        _tell(backend, job)
    if submission.created or submission.job.status == job.status:
        keep_ticking(backend.control)
        backend.control.queues.wake(submission.job.job_id, submission.job.priority)
        queued = backend.control.jobs.mark_queued(submission.job.job_id)
        if queued is not None:
            return Submission(job=queued, created=submission.created)
    return Submission(job=backend.control.jobs.job(job.owner, submission.job.job_id), created=submission.created)


def _tell(backend: ImportDesk, job: Job) -> None:
    try:
        backend.control.progress.report(job.owner, job.job_id, job.status, 0.0, "Waiting for a place")
    except StoreUnavailable as error:
        # The job stands: a refusal now would make the caller submit it a second time.
        log.warning("could not tell of the new job %s: %s", job.job_id, error)


def _check_url(url: str) -> None:
    try:
        check_url(url)
    except InvalidRequest as error:
        raise InvalidRequest(error.detail, FieldError("body.url", error.detail)) from error


async def submit_import(
    backend: ImportDesk, owner: str, body: NewImport, idempotency_key: str | None = None
) -> Submission:
    """Make an import job. Raises UnknownType, InvalidRequest, IdempotencyKeyReused."""
    _check_url(body.url)
    plugin = await _import_plugin(backend, body)
    now = datetime.now(UTC)
    request = ImportRequest(
        job_id=ids.new_id("job"),
        owner=owner,
        content_id=ids.new_id(_CONTENT_PREFIX[plugin.content_type]),
        url=body.url,
        content_type=plugin.content_type,
        metadata=body.stated(body.metadata),
        requested_at=now,
    )
    job = _job(plugin, request, body.priority, body.url, plugin.content_type.value)
    return _enter(backend, job, idempotency_key, body)


async def submit_export(
    backend: Backend, owner: str, body: NewExport, idempotency_key: str | None = None
) -> Submission:
    """Make an export job. Raises UnknownType, InvalidRequest, NotFound, IdempotencyKeyReused."""
    plugin = _export_plugin(backend, body.format)
    parameters = _checked_parameters(plugin, body.parameters)
    check_choices(backend.engines, plugin.parameters, parameters)
    _check_sources(backend, owner, body.source_ids)
    if body.provenance is not None:
        backend.catalog.artifact(owner, body.provenance.version_of)
    if not await plugin.validate_sources(body.source_ids) or not await plugin.can_generate(body.source_ids, parameters):
        detail = f"{plugin.name} cannot generate from these sources with these parameters."
        raise InvalidRequest(detail, FieldError("body.source_ids", detail))
    request = ExportRequest(
        job_id=ids.new_id("job"),
        owner=owner,
        artifact_id=ids.new_id("art"),
        source_ids=list(dict.fromkeys(body.source_ids)),
        format=body.format,
        parameters=parameters,
        provenance=body.provenance,
        requested_at=datetime.now(UTC),
    )
    job = _job(plugin, request, body.priority, None, plugin.artifact_type)
    return _enter(backend, job, idempotency_key, body)


def _job(
    plugin: ImportPlugin | ExportPlugin,
    request: ImportRequest | ExportRequest,
    priority: int,
    url: str | None,
    content_type: str,
) -> Job:
    return Job(
        job_id=request.job_id,
        owner=request.owner,
        kind=JobKind.IMPORT if isinstance(request, ImportRequest) else JobKind.EXPORT,
        plugin_id=plugin.plugin_id,
        url=url,
        content_type=content_type,
        request=frozen_request(request),
        priority=priority,
        created_at=request.requested_at,
    )
