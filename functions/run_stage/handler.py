"""Runs a stage of one job, and those after it as long as the time allows it: a Task of a state machine."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from williams import bootstrap
from williams.domain.executions import Execution
from williams.observability.logs import logger
from williams.observability.reports import stage_timed

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


# Left over for recording a failure before Lambda ends the process.
_SECONDS_TO_RECORD = 5.0


def _end_process() -> None:
    """End this worker at once, without the cleaning up that a stage which does not let go would hold up."""
    logger().error("the stage does not end: ending the worker")
    os._exit(1)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``event``: ``job_id``, ``execution_no``, ``stage`` and, in a Map, ``batch``. Raises what a stage raised."""
    execution, worker = Execution(event["job_id"], event["execution_no"]), bootstrap.services().worker

    @contextmanager
    def told(stage: str) -> Iterator[None]:
        logger().append_keys(job_id=execution.job_id, stage=stage)
        with stage_timed(worker.plugin.plugin_id, stage, execution.job_id):
            yield
        logger().info("stage ended", execution_no=execution.number, batch=event.get("batch"))

    seconds = context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_RECORD
    attempt = execution.attempt(event["stage"], event.get("batch"))
    return asyncio.run(worker.work(attempt, seconds, around=told, abandon=_end_process)).model_dump()
