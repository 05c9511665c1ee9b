"""When the tick runs: as long as a job is open or still to be made, or ended so recently that its end may not be told.

The order of the calls is what makes it safe. A job is written before the tick is started, and jobs are counted after
the tick was stopped: whichever of the two comes last sees the other.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from williams.domain.errors import StoreUnavailable
from williams.ports.batches import BatchStorePort
from williams.ports.jobs import JobStorePort
from williams.ports.tick import TickPort

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Tick:
    """Without a ``rule`` that can be switched it never rests."""

    jobs: JobStorePort
    batches: BatchStorePort
    rule: TickPort | None

    def keep_ticking(self) -> None:
        """Start the tick for a job that was just written.

        The job is not refused when the tick cannot be started: its wake-up dispatches it, and should that be lost, the
        slow tick that never rests finds it.
        """
        if self.rule is None:
            return
        try:
            self.rule.start()
        except StoreUnavailable as error:
            log.error("could not start the tick: %s", error)

    def rest_when_idle(self, now: datetime) -> bool:
        """Stop the tick when nothing is left to do, and return whether it rests. Raises StoreUnavailable."""
        if self.rule is None or self._busy(now):
            return False
        self.rule.stop()
        if self._busy(now):
            self.rule.start()
            return False
        return True

    def _busy(self, now: datetime) -> bool:
        open_ones = self.jobs.open_jobs() > 0 or self.batches.has_waiting()
        return open_ones or bool(self.jobs.settled_since(now - LOOK_BACK))
