"""Live progress: one record per job, watched by its subscribers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from williams.domain.batch_progress import BatchProgress, BatchRecord
from williams.domain.executions import Execution
from williams.domain.jobs import JobError, JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.progress import ProgressEvent, ProgressRecord, Subscriber


class ProgressPort(Protocol):
    """Progress never falls, not even when a job is retried: what was done stays done.

    A write is accepted when the status or the execution changed, or 500 ms have passed. ``message`` and the words of
    ``error`` are text for people, at most 500 characters of which are kept.
    """

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
        """Return whether the update was accepted. A terminal status is final unless the job is retried.

        What is said of an execution after the job has gone on to a later one, or waits for one, comes too late
        and is not accepted. Before the first execution its number is 0.

        ``error`` is why the job has this status, if that is an error; ``notices`` is what there is to
        know about what an import made.
        """
        ...

    def add(self, owner: str, execution: Execution, status: JobStatus, percent: float, message: str) -> None:
        """Raise the percentage by ``percent`` points: one finished item of a fan-out. Never lost to the 500 ms rule."""
        ...

    def record(self, job_id: str) -> ProgressRecord | None: ...

    def latest(self, job_ids: Collection[str]) -> dict[str, ProgressEvent]:
        """Return the latest snapshot of each of these jobs that has a record, all read at once."""
        ...


class BatchProgressPort(Protocol):
    """The last message of each batch, kept for some days."""

    def record(self, batch_id: str) -> BatchRecord | None: ...

    def write(self, owner: str, message: BatchProgress) -> bool:
        """Keep a message and pass it on. Return False where another one has its ``seq``, or the one before is gone."""
        ...


class ConnectionPort(Protocol):
    """Who is connected, and who listens to what: ``watched`` is a job's id, or what a batch is watched as."""

    def open(self, connection_id: str, who: Subscriber) -> None:
        """Remember whose connection it is."""
        ...

    def who(self, connection_id: str) -> Subscriber | None: ...

    def subscribe(self, connection_id: str, watched: str) -> None: ...

    def subscribers(self, watched: str) -> Sequence[str]: ...

    def forget(self, connection_id: str) -> None: ...


class PushPort(Protocol):
    """Send to an open WebSocket connection."""

    def push(self, connection_id: str, message: str) -> bool:
        """``message`` is at most 32 KB.

        Return False when the connection is gone, or was ended because it takes no messages.
        """
        ...
