"""Short-lived tickets that open a WebSocket: signed, for one job, one batch or all of one owner's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from williams.domain.batch_progress import watched_batch
from williams.domain.errors import Unauthenticated
from williams.domain.progress import Subscriber
from williams.services.signing import Signer

_PURPOSE: Final = "ticket"
_HOW: Final = "Ask GET /api/jobs/{id}, or GET /api/batches/{id}, for a new progress_url."


@dataclass(frozen=True)
class Tickets:
    """``websocket_url`` may hold ``{job_id}``; a ticket is valid for ``seconds``."""

    signer: Signer
    websocket_url: str
    seconds: int

    def issue(self, subscriber: Subscriber) -> str:
        """Return a URL-safe ticket."""
        expires = int(time.time()) + self.seconds
        return self.signer.signed(_PURPOSE, [subscriber.owner, subscriber.watched, expires])

    def progress_url(self, owner: str, job_id: str | None) -> str:
        """Return the WebSocket address that shows this job's progress, or that of all the owner's, with its ticket."""
        return self._address(Subscriber(owner=owner, watched=job_id), job_id or "all")

    def batch_progress_url(self, owner: str, batch_id: str) -> str:
        """Return the WebSocket address that shows this batch's progress, with its ticket."""
        return self._address(Subscriber(owner=owner, watched=watched_batch(batch_id)), batch_id)

    def _address(self, subscriber: Subscriber, name: str) -> str:
        return f"{self.websocket_url.replace('{job_id}', name)}?ticket={self.issue(subscriber)}"

    def redeem(self, ticket: str) -> Subscriber:
        """Return whose ticket it is. Raises Unauthenticated for a forged, malformed or expired one."""
        try:
            owner, watched, expires = self.signer.verified(_PURPOSE, ticket)
        except ValueError:
            raise Unauthenticated(f"The ticket is not valid. {_HOW}") from None
        if expires < time.time():
            raise Unauthenticated(f"The ticket has expired. {_HOW}")
        return Subscriber(owner=owner, watched=watched)
