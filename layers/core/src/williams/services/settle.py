"""Ends an execution: the job completes, is retried, or fails; then the freed place is given away."""

from __future__ import annotations

from datetime import UTC, datetime

from williams.domain.executions import Execution
from williams.domain.jobs import Job
from williams.services.backend import JobControl
from williams.services.dispatch import dispatch
from williams.services.endings import after_settling


def settle(control: JobControl, execution: Execution, succeeded: bool) -> Job | None:
    """Settle one execution and dispatch. Returns None for one that is stale or was settled before."""
    job = control.jobs.settle(execution, succeeded, datetime.now(UTC))
    try:
        if job is not None:
            control.settled(job)
            after_settling(control, job)
    finally:
        # The place is free, whatever else could not be done.
        dispatch(control)
    return job
