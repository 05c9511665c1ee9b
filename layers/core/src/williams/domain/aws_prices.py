"""AWS's list prices of what a job uses, and what a job costs by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from williams.domain.jobs import JobEvent
from williams.domain.outcomes import EventKind

AS_OF: Final = "us-east-1, November 2026, beyond the free tiers"
LAMBDA_GB_SECOND: Final = 0.0000133334
LAMBDA_REQUEST: Final = 0.20 / 1e6
STATE_TRANSITION: Final = 25.0 / 1e6
S3_PUT: Final = 5.0 / 1e6
_MEGABYTES: Final = 1024
# An execution enters a state before its first stage, and one behind its last.
_STATES_AROUND: Final = 2
_ENDS: Final = frozenset({EventKind.END.value, EventKind.ERROR.value})


def aws_costs(seconds: float, memory_mb: int, invocations: int, executions: int, puts: int) -> dict[str, float]:
    """Return US dollars by service. ``seconds`` are those of all invocations together."""
    return {
        "lambda": seconds * memory_mb / _MEGABYTES * LAMBDA_GB_SECOND + invocations * LAMBDA_REQUEST,
        "step_functions": (invocations + _STATES_AROUND * executions) * STATE_TRANSITION,
        "s3": puts * S3_PUT,
    }


def costs_of_events(events: Sequence[JobEvent], memory_mb: int) -> dict[str, float]:
    """Return what a job has cost so far, by its story: a checkpoint for each stage or batch, and an object a call."""
    begun: dict[tuple[str | None, int | None, int], datetime] = {}
    seconds, invocations, calls = 0.0, 0, 0
    for event in events:
        place = (event.stage, event.batch, event.execution_no)
        if event.kind == EventKind.BEGIN:
            begun[place] = event.at
            invocations += 1
        elif event.kind in _ENDS and place in begun:
            seconds += (event.at - begun.pop(place)).total_seconds()
        elif event.kind == EventKind.COST:
            calls += 1
    executions = len({event.execution_no for event in events if event.execution_no})
    return aws_costs(seconds, memory_mb, invocations, executions, invocations + calls)
