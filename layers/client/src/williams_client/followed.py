"""What is known of a job that is followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from williams_client.events import TERMINAL, WAITING, ProgressEvent
from williams_client.models import JobAnswer


@dataclass
class Followed:
    """A job as the API last told it, and as the caller was last told.

    Attributes:
        seq: of the newest event that the WebSocket told.
        told: the newest event that the caller was given.
        asked_at: when the present connection subscribed to it, in seconds of the follower's clock.
        since: when the API first told of its present status.
    """

    job: JobAnswer
    seq: int = 0
    told: ProgressEvent | None = None
    asked_at: float | None = None
    since: float = 0.0

    @property
    def has_ended(self) -> bool:
        return self.job.status in TERMINAL

    @property
    def is_told_ended(self) -> bool:
        return self.told is not None and self.told.is_terminal

    @property
    def is_settled(self) -> bool:
        """The caller was told of the end, and the API says that it is one: a failure may be followed by a retry."""
        return self.has_ended and self.told is not None and self.told.status == self.job.status

    @property
    def is_listened_to(self) -> bool:
        return self.asked_at is not None and not self.is_told_ended

    @property
    def rank(self) -> tuple[int, datetime]:
        """What is at work comes before what waits, and the older before the newer."""
        return int(self.job.status in WAITING), self.job.created_at

    def update(self, job: JobAnswer, now: float) -> None:
        if job.status != self.job.status:
            self.since = now
        self.job = job

    def is_unheard(self, now: float, grace: float) -> bool:
        """Tell whether the WebSocket does not say, or not within ``grace``, what the API says."""
        if self.asked_at is None or self.has_ended:
            return True
        behind = self.told is None or self.told.status != self.job.status
        return behind and now - self.since >= grace

    def is_news(self, event: ProgressEvent) -> bool:
        if self.told is None or self.told.status != event.status:
            return True
        return not event.is_terminal and (self.told.progress, self.told.stage) != (event.progress, event.stage)

    def takes(self, event: ProgressEvent) -> bool:
        """Take what the WebSocket said, if it is news."""
        seq = event.seq or 0
        repeats_end = event.is_terminal and seq == self.seq
        if (seq <= self.seq and not repeats_end) or not self.is_news(event):
            return False
        self.seq, self.told = seq, event
        return True

    def silent_for(self, now: float) -> float:
        """Return for how many seconds the WebSocket has withheld the job's end."""
        if self.asked_at is None or not self.has_ended:
            return 0.0
        return now - max(self.asked_at, self.since)
