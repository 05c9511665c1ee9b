"""Sorts what a stage raised into the failure that its job records."""

from __future__ import annotations

import logging

from williams.domain.errors import DeadlineExceeded, Stop, WilliamsError, WorkerCrashed, unforeseen
from williams.domain.jobs import JobError

log = logging.getLogger(__name__)


def root_cause(error: BaseException) -> BaseException:
    """Return the error that decides: of several items' errors one to stop for, else a permanent one, else the first."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    causes = [root_cause(each) for each in error.exceptions]
    stops = [cause for cause in causes if isinstance(cause, Stop)]
    permanent = [cause for cause in causes if isinstance(cause, WilliamsError) and not cause.retryable]
    return (stops + permanent + causes)[0]


def classified(error: BaseException, stage: str, job_id: str) -> JobError | None:
    """Return the failure to record, or None when the work was only told to stop.

    An exception that is not one of ours is a defect or the machine's fault. Its own words, which may be a driver's or
    a statement, go to the log with the job's id; people are told where it happened and where to find more.
    """
    if isinstance(error, Stop):
        return None
    known = _known(error, stage)
    if known is None:
        log.error("stage failed unexpectedly", exc_info=error, extra={"stage": stage, "job_id": job_id})
        known = WilliamsError(unforeseen(f"in the stage {stage}", job_id))
    elif known.reason is not None:
        log.error("stage failed: %s", known, extra={"stage": stage, "job_id": job_id})
    return JobError(code=known.code, message=known.detail, retryable=known.retryable, stage=stage)


def _known(error: BaseException, stage: str) -> WilliamsError | None:
    match error:
        case WilliamsError():
            return error
        case TimeoutError():
            return DeadlineExceeded(f"The stage {stage} ran out of time.")
        case MemoryError():
            return WorkerCrashed(f"The stage {stage} ran out of memory.")
        case _:
            return None
