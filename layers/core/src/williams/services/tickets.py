"""Short-lived tickets that open a WebSocket: signed, for one job or all of one owner's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

from williams.domain.errors import Unauthenticated
from williams.ports.progress import Subscriber


def _signature(key: bytes, payload: bytes) -> bytes:
    return hmac.new(key, payload, hashlib.sha256).digest()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def issue(key: bytes, subscriber: Subscriber, seconds: int) -> str:
    """Return a URL-safe ticket that is valid for ``seconds``."""
    payload = json.dumps([subscriber.owner, subscriber.job_id, int(time.time()) + seconds]).encode()
    return f"{_encoded(payload)}.{_encoded(_signature(key, payload))}"


def redeem(key: bytes, ticket: str) -> Subscriber:
    """Return whose ticket it is. Raises Unauthenticated for a forged, malformed or expired one."""
    try:
        payload, signature = (_decoded(part) for part in ticket.split("."))
        if not hmac.compare_digest(signature, _signature(key, payload)):
            raise ValueError
        owner, job_id, expires = json.loads(payload)
    except ValueError:
        raise Unauthenticated("The ticket is not valid. Ask GET /api/jobs/{id} for a new progress_url.") from None
    if expires < time.time():
        raise Unauthenticated("The ticket has expired. Ask GET /api/jobs/{id} for a new progress_url.")
    return Subscriber(owner=owner, job_id=job_id)
