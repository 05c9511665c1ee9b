"""Live progress in a dictionary."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection

from williams.domain.executions import Execution
from williams.domain.jobs import JobError, JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.progress import ProgressEvent, ProgressRecord
from williams.domain.progress_rules import State, Update, added, points, reported


class InMemoryProgress:
    """ProgressPort for tests. ``told`` keeps every accepted event in order, as a stream would.

    ``reads`` counts the requests for snapshots. ``now_ms`` is the time in Unix milliseconds. ``failure``, while set, is
    raised by every method.
    """

    def __init__(self, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self.failure: Exception | None = None
        self.told: list[ProgressEvent] = []
        self.reads = 0
        self._now_ms = now_ms
        self._states: dict[str, State] = {}
        self._guard = threading.Lock()

    def report(
        self,
        owner: str,
        execution: Execution,
        status: JobStatus,
        percent: float,
        message: str,
        error: JobError | None = None,
        notices: NoticeDigest | None = None,
    ) -> bool:
        update = Update(owner, status, points(percent), message, self._now_ms(), execution.number, error, notices)
        return self._apply(execution.job_id, update, reported)

    def add(self, owner: str, execution: Execution, status: JobStatus, percent: float, message: str) -> None:
        update = Update(owner, status, points(percent), message, self._now_ms(), execution.number)
        self._apply(execution.job_id, update, added)

    def record(self, job_id: str) -> ProgressRecord | None:
        self._fail()
        state = self._states.get(job_id)
        return state.record(job_id) if state else None

    def latest(self, job_ids: Collection[str]) -> dict[str, ProgressEvent]:
        self._fail()
        self.reads += 1
        return {job_id: state.latest.event(job_id) for job_id, state in self._states.items() if job_id in job_ids}

    def _apply(self, job_id: str, update: Update, rule: Callable[[State | None, Update], State | None]) -> bool:
        self._fail()
        with self._guard:
            old = self._states.get(job_id)
            new = rule(old, update)
            if new is None:
                return False
            self._states[job_id] = new
            if old is None or new.latest.seq != old.latest.seq:
                self.told.append(new.latest.event(job_id))
            return True

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
