"""When the tick runs: as long as a job is open, or ended so recently that its end may not have been told.

The order of the calls is what makes it safe. A job is written before the tick is started, and jobs are counted after
the tick was stopped: whichever of the two comes last sees the other.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from williams.domain.errors import StoreUnavailable
from williams.services.backend import JobControl

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(minutes=5)


def keep_ticking(control: JobControl) -> None:
    """Start the tick for a job that was just written.

    The job is not refused when the tick cannot be started: its wake-up dispatches it, and should that be lost, the
    slow tick that never rests finds it.
    """
    if control.tick is None:
        return
    try:
        control.tick.start()
    except StoreUnavailable as error:
        log.error("could not start the tick: %s", error)


def rest_when_idle(control: JobControl, now: datetime) -> bool:
    """Stop the tick when nothing is left to do, and return whether it rests. Raises StoreUnavailable."""
    if control.tick is None or _busy(control, now):
        return False
    control.tick.stop()
    if _busy(control, now):
        control.tick.start()
        return False
    return True


def _busy(control: JobControl, now: datetime) -> bool:
    return control.jobs.open_jobs() > 0 or bool(control.jobs.settled_since(now - LOOK_BACK))
