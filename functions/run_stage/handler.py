"""Runs one stage of one job: a Task of a state machine."""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING, Any

from williams import bootstrap
from williams.bootstrap.reports import stage_timed
from williams.observability import logger
from williams.pipeline.run_stage import StageRun
from williams.plugin.context import Deadline

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

# Left over for recording a failure before Lambda ends the process.
_SECONDS_TO_RECORD = 5.0


def _end_process() -> None:
    """End this worker at once, without the cleaning up that a stage which does not let go would hold up."""
    logger().error("the stage does not end: ending the worker")
    os._exit(1)


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``event``: ``job_id``, ``execution_no``, ``stage`` and, in a Map, ``batch``. Raises what the stage raised."""
    log = logger()
    log.append_keys(job_id=event["job_id"], stage=event["stage"])
    plugin = bootstrap.plugin()
    seconds = min(
        plugin.stage(event["stage"]).seconds, context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_RECORD
    )
    run = StageRun(
        toolbox=bootstrap.toolbox(),
        plugin=plugin,
        job_id=event["job_id"],
        execution_no=event["execution_no"],
        stage_name=event["stage"],
        batch=event.get("batch"),
        deadline=Deadline(time.monotonic() + seconds),
        abandon=_end_process,
    )
    with stage_timed(plugin.plugin_id, event["stage"], event["job_id"]):
        outcome = asyncio.run(run.run())
    log.info("stage ended", execution_no=event["execution_no"], batch=event.get("batch"))
    return outcome.model_dump()
