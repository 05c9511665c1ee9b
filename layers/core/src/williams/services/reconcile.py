"""Heals what no event told of: executions that ended unsettled, claims that were never started, lost pushes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from williams.domain.errors import WilliamsError
from williams.ports.jobs import Claim
from williams.ports.workflows import ExecutionState
from williams.services.backend import JobControl
from williams.services.dispatch import dispatch, raise_first_defect
from williams.services.settle import after_settling
from williams.services.tick import LOOK_BACK, rest_when_idle

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)


class Healed(BaseModel):
    """How much was healed by one tick."""

    settled: int = 0
    restarted: int = 0
    republished: int = 0
    dispatched: int = 0
    resting: bool = False


def reconcile(control: JobControl) -> Healed:
    """Run one tick. What cannot be healed is logged and left to the next; it holds nothing up.

    Raises StoreUnavailable when the job store does not answer, and the first defect that showed once all else is done.
    """
    now = datetime.now(UTC)
    healed = Healed()
    failures: list[Exception] = []
    for claim in control.jobs.unsettled(now - GRACE):
        try:
            _heal(control, claim, now, healed)
        except Exception as error:  # a state machine that may not be asked about, say: the other claims may
            log.error("could not heal %s-%d: %s", claim.job_id, claim.execution_no, error)
            failures.append(error)
    healed.republished = _republish(control, now)
    healed.dispatched = dispatch(control)
    healed.resting = rest_when_idle(control, now)
    raise_first_defect(failures)
    return healed


def _heal(control: JobControl, claim: Claim, now: datetime, healed: Healed) -> None:
    state = control.workflows.state(claim.plugin_id, claim.job_id, claim.execution_no)
    if state is ExecutionState.RUNNING:
        return
    if state is ExecutionState.MISSING:
        control.workflows.start(claim.plugin_id, claim.job_id, claim.execution_no)
        healed.restarted += 1
        return
    job = control.jobs.settle(claim.job_id, claim.execution_no, state is ExecutionState.SUCCEEDED, now)
    if job is not None:
        after_settling(control, job)
        healed.settled += 1


def _republish(control: JobControl, now: datetime) -> int:
    republished = 0
    for job in control.jobs.settled_since(now - LOOK_BACK):
        try:
            record = control.progress.record(job.job_id)
            if record is None or record.latest.status is not job.status:
                after_settling(control, job)
                republished += 1
        except WilliamsError as error:
            log.error("could not tell how %s ended: %s", job.job_id, error)
    return republished
