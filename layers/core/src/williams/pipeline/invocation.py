"""One invocation: a stage of one job, and those after it as long as the time allows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import BaseModel, Field

from williams.domain.executions import Attempt
from williams.pipeline.run_stage import StageOutcome, StageRun
from williams.pipeline.toolbox import Toolbox
from williams.pipeline.workplace import Workplace
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline
from williams.plugin.stage import Stage, waiting

SETTLE: Final = "settle"


class Handover(BaseModel):
    """What travels to the next state: ``next`` is its name, ``batches`` counts those of the fan-outs to come."""

    next: str = SETTLE
    batches: dict[str, int] = Field(default_factory=dict)


def _unnoticed(_stage: Stage) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass
class Invocation:
    """Begins with a stage, or with one batch of it, and goes on until something has to come between.

    That is a fan-out of several batches, a wait for somebody else, or that less than the usual time of the next stage
    is left. Each stage is entered, run, kept, told of and left as it would be in an invocation of its own; only what
    one hands to the next is not read again. ``deadline`` is the invocation's; a stage that has less than its own time
    because of those before it, and uses it up, is left to the next invocation.

    ``around`` surrounds the work of each stage. ``goes_on`` is False where each is to have an invocation of its own.
    """

    toolbox: Toolbox
    plugin: Plugin
    attempt: Attempt
    deadline: Deadline
    abandon: Callable[[], None] = lambda: None
    around: Callable[[Stage], AbstractContextManager[None]] = _unnoticed
    goes_on: bool = True
    _batches: dict[str, int] = field(default_factory=dict, init=False)

    async def run(self) -> Handover:
        """Return where the work stopped. Raises what a stage raised, which has been recorded as the job's failure."""
        attempt = self.attempt
        before: StageRun | None = None
        with Workplace(self.toolbox, self.plugin, attempt.job_id, keeps_files=attempt.batch is None) as workplace:
            while True:
                run = self._stage_run(attempt, workplace, before)
                with self.around(self.plugin.stage(run.attempt.stage)):
                    outcome = await run.work()
                if outcome is None:
                    return Handover(next=run.attempt.stage, batches=self._batches)
                self._batches |= outcome.batches
                following, further = self._following(run, outcome)
                if further is None:
                    (run.wait if outcome.waits else run.end)()
                    return Handover(next=following, batches=self._batches)
                attempt, before = further, run

    def _stage_run(self, attempt: Attempt, workplace: Workplace, before: StageRun | None) -> StageRun:
        wanted = self.plugin.stage(attempt.stage).seconds
        seconds = min(wanted, self.deadline.remaining)
        return StageRun(
            toolbox=self.toolbox,
            plugin=self.plugin,
            attempt=attempt,
            deadline=Deadline(time.monotonic() + seconds),
            workplace=workplace,
            abandon=self.abandon,
            after=before.attempt if before else self._waited(attempt),
            curtailed=before is not None and seconds < wanted,
        )

    def _waited(self, attempt: Attempt) -> Attempt | None:
        """Return the state in which the first stage waited, if it is one that waits."""
        return replace(attempt, stage=waiting(attempt.stage)) if self.plugin.stage(attempt.stage).poll else None

    def _following(self, run: StageRun, outcome: StageOutcome) -> tuple[str, Attempt | None]:
        """Return the state that comes next, and the attempt to go on with here; None where this invocation ends."""
        if outcome.waits:
            return waiting(run.attempt.stage), None
        if outcome.finished or self.attempt.batch is not None:
            return SETTLE, None
        for stage in self.plugin.stages_after(run.attempt.stage):
            batches = self._batches[stage.name] if stage.fan_out else 1
            # A fan-out over nothing has nothing to run.
            if batches:
                alone = batches == 1 and not (stage.fan_out and stage.poll)
                may = self.goes_on and alone and self.deadline.remaining > stage.expected_seconds
                following = self.attempt.execution.attempt(stage.name, 0 if stage.fan_out else None)
                return stage.name, following if may else None
        return SETTLE, None
