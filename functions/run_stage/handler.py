"""Runs a stage of one job, and those after it as long as the time allows it: a Task of a state machine."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from williams import bootstrap
from williams.bootstrap.reports import stage_timed
from williams.domain.executions import Execution
from williams.observability import logger
from williams.pipeline.invocation import Invocation
from williams.plugin.context import Deadline

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from williams.plugin.stage import Stage

# Left over for recording a failure before Lambda ends the process.
_SECONDS_TO_RECORD = 5.0


def _end_process() -> None:
    """End this worker at once, without the cleaning up that a stage which does not let go would hold up."""
    logger().error("the stage does not end: ending the worker")
    os._exit(1)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``event``: ``job_id``, ``execution_no``, ``stage`` and, in a Map, ``batch``. Raises what a stage raised."""
    execution, plugin = Execution(event["job_id"], event["execution_no"]), bootstrap.plugin()

    @contextmanager
    def told(stage: Stage) -> Iterator[None]:
        logger().append_keys(job_id=execution.job_id, stage=stage.name)
        with stage_timed(plugin.plugin_id, stage.name, execution.job_id):
            yield
        logger().info("stage ended", execution_no=execution.number, batch=event.get("batch"))

    seconds = context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_RECORD
    invocation = Invocation(
        toolbox=bootstrap.toolbox(),
        plugin=plugin,
        attempt=execution.attempt(event["stage"], event.get("batch")),
        deadline=Deadline(time.monotonic() + seconds),
        abandon=_end_process,
        around=told,
    )
    return asyncio.run(invocation.run()).model_dump()
