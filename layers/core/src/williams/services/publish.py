"""Pushes progress to those who listen, and answers a new subscription."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from williams.domain.errors import Forbidden, NotFound, Unauthenticated, WilliamsError
from williams.ports.progress import ConnectionPort, ProgressEvent, ProgressPort, PushPort

log = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 32 * 1024 - 512


def message_of(event: ProgressEvent) -> str:
    """Return v2's WebSocket message with ``seq``."""
    return event.model_dump_json()


@dataclass(frozen=True)
class Publisher:
    connections: ConnectionPort
    push: PushPort

    def publish(self, event: ProgressEvent) -> None:
        """Send to every subscriber of the job and forget those that are gone.

        One that cannot be reached holds up nobody; it asks for what it missed by ``since`` when it is back.
        """
        message = message_of(event)
        for connection_id in self.connections.subscribers(event.job_id):
            try:
                if not self.push.push(connection_id, message):
                    self.connections.forget(connection_id)
            except WilliamsError as error:
                log.error("could not push to %s: %s", connection_id, error)


def subscribe(progress: ProgressPort, publisher: Publisher, connection_id: str, job_id: str, since: int) -> None:
    """Subscribe, then send every status event after ``since`` and the latest snapshot.

    Raises Unauthenticated for a connection that is not known, Forbidden for another job than its ticket's, NotFound
    for another owner's.
    """
    who = publisher.connections.who(connection_id)
    if who is None:
        raise Unauthenticated("The connection is not known. Connect again with a new ticket.")
    if who.job_id not in (None, job_id):
        raise Forbidden("The ticket is for another job. Ask GET /api/jobs/{id} for that job's progress_url.")
    record = progress.record(job_id)
    if record is None or record.owner != who.owner:
        raise NotFound(f"There is no job {job_id!r}.")
    publisher.connections.subscribe(connection_id, job_id)
    record = progress.record(job_id) or record
    missed = [event for event in record.history if event.seq > since]
    if not missed or missed[-1].seq < record.latest.seq:
        missed.append(record.latest)
    for chunk in _chunks(missed):
        publisher.push.push(connection_id, chunk)


def _chunks(events: list[ProgressEvent]) -> list[str]:
    """Return one message per event; each is far below the limit of a frame."""
    return [message_of(event) for event in events if len(message_of(event)) <= MAX_MESSAGE_BYTES]


def error_message(code: str, detail: str) -> str:
    """Return what a connection is told when its request is refused."""
    return json.dumps({"error": code, "detail": detail})
