"""Short-lived tickets that open a WebSocket: signed, for one job or all of one owner's."""

from __future__ import annotations

import time

from williams.domain.errors import Unauthenticated
from williams.domain.progress import Subscriber
from williams.services.signing import signed, verified

_PURPOSE = "ticket"


def issue(key: bytes, subscriber: Subscriber, seconds: int) -> str:
    """Return a URL-safe ticket that is valid for ``seconds``."""
    return signed(key, _PURPOSE, [subscriber.owner, subscriber.job_id, int(time.time()) + seconds])


def redeem(key: bytes, ticket: str) -> Subscriber:
    """Return whose ticket it is. Raises Unauthenticated for a forged, malformed or expired one."""
    try:
        owner, job_id, expires = verified(key, _PURPOSE, ticket)
    except ValueError:
        raise Unauthenticated("The ticket is not valid. Ask GET /api/jobs/{id} for a new progress_url.") from None
    if expires < time.time():
        raise Unauthenticated("The ticket has expired. Ask GET /api/jobs/{id} for a new progress_url.")
    return Subscriber(owner=owner, job_id=job_id)
