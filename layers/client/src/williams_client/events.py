"""What a watched job says: v2's WebSocket message."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from williams_client.models import JobAnswer, NoticeDigest

WAITING = frozenset({"pending", "queued", "retrying"})
TERMINAL = frozenset({"completed", "failed", "cancelled"})


@dataclass(frozen=True)
class ProgressEvent:
    """One step of a job. ``progress`` is 0 to 100; ``timestamp`` is ISO 8601.

    ``seq`` grows with every message of the job; it is None for what was learned from GET instead (``via`` is
    ``"http"``). ``error_code`` and ``error_message`` say why a job is failed, or retried,
    ``notices`` what a completed import left out or guessed.
    """

    job_id: str
    status: str
    progress: float
    stage: str
    timestamp: str
    seq: int | None
    via: Literal["websocket", "http"] = "websocket"
    error_code: str | None = None
    error_message: str | None = None
    notices: NoticeDigest | None = None

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL

    def message(self) -> dict[str, Any]:
        """Return v2's message with ``seq`` and, of a failure, its reason; of an import, what there is to know."""
        told = {name: getattr(self, name) for name in ("job_id", "status", "progress", "stage", "timestamp", "seq")}
        reason = {"error_code": self.error_code, "error_message": self.error_message}
        notices = {"notices": self.notices.as_json() if self.notices else None}
        return told | {name: value for name, value in (reason | notices).items() if value is not None}


@dataclass(frozen=True)
class Refusal:
    """The server's answer to a request that it does not grant."""

    code: str
    detail: str


def parse(raw: str | bytes) -> ProgressEvent | Refusal | None:
    """Return what a WebSocket message says, or None when it is no news (a pong). Raises ValueError."""
    message = json.loads(raw)
    if not isinstance(message, dict):
        raise ValueError(f"not an object: {str(raw)[:100]}")
    if "error" in message:
        return Refusal(str(message["error"]), str(message.get("detail", "")))
    if "job_id" in message and "status" in message:
        noted = message.get("notices")
        return ProgressEvent(
            job_id=str(message["job_id"]),
            status=str(message["status"]),
            progress=float(message["progress"]),
            stage=str(message["stage"]),
            timestamp=str(message["timestamp"]),
            seq=int(message["seq"]),
            error_code=message.get("error_code"),
            error_message=message.get("error_message"),
            notices=NoticeDigest.model_validate(noted) if noted else None,
        )
    if "message" in message:
        # API Gateway's own words when the function behind it fails.
        return Refusal("gateway", str(message["message"]))
    return None


def event_of(job: JobAnswer) -> ProgressEvent:
    """Return the event that a job's present state amounts to."""
    return ProgressEvent(
        job_id=job.job_id,
        status=job.status,
        progress=job.progress_percent,
        stage=job.error_message or job.message or job.current_stage or "",
        timestamp=(job.completed_at or datetime.now(UTC)).isoformat(),
        seq=None,
        via="http",
        error_code=job.error.code if job.error else None,
        error_message=job.error_message,
        notices=job.notices,
    )
