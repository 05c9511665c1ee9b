"""Starts the executions of the best waiting jobs, as far as the lanes have room."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from williams.domain.errors import StoreUnavailable, WilliamsError, unforeseen
from williams.domain.jobs import JobError
from williams.domain.lanes import Lanes
from williams.ports.jobs import Backlog, Claim, JobStorePort
from williams.ports.workflows import WorkflowPort
from williams.services.endings import Endings

log = logging.getLogger(__name__)

CLAIMS_AT_ONCE: Final = 20


@dataclass(frozen=True)
class Dispatcher:
    jobs: JobStorePort
    workflows: WorkflowPort
    lanes: Lanes
    endings: Endings

    def dispatch(self) -> int:
        """Claim and start until nothing eligible fits, and return how many executions were started.

        A job whose execution cannot be started gives its place back and is tried again; the others are not held up.
        Raises StoreUnavailable when the job store does not answer, and the first defect that showed (a right that is
        missing, say) once everything else is done.
        """
        started = 0
        failed: list[tuple[Claim, Exception]] = []
        while claims := self._claimed():
            for claim in claims:
                try:
                    self.workflows.start(claim.plugin_id, claim.execution)
                    started += 1
                except Exception as error:  # whatever it is, the claims behind it are taken and have to be started
                    log.error("could not start %s", claim.execution, exc_info=error)
                    failed.append((claim, error))
            if len(claims) < CLAIMS_AT_ONCE:
                break
        # Given back only now: the next claim would be of the same jobs, ahead of those behind them.
        for claim, reason in failed:
            self._give_back(claim, reason)
        raise_first_defect(reason for _, reason in failed)
        return started

    def backlog(self) -> list[Backlog]:
        """Return what runs and waits of each plugin."""
        return self.jobs.backlog()

    def _claimed(self) -> list[Claim]:
        lanes = self.lanes
        return self.jobs.claim(lanes.places, lanes.default, CLAIMS_AT_ONCE, places_for_others=lanes.for_others)

    def _give_back(self, claim: Claim, error: Exception) -> None:
        """Wait for a store that is away; count anything else as a failed attempt, so that it ends with its reason.

        What is known is tried again even if it is permanent: a deployment may be under way. A defect is, like any
        other, once.
        """
        if isinstance(error, StoreUnavailable):
            self.jobs.release_claim(claim)
            return
        if not isinstance(error, WilliamsError):
            error = WilliamsError(unforeseen("before the first stage", claim.execution.job_id))
        message = f"The execution could not be started. {error.detail}"
        self.endings.fail(claim, JobError(code=error.code, message=message, retryable=True))


def raise_first_defect(errors: Iterable[Exception]) -> None:
    """Raise the first error that is none of the library's own; those were foreseen, and are logged."""
    for error in errors:
        if not isinstance(error, WilliamsError):
            raise error
