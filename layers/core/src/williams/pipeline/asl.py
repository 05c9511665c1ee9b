"""Renders a plugin's pipeline as an Amazon States Language state machine (JSONata).

There is a state for each stage, but a Task goes on with the stages after its own while it can: its output names the
state where the work stopped, and one Choice enters that. States carry identifiers and counts only.
``${RunStageFunctionArn}`` and ``${SettleJobFunctionArn}`` are filled in at deployment. Failures are data: ``run_stage``
has recorded the reason before a Task fails, so one Catch serves all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from williams.pipeline.invocation import SETTLE
from williams.plugin.base import Plugin
from williams.plugin.registry import discover
from williams.plugin.stage import Poll, Stage, invocation_seconds, waiting

RUN_STAGE = "${RunStageFunctionArn}"
SETTLE_JOB = "${SettleJobFunctionArn}"
GO_ON = "go_on"
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
_CATCH = [{"ErrorEquals": ["States.ALL"], "Output": "{% null %}", "Next": SETTLE_FAILED}]
_EXECUTION = {name: f"{{% $states.context.Execution.Input.{name} %}}" for name in ("job_id", "execution_no")}
STATE_TIMEOUT_MARGIN_SECONDS = 30


def _run(stage: Stage, seconds: int, **arguments: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Comment": stage.message,
        "Resource": RUN_STAGE,
        "Arguments": _EXECUTION | {"stage": stage.name} | arguments,
        "TimeoutSeconds": seconds + STATE_TIMEOUT_MARGIN_SECONDS,
        "Retry": _RETRY,
    }


def _task(plugin: Plugin, stage: Stage) -> dict[str, Any]:
    return _run(stage, invocation_seconds(plugin.stages)) | {"Catch": _CATCH, "Next": GO_ON}


def _map(plugin: Plugin, stage: Stage) -> dict[str, Any]:
    assert stage.fan_out is not None
    following = plugin.stages_after(stage.name)[0].name
    items = f"{{% [0..$states.input.batches.{stage.name}-1] %}}"
    batch = f"{stage.name}_batch"
    states = {batch: _run(stage, stage.seconds, batch="{% $states.input %}") | {"Output": "{% null %}", "End": True}}
    if stage.poll:
        # An array constructor, or JSONata would make a single batch of an array of one.
        items = f"{{% [[0..$states.input.batches.{stage.name}-1].{{'batch': $}}] %}}"
        states = _polled_batch(stage, stage.poll, batch)
    return {
        "Type": "Map",
        "Comment": stage.message,
        "Items": items,
        "MaxConcurrency": stage.fan_out.max_concurrency,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "INLINE"},
            "StartAt": batch,
            "States": states,
        },
        "Output": "{% $states.input %}",
        "Catch": _CATCH,
        "Next": following,
    }


def _polled_batch(stage: Stage, poll: Poll, name: str) -> dict[str, Any]:
    """A batch that waits where its Task says so, and runs again."""
    task = _run(stage, stage.seconds, batch="{% $states.input.batch %}")
    output = {"batch": "{% $states.input.batch %}", "next": "{% $states.result.next %}"}
    state, question, done = waiting(stage.name), f"{stage.name}_go_on", f"{stage.name}_done"
    return {
        name: task | {"Output": output, "Next": question},
        question: {"Type": "Choice", "Choices": [_choice(state)], "Default": done},
        state: _wait(poll, name),
        done: {"Type": "Pass", "Output": "{% null %}", "End": True},
    }


def _wait(poll: Poll, following: str) -> dict[str, Any]:
    return {"Type": "Wait", "Seconds": poll.every, "Next": following}


def _choice(name: str) -> dict[str, str]:
    return {"Condition": f"{{% $states.input.next = '{name}' %}}", "Next": name}


def _go_on(names: list[str]) -> dict[str, Any]:
    return {
        "Type": "Choice",
        "Comment": "Where the work of a Task stopped",
        "Choices": [_choice(name) for name in (SETTLE, *names)],
        "Default": SETTLE_FAILED,
    }


def _settle(succeeded: bool) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": SETTLE_JOB,
        "Arguments": _EXECUTION | {"succeeded": succeeded},
        "Retry": _RETRY,
    }


def render(plugin: Plugin) -> dict[str, Any]:
    """Return the state machine's definition as plain data."""
    names = [stage.name for stage in plugin.stages]
    states: dict[str, Any] = {stage.name: (_map if stage.fan_out else _task)(plugin, stage) for stage in plugin.stages}
    waits = {
        waiting(stage.name): _wait(stage.poll, stage.name)
        for stage in plugin.stages
        if stage.poll and not stage.fan_out
    }
    states |= waits
    states[GO_ON] = _go_on([*names[1:], *waits])
    states[SETTLE] = _settle(True) | {"End": True}
    states[SETTLE_FAILED] = _settle(False) | {"Next": "failed"}
    states["failed"] = {"Type": "Fail", "Error": "JobFailed", "Cause": "The job's events tell what happened."}
    return {
        "Comment": f"{plugin.name} ({plugin.plugin_id} {plugin.version})",
        "QueryLanguage": "JSONata",
        "StartAt": names[0],
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
