"""Keeps in provenance what could not be made, and tells of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from williams.domain.bucket import asked_engines_prefix, checkpoints_prefix
from williams.domain.errors import StoreUnavailable
from williams.domain.generation_failures import AskedEngines, FailureFilter, GenerationFailure
from williams.domain.jobs import Job, JobKind, JobStatus
from williams.domain.paging import Page
from williams.domain.provenance import ModelUsed, VoiceUsed
from williams.pipeline.requests import export_request
from williams.plugin.registry import Registry
from williams.ports.graph import GraphPort
from williams.ports.objects import ObjectPort

log = logging.getLogger(__name__)

_READERS: Final = 8
_MODEL: Final = frozenset({"provider", "name", "version"})
_VOICE: Final = frozenset({"provider", "name"})


@dataclass(frozen=True)
class GenerationFailures:
    graph: GraphPort
    objects: ObjectPort
    registry: Registry

    def keep(self, job: Job) -> bool:
        """Write an export that failed for good into the graph; nothing happens for any other job, or a second time.

        Return False when a store is away: the job's end is told all the same, and the next tick keeps it.
        """
        if job.kind is not JobKind.EXPORT or job.status is not JobStatus.FAILED:
            return True
        try:
            if not self.graph.has_failure(job.owner, str(job.execution)):
                self.graph.write_failure(self._failure(job))
        except StoreUnavailable as error:
            log.warning("the failure of %s is not in the graph yet: %s", job.job_id, error)
            return False
        return True

    def page(self, owner: str, wanted: FailureFilter, limit: int, after: str | None = None) -> Page[GenerationFailure]:
        """Return what failed for good, newest first. Raises InvalidRequest for an ``after`` that leads nowhere."""
        return self.graph.failures(owner, wanted, limit, after)

    def _failure(self, job: Job) -> GenerationFailure:
        assert job.error is not None
        assert job.completed_at is not None
        request, plugin, asked = export_request(job), self.registry.plugins.get(job.plugin_id), self._asked(job.job_id)
        return GenerationFailure(
            failure_id=str(job.execution),
            owner=job.owner,
            job_id=job.job_id,
            failed_at=job.completed_at,
            plugin_id=job.plugin_id,
            plugin_version=plugin.version if plugin else None,
            artifact_type=job.content_type,
            parameters=request.parameters,
            source_ids=tuple(request.source_ids),
            version_of=request.provenance.version_of if request.provenance else None,
            stage=job.error.stage,
            code=job.error.code,
            message=job.error.message,
            models=tuple(asked.models),
            voices=tuple(asked.voices),
            cost_usd=job.cost_usd,
        )

    def _asked(self, job_id: str) -> AskedEngines:
        """Return which engines made what stands of the job, and which were asked in the stage that failed."""
        made, asked = (self.objects.keys(of(job_id)) for of in (checkpoints_prefix, asked_engines_prefix))
        found = AskedEngines()
        with ThreadPoolExecutor(_READERS) as pool:
            for raw in pool.map(self.objects.read, [*made, *asked]):
                for used in _used_in(json.loads(raw)):
                    found.note(used)
        return found


def _used_in(value: Any) -> Iterator[ModelUsed | VoiceUsed]:
    """Yield the models and voices that an output of a stage names, however deep."""
    if isinstance(value, dict):
        names = value.keys() - {"prompt"}
        if names == _MODEL:
            yield ModelUsed.model_validate(value)
        elif names == _VOICE:
            yield VoiceUsed.model_validate(value)
        else:
            for each in value.values():
                yield from _used_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _used_in(each)
