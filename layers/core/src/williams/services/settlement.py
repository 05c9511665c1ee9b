"""Ends an execution: the job completes, is retried, or fails; then the freed place is given away."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.executions import Execution
from williams.domain.jobs import Job
from williams.services.dispatcher import Dispatcher
from williams.services.endings import Endings


@dataclass(frozen=True)
class Settlement:
    endings: Endings
    dispatcher: Dispatcher

    def settle(self, execution: Execution, succeeded: bool) -> Job | None:
        """Settle one execution and dispatch. Returns None for one that is stale or was settled before."""
        try:
            return self.endings.settle(execution, succeeded)
        finally:
            # The place is free, whatever else could not be done.
            self.dispatcher.dispatch()
