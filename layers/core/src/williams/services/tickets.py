"""Short-lived tickets that open a WebSocket: signed, for one job or all of one owner's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from williams.domain.errors import Unauthenticated
from williams.domain.progress import Subscriber
from williams.services.signing import Signer

_PURPOSE: Final = "ticket"
_HOW: Final = "Ask GET /api/jobs/{id} for a new progress_url."


@dataclass(frozen=True)
class Tickets:
    """``websocket_url`` may hold ``{job_id}``; a ticket is valid for ``seconds``."""

    signer: Signer
    websocket_url: str
    seconds: int

    def issue(self, subscriber: Subscriber) -> str:
        """Return a URL-safe ticket."""
        expires = int(time.time()) + self.seconds
        return self.signer.signed(_PURPOSE, [subscriber.owner, subscriber.job_id, expires])

    def progress_url(self, owner: str, job_id: str | None) -> str:
        """Return the WebSocket address that shows this job's progress, or that of all the owner's, with its ticket."""
        ticket = self.issue(Subscriber(owner=owner, job_id=job_id))
        return f"{self.websocket_url.replace('{job_id}', job_id or 'all')}?ticket={ticket}"

    def redeem(self, ticket: str) -> Subscriber:
        """Return whose ticket it is. Raises Unauthenticated for a forged, malformed or expired one."""
        try:
            owner, job_id, expires = self.signer.verified(_PURPOSE, ticket)
        except ValueError:
            raise Unauthenticated(f"The ticket is not valid. {_HOW}") from None
        if expires < time.time():
            raise Unauthenticated(f"The ticket has expired. {_HOW}")
        return Subscriber(owner=owner, job_id=job_id)
