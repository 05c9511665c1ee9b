"""How far a job is, and who may watch it."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from williams.domain.jobs import JobStatus
from williams.domain.models import DeferredModel
from williams.domain.notices import NoticeDigest


class ProgressEvent(DeferredModel):
    """v2's WebSocket message plus ``seq``, which grows with every message of a job.

    ``message`` is text for people. v2 calls it ``stage``, and so do the message that is sent and the table. Why a job
    is FAILED or RETRYING stands in ``error_code`` and ``error_message``, what a COMPLETED import left out or guessed in
    ``notices``.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True, serialize_by_alias=True)

    job_id: str
    status: JobStatus
    progress: float
    message: str = Field(alias="stage")
    timestamp: datetime
    seq: int
    error_code: str | None = None
    error_message: str | None = None
    notices: NoticeDigest | None = None

    @property
    def watched(self) -> str:
        return self.job_id


class ProgressRecord(DeferredModel):
    """The latest snapshot and every status change so far (``history``, in order)."""

    owner: str
    latest: ProgressEvent
    history: list[ProgressEvent]


class Subscriber(DeferredModel):
    """A connection's right to listen to what is ``watched``, a job or a batch; None for all of an owner's."""

    model_config = ConfigDict(frozen=True)

    owner: str
    watched: str | None
