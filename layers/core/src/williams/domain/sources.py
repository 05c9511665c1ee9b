"""Sources that are followed: looked at again and again, and what is new of them imported."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from pydantic import ConfigDict, Field

from williams.domain.jobs import JobStatus
from williams.domain.models import DeferredModel

SHORTEST_INTERVAL: Final = 3600
LONGEST_INTERVAL: Final = 30 * 24 * 3600
DEFAULT_INTERVAL: Final = 24 * 3600
# From the first failure on each pause is twice as long as the last; then the source is taken for dead.
MOST_FAILURES: Final = 5
JITTER: Final = 0.1


class SourceStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class FollowedSource(DeferredModel):
    """A source that is looked at every so many seconds.

    Attributes:
        request: the body of the import that a look is.
        reason: why it is paused.
        state: what the next look at a listing is given.
        looking: a look is under way, by the job ``job_id``; else that was the last one.
        looks: how many have begun.
        failures: how many in a row came to nothing; the last one's error is kept.
    """

    model_config = ConfigDict(frozen=True)

    source_id: str
    owner: str
    url: str
    title: str | None = None
    request: dict[str, Any] = Field(default_factory=dict)
    interval_seconds: int = DEFAULT_INTERVAL
    status: SourceStatus = SourceStatus.ACTIVE
    reason: str | None = None
    state: str | None = None
    looking: bool = False
    looks: int = 0
    job_id: str | None = None
    failures: int = 0
    error_code: str | None = None
    error_message: str | None = None
    looked_at: datetime | None = None
    next_look_at: datetime
    created_at: datetime

    @property
    def key(self) -> str:
        """What its next look is asked for by: however often it is begun, it is one job."""
        return f"{self.source_id}.{self.looks}"

    def succeeded(self, now: datetime, jitter: float) -> FollowedSource:
        """Return it after a look that went well; ``jitter`` is from -1 to 1."""
        told = {"failures": 0, "error_code": None, "error_message": None, "looking": False, "looked_at": now}
        return self.model_copy(update={**told, "next_look_at": now + self._pause(0, jitter)})

    def failed(self, code: str, message: str, now: datetime, jitter: float) -> FollowedSource:
        """Return it after a look that came to nothing: paused, if that was one too many."""
        failures = self.failures + 1
        told: dict[str, Any] = {"failures": failures, "error_code": code, "error_message": message, "looking": False}
        if failures >= MOST_FAILURES:
            reason = f"{failures} looks in a row came to nothing. The last one: {message}"
            told |= {"status": SourceStatus.PAUSED, "reason": reason}
        return self.model_copy(update={**told, "next_look_at": now + self._pause(failures, jitter)})

    def _pause(self, failures: int, jitter: float) -> timedelta:
        seconds = min(self.interval_seconds * 2**failures, LONGEST_INTERVAL)
        return timedelta(seconds=seconds * (1 + JITTER * jitter))


class EndedLook(DeferredModel):
    """A look whose job has ended, which its source does not know yet; it made a batch, or a content."""

    model_config = ConfigDict(frozen=True)

    source: FollowedSource
    status: JobStatus
    batch_id: str | None = None
    content_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None
