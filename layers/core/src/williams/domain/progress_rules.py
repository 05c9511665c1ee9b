"""When a progress update is accepted, and what it changes: the same for every store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from williams.domain.jobs import TERMINAL, JobError, JobStatus, legal_sources
from williams.domain.notices import NoticeDigest, cut
from williams.domain.progress import ProgressEvent, ProgressRecord

QUIET_MS: Final = 500
HISTORY: Final = 200
FULL: Final = Decimal(100)
_DIGITS: Final = 6
_LONGEST_TEXT: Final = 500
# What may still be said of an execution whose job waits to be retried.
_AFTER_A_RETRY: Final = frozenset({JobStatus.RETRYING, JobStatus.CANCELLED})


@dataclass(frozen=True)
class Change:
    """One line of the history. ``at`` is in Unix milliseconds, ``execution`` the number of the job's that it is of."""

    status: JobStatus
    progress: Decimal
    message: str
    seq: int
    at: int
    execution: int = 0
    error_code: str | None = None
    error_message: str | None = None
    notices: NoticeDigest | None = None

    def event(self, job_id: str) -> ProgressEvent:
        return ProgressEvent(
            job_id=job_id,
            status=self.status,
            progress=float(self.progress),
            message=self.message,
            timestamp=datetime.fromtimestamp(self.at / 1000, UTC),
            seq=self.seq,
            error_code=self.error_code,
            error_message=self.error_message,
            notices=self.notices,
        )


@dataclass(frozen=True)
class Update:
    """What somebody wants written: ``percent`` is a level for a report, a step for an addition.

    ``message`` and the error's are cut at 500 characters: they may be a plugin's own text, and have to fit into
    messages and items.
    """

    owner: str
    status: JobStatus
    percent: Decimal
    message: str
    at: int
    execution: int
    error: JobError | None = None
    notices: NoticeDigest | None = None

    def change(self, progress: Decimal, seq: int, at: int) -> Change:
        """Return the line that it becomes."""
        return Change(
            status=self.status,
            progress=progress,
            message=cut(self.message, _LONGEST_TEXT),
            seq=seq,
            at=at,
            execution=self.execution,
            error_code=self.error.code if self.error else None,
            error_message=cut(self.error.message, _LONGEST_TEXT) if self.error else None,
            notices=self.notices,
        )


@dataclass(frozen=True)
class State:
    """A job's record as a store holds it; ``history`` ends with the newest status change."""

    owner: str
    latest: Change
    history: tuple[Change, ...]

    def record(self, job_id: str) -> ProgressRecord:
        history = [change.event(job_id) for change in self.history]
        return ProgressRecord(owner=self.owner, latest=self.latest.event(job_id), history=history)


def points(percent: float) -> Decimal:
    """Return a percentage between 0 and 100, rounded so that sums are exact."""
    return min(FULL, max(Decimal(0), Decimal(str(round(percent, _DIGITS)))))


def reported(state: State | None, update: Update) -> State | None:
    """Return the record after a report, or None when it is refused."""
    if state is None:
        return _first(update)
    if not _may_follow(state.latest, update) or _too_soon(state, update):
        return None
    return _moved(state, update, max(state.latest.progress, update.percent))


def added(state: State | None, update: Update) -> State | None:
    """Return the record after an addition, or None when it is refused; too soon, it raises the level quietly."""
    if state is None:
        return _first(update)
    if not _may_follow(state.latest, update):
        return None
    level = min(FULL, state.latest.progress + update.percent)
    if _too_soon(state, update):
        return replace(state, latest=replace(state.latest, progress=level))
    return _moved(state, update, level)


def _first(update: Update) -> State:
    change = update.change(update.percent, 1, update.at)
    return State(update.owner, change, (change,))


def _may_follow(latest: Change, update: Update) -> bool:
    old, new = latest.status, update.status
    if _is_late(latest, update):
        return False
    if old in TERMINAL:
        return old in legal_sources(new)
    # An end is always believed: a report between may have been lost, and this record is a view, not the truth.
    return new is old or new in TERMINAL or old in legal_sources(new)


def _is_late(latest: Change, update: Update) -> bool:
    """Whether the job has gone on since: to a later execution, or past the end of this one."""
    if update.execution != latest.execution:
        return update.execution < latest.execution
    return latest.status is JobStatus.RETRYING and update.status not in _AFTER_A_RETRY


def _too_soon(state: State, update: Update) -> bool:
    latest = state.latest
    same = (update.execution, update.status) == (latest.execution, latest.status)
    return same and update.at - latest.at < QUIET_MS


def _moved(state: State, update: Update, level: Decimal) -> State:
    at = max(update.at, state.latest.at)
    latest = update.change(level, state.latest.seq + 1, at)
    changed = update.status is not state.latest.status
    history = (*state.history, latest)[-HISTORY:] if changed else state.history
    return State(state.owner, latest, history)
