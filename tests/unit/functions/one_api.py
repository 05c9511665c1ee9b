"""The API, put together once for all tests: doing that takes longer than most of its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from functions.api.app import create_app
from williams.services.application import Application


def _nothing() -> NoReturn:
    raise AssertionError("Nobody has said which application answers.")


API = create_app(_nothing)


def document() -> dict[str, Any]:
    """Return its OpenAPI document."""
    return API.openapi()


def answering(provider: Callable[[], Application], headers: dict[str, str]) -> TestClient:
    """Return a client of an application; those of several applications may take turns, but not call at once."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        API.state.provider = provider
        await API(scope, receive, send)

    return TestClient(answer, headers=headers, raise_server_exceptions=False)
