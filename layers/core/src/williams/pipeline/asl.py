"""Renders a plugin's pipeline as an Amazon States Language state machine (JSONata).

States carry identifiers and counts only. ``${RunStageFunctionArn}`` and ``${SettleJobFunctionArn}`` are filled in at
deployment. Failures are data: ``run_stage`` has recorded the reason before a Task fails, so one Catch serves all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from williams.plugin.base import Plugin
from williams.plugin.registry import discover
from williams.plugin.stage import Stage

RUN_STAGE = "${RunStageFunctionArn}"
SETTLE_JOB = "${SettleJobFunctionArn}"
SETTLE = "settle"
SETTLE_FAILED = "settle_failed"
_LAMBDA_SERVICE_ERRORS = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
]
_RETRY = [
    {
        "ErrorEquals": _LAMBDA_SERVICE_ERRORS,
        "IntervalSeconds": 1,
        "MaxAttempts": 4,
        "BackoffRate": 2,
        "JitterStrategy": "FULL",
    }
]
_CATCH = [{"ErrorEquals": ["States.ALL"], "Output": "{% $executed %}", "Next": SETTLE_FAILED}]
_EXECUTED = {"job_id": "{% $states.input.job_id %}", "execution_no": "{% $states.input.execution_no %}"}
_CARRIED = {"job_id": "{% $executed.job_id %}", "execution_no": "{% $executed.execution_no %}"}
STATE_TIMEOUT_MARGIN_SECONDS = 30


def _task(stage: Stage, following: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Comment": stage.message,
        "Resource": RUN_STAGE,
        "Arguments": _CARRIED | {"stage": stage.name},
        "TimeoutSeconds": stage.seconds + STATE_TIMEOUT_MARGIN_SECONDS,
        "Retry": _RETRY,
        "Catch": _CATCH,
        "Next": following,
    }


def _map(stage: Stage, following: str) -> dict[str, Any]:
    assert stage.fan_out is not None
    item = _task(stage, "") | {
        "Arguments": _CARRIED | {"stage": stage.name, "batch": "{% $states.input %}"},
        "Output": "{% null %}",
        "End": True,
    }
    del item["Next"], item["Catch"]
    return {
        "Type": "Map",
        "Comment": stage.message,
        "Items": f"{{% [0..$states.input.items.{stage.name}-1] %}}",
        "MaxConcurrency": stage.fan_out.max_concurrency,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "INLINE"},
            "StartAt": f"{stage.name}_batch",
            "States": {f"{stage.name}_batch": item},
        },
        "Output": "{% $states.input %}",
        "Catch": _CATCH,
        "Next": following,
    }


def _finished(stage: Stage, following: str) -> dict[str, Any]:
    return {
        "Type": "Choice",
        "Comment": f"{stage.name} may find that the result exists already",
        "Choices": [{"Condition": "{% $states.input.finished %}", "Next": SETTLE}],
        "Default": following,
    }


def _settle(succeeded: bool, following: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": SETTLE_JOB,
        "Arguments": _CARRIED | {"succeeded": succeeded},
        "Retry": _RETRY,
        "Next": following,
    }


def render(plugin: Plugin) -> dict[str, Any]:
    """Return the state machine's definition as plain data."""
    names = [stage.name for stage in plugin.stages]
    states: dict[str, Any] = {"begin": {"Type": "Pass", "Assign": {"executed": _EXECUTED}, "Next": names[0]}}
    for stage, following in zip(plugin.stages, [*names[1:], SETTLE], strict=True):
        if stage.may_finish:
            choice = f"{stage.name}_finished"
            states[stage.name] = _task(stage, choice)
            states[choice] = _finished(stage, following)
        else:
            states[stage.name] = (_map if stage.fan_out else _task)(stage, following)
    states[SETTLE] = _settle(True, "completed")
    states["completed"] = {"Type": "Succeed"}
    states[SETTLE_FAILED] = _settle(False, "failed")
    states["failed"] = {"Type": "Fail", "Error": "JobFailed", "Cause": "The job's events tell what happened."}
    return {
        "Comment": f"{plugin.name} ({plugin.plugin_id} {plugin.version})",
        "QueryLanguage": "JSONata",
        "StartAt": "begin",
        "States": states,
    }


def rendered_text(plugin: Plugin) -> str:
    """Return the definition as it stands in ``step_functions/``."""
    return json.dumps(render(plugin), indent=2) + "\n"


def write_all(folder: Path) -> list[Path]:
    """Write the definition of every installed plugin into a folder and return the paths."""
    written = []
    for plugin in discover().plugins.values():
        path = folder / f"{plugin.plugin_id}.asl.json"
        path.write_text(rendered_text(plugin))
        written.append(path)
    return written
