"""Runs one stage of one job, or one batch of a fanned-out stage's items, in this process."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from williams.domain.bucket import asked_engines_key
from williams.domain.errors import CorruptContent, DeadlineExceeded, LeaseHeld, PluginDefect, Stop, StoreUnavailable
from williams.domain.executions import Attempt
from williams.domain.generation_failures import AskedEngines
from williams.domain.jobs import Job, JobError
from williams.pipeline import hooks
from williams.pipeline.checkpoints import Checkpoints, decoded
from williams.pipeline.heartbeat import LEASE_SECONDS, Heartbeat
from williams.pipeline.import_stages import ImportStages
from williams.pipeline.job_errors import classified, root_cause
from williams.pipeline.library import OwnedLibrary
from williams.pipeline.owned_uploads import OwnedUploads
from williams.pipeline.paid_calls import PaidCalls
from williams.pipeline.pending import SLACK_SECONDS, Waiting
from williams.pipeline.requests import budget_of, request_of, restricted_use_of
from williams.pipeline.stage_engines import StageEngines
from williams.pipeline.stage_io import BoundStage, StageInputs, framework_stages, item_count
from williams.pipeline.toolbox import Toolbox
from williams.pipeline.workplace import Workplace
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline, Scratch, StageContext
from williams.plugin.stage import Pending, Stage, progress_bounds, waiting
from williams.ports.fetch import FetchPort
from williams.ports.jobs import Begun

log = logging.getLogger(__name__)

_PROGRESS_INTERVAL_SECONDS = 0.5
_AWAY_SECONDS = 10.0
_LEASE_POLL_SECONDS = 0.2
_ANSWER_HOLDS_SECONDS = 0.1
_CURTAILED = "The rest of an invocation was too little time: it begins again in one of its own."


class StageOutcome(BaseModel):
    """``batches`` counts those of the fan-outs that follow, by stage.

    ``finished``: the result exists already. ``waits``: nothing can be done until somebody else has done something.
    """

    finished: bool = False
    waits: bool = False
    batches: dict[str, int] = Field(default_factory=dict)


@dataclass
class StageRun:
    """One attempt at a stage, or at one batch of its items.

    ``abandon`` ends this process: the last resort against a stage that ignores its time. ``after`` is the stage of this
    execution that ends as this one begins. One that is ``curtailed`` has less time than it may take.
    """

    toolbox: Toolbox
    plugin: Plugin
    attempt: Attempt
    deadline: Deadline
    workplace: Workplace
    abandon: Callable[[], None] = lambda: None
    after: Attempt | None = None
    curtailed: bool = False
    _engines: AskedEngines = field(default_factory=AskedEngines, init=False)
    _last_progress: float = field(default=0.0, init=False)
    _untold_percent: float = field(default=0.0, init=False)
    _asked: float = field(default=-math.inf, init=False)
    _entered: float = field(default=-math.inf, init=False)

    async def work(self) -> StageOutcome | None:
        """Run what has no checkpoint yet, and write one for it. The stage stays entered until ``end``.

        Return None, having left it, when it used up the time of a curtailed run. Raises what the stage raised, after
        recording it as the execution's failure; JobCancelled and StaleExecution are raised without a record.
        """
        try:
            begun = await self._enter(self._checked_stage())
        except BaseException as error:
            if self._out_of_time(error):
                return None
            self._record(error)
            raise
        try:
            with self._heartbeat():
                return await asyncio.wait_for(self._work(begun), self.deadline.remaining)
        except BaseException as error:
            cause = self._reason(root_cause(error))
            if self._out_of_time(cause):
                self.end(_CURTAILED)
                return None
            self._leave_failed(cause)
            raise cause from None

    def _reason(self, cause: BaseException) -> BaseException:
        """What a job keeps goes when it is settled: a delivery that comes too late misses it for that reason."""
        if isinstance(cause, CorruptContent):
            try:
                self.toolbox.jobs.still_wanted(self.attempt.execution)
            except Stop as stop:
                return stop
        return cause

    def end(self, message: str | None = None) -> None:
        """Leave the stage. ``message`` tells why, if its work is not done."""
        self.toolbox.jobs.end_stage(self.attempt, message)

    def _out_of_time(self, error: BaseException) -> bool:
        ran_out = isinstance(error, TimeoutError | DeadlineExceeded)
        return self.curtailed and ran_out and self.deadline.remaining < _LEASE_POLL_SECONDS

    def _checked_stage(self) -> Stage:
        stage = self.plugin.stage(self.attempt.stage)
        if (stage.fan_out is not None) != (self.attempt.batch is not None):
            raise PluginDefect(f"The stage {stage.name!r} is {'' if stage.fan_out else 'not '}fanned out.")
        return stage

    async def _enter(self, stage: Stage) -> Begun:
        """Take the lease; a delivery that finds it held waits for the other to end."""
        while True:
            try:
                begun = self.toolbox.jobs.begin_stage(self.attempt, stage.status, LEASE_SECONDS, self.after)
            except LeaseHeld:
                if self.deadline.remaining < _LEASE_POLL_SECONDS:
                    raise DeadlineExceeded(f"Another delivery held the stage {stage.name} for too long.") from None
                await asyncio.sleep(_LEASE_POLL_SECONDS)
            else:
                self._entered = time.monotonic()
                return begun

    def _heartbeat(self) -> Heartbeat:
        jobs, attempt = self.toolbox.jobs, self.attempt
        return Heartbeat(self.deadline, lambda: jobs.renew_lease(attempt, LEASE_SECONDS), self._give_up)

    def _give_up(self) -> None:
        """Nothing can stop a stage from within that does not let go: say so, and end the process that it is in."""
        try:
            self._leave_failed(DeadlineExceeded(f"The stage {self.attempt.stage} went on after its time was up."))
        finally:
            self.abandon()

    def _record(self, error: BaseException) -> JobError | None:
        failure = classified(error, self.attempt.stage, self.attempt.job_id)
        if failure is not None:
            self._keep_asked()
            self.toolbox.jobs.record_failure(self.attempt.execution, failure)
        return failure

    def _keep_asked(self) -> None:
        """Leave word of the engines that the stage asked: of a stage that failed there is nothing else."""
        if self._engines == AskedEngines():
            return
        place = self.attempt.stage if self.attempt.batch is None else f"{self.attempt.stage}-{self.attempt.batch}"
        key, said = asked_engines_key(self.attempt.job_id, place), self._engines.model_dump_json().encode()
        try:
            self.toolbox.objects.write(key, said, "application/json")
        except StoreUnavailable as error:
            log.warning("could not note the engines that %s asked: %s", self.attempt.job_id, error)

    def _leave_failed(self, error: BaseException) -> None:
        failure = self._record(error)
        self.end(failure.message if failure else str(error))

    async def _work(self, begun: Begun) -> StageOutcome:
        await self.plugin.load()
        job, bound = begun.job, self.workplace.bound[self.attempt.stage]
        checkpoints, inputs = self.workplace.checkpoints(job), self.workplace.inputs(job)
        if begun.first:
            checkpoints.none_stands()
        self._report(job, 0.0, bound.stage.message, always=True)
        if self.attempt.batch is not None:
            pending = await self._run_batch(job, bound, inputs, checkpoints)
            return self._waits(pending[0]) if pending else StageOutcome()
        raw = checkpoints.standing(self.attempt.stage)
        if raw is None:
            made = await self._run_whole(job, bound, inputs)
            if isinstance(made, Pending):
                return self._waits(made)
            raw = made
            if not checkpoints.write(self.attempt.stage, None, raw):
                raw = checkpoints.read(self.attempt.stage) or raw
        return self._outcome(job, bound, raw, checkpoints)

    def wait(self) -> None:
        """Leave the stage to be entered again when its time to wait is over."""
        poll = self.plugin.stage(self.attempt.stage).poll
        assert poll is not None
        state = replace(self.attempt, stage=waiting(self.attempt.stage))
        self.toolbox.jobs.wait_stage(state, poll.every + SLACK_SECONDS)
        self.end(f"Waits for {poll.every} s.")

    def _waits(self, pending: Pending) -> StageOutcome:
        poll = self.plugin.stage(self.attempt.stage).poll
        if poll is None:
            raise PluginDefect(f"The stage {self.attempt.stage!r} returned Pending, but declares no poll.")
        self._waiting.go_on(pending, poll)
        return StageOutcome(waits=True)

    @property
    def _waiting(self) -> Waiting:
        return Waiting(self.toolbox.objects, self.attempt)

    async def _run_whole(self, job: Job, bound: BoundStage, inputs: StageInputs) -> bytes | Pending:
        with self.workplace.scratch() as scratch:
            arguments = inputs.gather(bound, self._context(job, scratch, None))
            objects, request = self.toolbox.objects, request_of(job)
            if bound.stage.poll is None or self._waiting.since() is None:
                await hooks.before(self.plugin, bound.stage, request, partial(inputs.taken, bound), objects)
            output = await bound.method(**arguments)
            if isinstance(output, Pending):
                return output
            raw = bound.signature.output.dump_json(output)
            await hooks.after(self.plugin, bound.stage, output, objects)
            return raw

    async def _run_batch(
        self, job: Job, bound: BoundStage, inputs: StageInputs, checkpoints: Checkpoints
    ) -> list[Pending]:
        """Return what items wait for."""
        fan_out = bound.stage.fan_out
        assert fan_out is not None
        assert self.attempt.batch is not None
        items = inputs.items(fan_out)
        first = self.attempt.batch * fan_out.batch
        may_stand = job.execution_no > 1 or bound.stage.poll is not None
        finished = checkpoints.finished_items(self.attempt.stage) if may_stand else set()
        numbers = [n for n in range(first, min(first + fan_out.batch, len(items))) if n not in finished]
        begins, ends = progress_bounds(self.plugin.stages, self.attempt.stage)
        with self.workplace.scratch() as scratch:

            async def run_item(number: int) -> Pending | None:
                self._still_wanted()
                arguments = inputs.gather(bound, self._context(job, scratch, number))
                output = await bound.method(item=items[number], **arguments)
                if isinstance(output, Pending):
                    return output
                if checkpoints.write(self.attempt.stage, number, bound.signature.output.dump_json(output)):
                    self._untold_percent += (ends - begins) / len(items)
                    if time.monotonic() - self._last_progress >= _PROGRESS_INTERVAL_SECONDS:
                        self._add(job, bound.stage)
                return None

            # The items beside a failing one run to their end: a provider may be at work for them, and be paid for it.
            ended = await asyncio.gather(*map(run_item, numbers), return_exceptions=True)
            if len(items) > fan_out.batch:
                # After the only batch comes the next stage at once, which begins where this one ends.
                self._add(job, bound.stage)
            failures = [each for each in ended if isinstance(each, BaseException)]
            if failures:
                raise BaseExceptionGroup(f"Items of {self.attempt.stage} failed.", failures)
            return [each for each in ended if isinstance(each, Pending)]

    def _outcome(self, job: Job, bound: BoundStage, raw: bytes, checkpoints: Checkpoints) -> StageOutcome:
        outcome = StageOutcome()
        names = [stage.name for stage in self.plugin.stages]
        place = names.index(self.attempt.stage)
        for later in self.plugin.stages[place + 1 :]:
            if later.fan_out is not None and later.fan_out.stage in names[: place + 1]:
                source = later.fan_out.stage
                made = raw if source == self.attempt.stage else checkpoints.read(source)
                count = item_count(decoded(made or b"null"), later.fan_out)
                outcome.batches[later.name] = -(-count // later.fan_out.batch)
        if bound.stage.may_finish:
            outcome.finished = self._finished_already(job, bound.signature.output.validate_json(raw))
        return outcome

    def _finished_already(self, job: Job, output: Any) -> bool:
        framework = framework_stages(self.plugin, self.toolbox)
        if not isinstance(framework, ImportStages):
            raise PluginDefect(f"Only an import can finish early, not {self.plugin.plugin_id}.")
        return framework.finished(job, request_of(job), output)  # type: ignore[arg-type]

    def _check_cancelled(self) -> None:
        """Who enters a stage is wanted at that moment. The last one asks anew: after its question comes the commit."""
        commits = self.attempt.stage == self.plugin.stages[-1].name
        if commits or time.monotonic() - self._entered >= _ANSWER_HOLDS_SECONDS:
            self._still_wanted()
        self.deadline.check()

    def _still_wanted(self) -> None:
        """Items that begin side by side ask once."""
        self.deadline.check()
        if time.monotonic() - self._asked >= _ANSWER_HOLDS_SECONDS:
            self.toolbox.jobs.still_wanted(self.attempt.execution)
            self._asked = time.monotonic()

    def _report(self, job: Job, fraction: float, message: str, always: bool = False) -> None:
        now = time.monotonic()
        if not always and now - self._last_progress < _PROGRESS_INTERVAL_SECONDS:
            return
        self._last_progress = now
        begins, ends = progress_bounds(self.plugin.stages, self.attempt.stage)
        percent = begins + (ends - begins) * min(max(fraction, 0.0), 1.0)
        status = self.plugin.stage(self.attempt.stage).status
        with self._may_be_lost():
            self.toolbox.progress.report(job.owner, self.attempt.execution, status, percent, message)

    def _add(self, job: Job, stage: Stage) -> None:
        """Tell of the items that ended since the last time."""
        if self._untold_percent:
            told, self._untold_percent = self._untold_percent, 0.0
            self._last_progress = time.monotonic()
            with self._may_be_lost():
                self.toolbox.progress.add(job.owner, self.attempt.execution, stage.status, told, stage.message)

    @contextmanager
    def _may_be_lost(self) -> Iterator[None]:
        """Log that the progress store is away: what it shows is a view, and no reason to do the work again."""
        try:
            yield
        except StoreUnavailable as error:
            log.warning("could not tell of the progress of %s: %s", self.attempt.job_id, error)
            # Waiting for a store that does not answer must not use up the stage's time.
            self._last_progress = time.monotonic() + _AWAY_SECONDS

    def _fetch(self, job: Job) -> FetchPort:
        first = self.attempt.stage == self.plugin.stages[0].name
        framework = framework_stages(self.plugin, self.toolbox)
        if first and isinstance(framework, ImportStages):
            return framework.fetch(request_of(job))  # type: ignore[arg-type]
        return self.toolbox.fetch(job.owner)

    def _context(self, job: Job, scratch: Scratch, item: int | None) -> StageContext:
        box = self.toolbox
        paid = PaidCalls(
            jobs=box.jobs,
            objects=box.objects,
            attempt=self.attempt,
            item=item,
            budget_usd=budget_of(job, box.job_budget_usd),
            still_wanted=self._still_wanted,
        )
        return StageContext(
            job_id=self.attempt.job_id,
            owner=job.owner,
            fetch=self._fetch(job),
            scratch=scratch,
            uploads=OwnedUploads(box.objects, job.owner),
            library=OwnedLibrary(box.catalog, job.owner, restricted_use_of(job)),
            engines=StageEngines(box.engines, paid, self._engines),
            model_files=box.model_files(self.plugin),
            paid=paid,
            progress=lambda fraction, message: self._report(job, fraction, message),
            check_cancelled=self._check_cancelled,
            deadline=self.deadline,
            log=logging.LoggerAdapter(log, {"job_id": self.attempt.job_id, "stage": self.attempt.stage, "item": item}),
            most_entries=box.most_entries,
            settings=box.settings(self.plugin),
        )
