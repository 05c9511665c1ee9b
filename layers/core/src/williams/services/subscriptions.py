"""Connections that listen to jobs and batches: opened by a ticket, answered with what they missed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from williams.domain.batch_progress import watched_batch
from williams.domain.errors import Forbidden, NotFound, Unauthenticated
from williams.domain.progress import Subscriber
from williams.ports.progress import BatchProgressPort, ConnectionPort, ProgressPort, PushPort
from williams.services.publisher import message_of
from williams.services.tickets import Tickets


@dataclass(frozen=True)
class Subscriptions:
    connections: ConnectionPort
    progress: ProgressPort
    batch_progress: BatchProgressPort
    push: PushPort
    tickets: Tickets

    def connect(self, connection_id: str, ticket: str) -> None:
        """Let a connection listen to what its ticket is for. Raises Unauthenticated."""
        self.connections.open(connection_id, self.tickets.redeem(ticket))

    def disconnect(self, connection_id: str) -> None:
        self.connections.forget(connection_id)

    def subscribe(self, connection_id: str, job_id: str, since: int) -> None:
        """Subscribe, then send every status event after ``since`` and the latest snapshot.

        Raises Unauthenticated for a connection that is not known, Forbidden for another job than its ticket's,
        NotFound for another owner's.
        """
        who = self._who(connection_id)
        if who.watched not in (None, job_id):
            raise Forbidden("The ticket is for something else. Ask GET /api/jobs/{id} for this job's progress_url.")
        record = self.progress.record(job_id)
        if record is None or record.owner != who.owner:
            raise NotFound(f"There is no job {job_id!r}.")
        self.connections.subscribe(connection_id, job_id)
        record = self.progress.record(job_id) or record
        missed = [event for event in record.history if event.seq > since]
        if not missed or missed[-1].seq < record.latest.seq:
            missed.append(record.latest)
        for event in missed:
            self.push.push(connection_id, message_of(event))

    def subscribe_to_batch(self, connection_id: str, batch_id: str) -> None:
        """Subscribe, then send the latest message, which is the batch's whole state. Raises what subscribe does."""
        who, watched = self._who(connection_id), watched_batch(batch_id)
        if who.watched not in (None, watched):
            raise Forbidden("The ticket is for something else. Ask GET /api/batches/{id} for this one's progress_url.")
        record = self.batch_progress.record(batch_id)
        if record is None or record.owner != who.owner:
            raise NotFound(f"There is no batch {batch_id!r}.")
        self.connections.subscribe(connection_id, watched)
        record = self.batch_progress.record(batch_id) or record
        self.push.push(connection_id, message_of(record.latest))

    def _who(self, connection_id: str) -> Subscriber:
        who = self.connections.who(connection_id)
        if who is None:
            raise Unauthenticated("The connection is not known. Connect again with a new ticket.")
        return who

    def tell(self, connection_id: str, message: str) -> None:
        """Send a connection something that is not about a job."""
        self.push.push(connection_id, message)


def error_message(code: str, detail: str) -> str:
    """Return what a connection is told when its request is refused."""
    return json.dumps({"error": code, "detail": detail})
