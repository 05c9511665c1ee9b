"""Runs a whole pipeline in this process, as the state machine would."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from williams.domain import ids
from williams.domain.executions import Attempt, Execution
from williams.domain.jobs import Job, JobKind, JobStatus
from williams.pipeline.checkpoints import Checkpoints, stage_keys
from williams.pipeline.invocation import SETTLE, Handover, Invocation
from williams.pipeline.requests import frozen_request, parameters_of
from williams.pipeline.stage_engines import fingerprint
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline
from williams.plugin.exporting import ExportPlugin, ExportRequest, ExportResult
from williams.plugin.importing import ImportPlugin, ImportRequest
from williams.plugin.stage import invocation_seconds, waiting

_PLACES = 1000


@dataclass(frozen=True)
class InProcessRunner:
    """Runs as ``owner``. The job is written to the job store like any other; a failure is raised, not retried.

    ``goes_on`` is False where each stage is to have an invocation of its own. ``wait`` passes the time between two
    polls, in seconds.
    """

    toolbox: Toolbox
    owner: str
    goes_on: bool = True
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run_import(
        self, plugin: ImportPlugin, url: str, job_id: str, metadata: dict[str, Any], parameters: dict[str, Any]
    ) -> str:
        """Return the content's id. Raises what the failing stage raised."""
        now = datetime.now(UTC)
        request = ImportRequest(
            job_id=job_id,
            owner=self.owner,
            content_id=ids.new_id("doc"),
            url=url,
            content_type=plugin.content_type,
            metadata=metadata,
            parameters=plugin.parameters.model_validate(parameters).model_dump(mode="json", exclude_defaults=True),
            requested_at=now,
        )
        job = self._job(plugin, request, url, plugin.content_type)
        await self._run(plugin, job)
        finished = self.toolbox.jobs.job_for_execution(job_id)
        assert finished.content_id is not None
        return finished.content_id

    async def run_export(self, plugin: ExportPlugin, request: ExportRequest, job_id: str) -> ExportResult:
        """Return v2's result. Raises what the failing stage raised."""
        job = self._job(plugin, request.model_copy(update={"job_id": job_id}), None, plugin.artifact_type)
        await self._run(plugin, job)
        keys = stage_keys(plugin, job, fingerprint(plugin, self.toolbox.engines, parameters_of(job)))
        raw = Checkpoints(self.toolbox.objects, job_id, keys).read(plugin.stages[-1].name)
        assert raw is not None
        return ExportResult.model_validate_json(raw)

    def _job(self, plugin: Plugin, request: ImportRequest | ExportRequest, url: str | None, content_type: str) -> Job:
        return Job(
            job_id=request.job_id,
            owner=self.owner,
            kind=JobKind.IMPORT if isinstance(request, ImportRequest) else JobKind.EXPORT,
            plugin_id=plugin.plugin_id,
            url=url,
            content_type=content_type,
            request=frozen_request(request),
            max_retries=0,
            created_at=request.requested_at,
        )

    async def _run(self, plugin: Plugin, job: Job) -> None:
        self.toolbox.jobs.submit(job, None, "")
        execution = self._claim(plugin, job)
        try:
            await self._stages(plugin, execution)
        except BaseException:
            self._settle(job, execution, succeeded=False)
            raise
        self._settle(job, execution, succeeded=True)

    def _claim(self, plugin: Plugin, job: Job) -> Execution:
        """Return this job's execution; waiting jobs of others are left to their dispatcher."""
        claims = self.toolbox.jobs.claim({plugin.plugin_id: _PLACES}, default_lane=0, limit=_PLACES)
        for claim in claims:
            if claim.job_id != job.job_id:
                self.toolbox.jobs.release_claim(claim)
        return next(claim.execution for claim in claims if claim.job_id == job.job_id)

    async def _stages(self, plugin: Plugin, execution: Execution) -> None:
        following = Handover(next=plugin.stages[0].name)
        while following.next != SETTLE:
            stage = plugin.stage(following.next)
            if stage.fan_out is None:
                following = await self._run_stage(plugin, execution.attempt(stage.name))
                continue
            for batch in range(following.batches[stage.name]):
                await self._run_stage(plugin, execution.attempt(stage.name, batch))
            following.next = plugin.stages_after(stage.name)[0].name

    async def _run_stage(self, plugin: Plugin, attempt: Attempt) -> Handover:
        """Run a stage until neither it, nor one that its invocation went on to, has to wait."""
        polls = {waiting(each.name): (each.name, each.poll) for each in plugin.stages if each.poll}
        following = await self._invoke(plugin, attempt)
        while following.next in polls:
            stage, poll = polls[following.next]
            await self.wait(poll.every)
            following = await self._invoke(plugin, replace(attempt, stage=stage))
        return following

    async def _invoke(self, plugin: Plugin, attempt: Attempt) -> Handover:
        deadline = Deadline(time.monotonic() + invocation_seconds(plugin.stages))
        return await Invocation(self.toolbox, plugin, attempt, deadline, goes_on=self.goes_on).run()

    def _settle(self, job: Job, execution: Execution, succeeded: bool) -> None:
        settled = self.toolbox.jobs.settle(execution, succeeded, datetime.now(UTC))
        if settled is not None:
            done = settled.status is JobStatus.COMPLETED
            percent = 100.0 if done else settled.progress_percent
            self.toolbox.progress.report(job.owner, execution, settled.status, percent, settled.status.value)
