"""Pushes progress to those who listen, and answers a new subscription."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from williams.domain.errors import Forbidden, NotFound, Unauthenticated, WilliamsError
from williams.domain.progress import ProgressEvent
from williams.ports.progress import ConnectionPort, ProgressPort, PushPort

log = logging.getLogger(__name__)

# As many as a client of AWS keeps connections open.
_AT_ONCE: Final = 16


def message_of(event: ProgressEvent) -> str:
    """Return v2's WebSocket message with ``seq`` and, of a failure, its reason."""
    return event.model_dump_json(exclude_none=True)


@dataclass(frozen=True)
class Publisher:
    connections: ConnectionPort
    push: PushPort

    def publish(self, events: Sequence[ProgressEvent]) -> None:
        """Send each event to every subscriber of its job, in order, and forget the connections that are gone.

        Connections are served side by side, so that one that is slow or cannot be reached holds up no other; it asks
        for what it missed by ``since`` when it is back. Whoever subscribes meanwhile is answered from the record, in
        which all these events already are.
        """
        listeners = {job_id: self.connections.subscribers(job_id) for job_id in dict.fromkeys(e.job_id for e in events)}
        outbox: dict[str, list[str]] = {}
        for event in events:
            message = message_of(event)
            for connection_id in listeners[event.job_id]:
                outbox.setdefault(connection_id, []).append(message)
        if outbox:
            with ThreadPoolExecutor(min(_AT_ONCE, len(outbox))) as threads:
                list(threads.map(self._send, outbox.keys(), outbox.values()))

    def _send(self, connection_id: str, messages: Sequence[str]) -> None:
        try:
            if not all(self.push.push(connection_id, message) for message in messages):
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
    for event in missed:
        publisher.push.push(connection_id, message_of(event))


def error_message(code: str, detail: str) -> str:
    """Return what a connection is told when its request is refused."""
    return json.dumps({"error": code, "detail": detail})
