"""Sorts what a stage raised into the failure that its job records."""

from __future__ import annotations

import logging

from williams.domain.errors import DeadlineExceeded, Stop, WilliamsError
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


def classified(error: BaseException, stage: str) -> JobError | None:
    """Return the failure to record, or None when the work was only told to stop.

    An exception that is not one of ours is a defect or the machine's fault; it counts as transient, and its type and
    message are kept.
    """
    if isinstance(error, Stop):
        return None
    if isinstance(error, TimeoutError):
        error = DeadlineExceeded(f"The stage {stage} ran out of time.")
    if isinstance(error, WilliamsError):
        return JobError(code=error.code, message=error.detail, retryable=error.retryable, stage=stage)
    log.error("stage failed unexpectedly", exc_info=error, extra={"stage": stage})
    message = f"{type(error).__name__}: {error}"
    return JobError(code=WilliamsError.code, message=message, retryable=WilliamsError.retryable, stage=stage)
