"""A provider that costs money, as a test serves it: ``POST /answers`` is one paid call, ``GET /gate`` waits for go."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

from pydantic import BaseModel

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable

_TOO_MANY = 429
_SERVER_SIDE = 500


class Answer(BaseModel):
    text: str
    cost_usd: float


async def ask(url: str, question: dict[str, Any]) -> Answer:
    """Make one paid call. Raises ProviderUnavailable, ProviderThrottled, ProviderRejected."""
    return Answer.model_validate_json(await asyncio.to_thread(_answered, f"{url}/answers", json.dumps(question)))


async def wait_at_gate(url: str) -> None:
    """Return when the test opens the gate. Raises ProviderUnavailable."""
    await asyncio.to_thread(_answered, f"{url}/gate", None)


def _answered(url: str, body: str | None) -> bytes:
    request = urllib.request.Request(url, body.encode() if body else None, {"Content-Type": "application/json"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=120) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        if error.code == _TOO_MANY:
            raise ProviderThrottled("The provider asks to wait.") from error
        kind = ProviderUnavailable if error.code >= _SERVER_SIDE else ProviderRejected
        raise kind(f"The provider answered {error.code}.") from error
    except OSError as error:
        raise ProviderUnavailable(f"The provider does not answer: {error}") from error
