"""A provider that costs money, as a test serves it.

``POST /answers`` is one paid call, ``GET /gate`` waits for go. ``POST /tasks`` is a paid task, ``GET /tasks/<id>`` asks
whether it is done, ``DELETE`` takes it back.
"""

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


class Task(BaseModel):
    """``answer`` is there when the task is done."""

    task: str
    answer: Answer | None = None


async def submit(url: str, question: dict[str, Any]) -> str:
    """Give a paid task to the provider and return its name. Raises as ``ask`` does."""
    made = await asyncio.to_thread(_answered, f"{url}/tasks", json.dumps(question))
    return Task.model_validate_json(made).task


async def poll(url: str, task: str) -> Answer | None:
    """Return the task's answer when it is done. Raises as ``ask`` does."""
    found = await asyncio.to_thread(_answered, f"{url}/tasks/{task}", None)
    return Task.model_validate_json(found).answer


async def take_back(url: str, task: str) -> None:
    """Tell the provider that nobody waits any more. Raises as ``ask`` does."""
    await asyncio.to_thread(_answered, f"{url}/tasks/{task}", None, "DELETE")


def _answered(url: str, body: str | None, method: str | None = None) -> bytes:
    content = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, body.encode() if body else None, content, method=method)
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
