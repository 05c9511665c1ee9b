"""Runs the stages of one plugin's jobs."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from williams.domain.executions import Attempt
from williams.pipeline.invocation import Handover, Invocation
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline


def _unnoticed(_stage: str) -> AbstractContextManager[None]:
    return nullcontext()


def _not_ended() -> None:
    """The process goes on, whatever its stage does."""


@dataclass(frozen=True)
class Worker:
    """``goes_on`` is False where each stage is to have an invocation of its own."""

    toolbox: Toolbox
    plugin: Plugin
    goes_on: bool = True

    async def work(
        self,
        attempt: Attempt,
        seconds: float,
        around: Callable[[str], AbstractContextManager[None]] = _unnoticed,
        abandon: Callable[[], None] = _not_ended,
    ) -> Handover:
        """Try a stage of one job, and those after it as long as the time allows it, in ``seconds`` at most.

        ``around`` surrounds the work of each stage and is given its name. ``abandon`` is called when a stage does not
        let go. Raises what a stage raised, which has been recorded as the job's failure.
        """
        return await Invocation(
            toolbox=self.toolbox,
            plugin=self.plugin,
            attempt=attempt,
            deadline=Deadline(time.monotonic() + seconds),
            abandon=abandon,
            around=lambda running: around(running.name),
            goes_on=self.goes_on,
        ).run()
