"""The progress WebSocket, as any client would use it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

from williams_client import TERMINAL

# An execution that says nothing is ended at the second tick at the latest, and its job tried again.
LISTEN_SECONDS = 200.0


@contextmanager
def connected(url: str) -> Iterator[ClientConnection]:
    with connect(url, open_timeout=15, close_timeout=2, ping_interval=None, proxy=None) as socket:
        yield socket


def received(socket: ClientConnection, within: float = 15.0) -> dict[str, Any]:
    """Return the next message. Raises TimeoutError."""
    return dict(json.loads(socket.recv(timeout=within)))


def asked(socket: ClientConnection, message: str | dict[str, Any]) -> dict[str, Any]:
    """Send a message and return the answer."""
    socket.send(message if isinstance(message, str) else json.dumps(message))
    return received(socket)


def until_end(socket: ClientConnection, within: float = LISTEN_SECONDS) -> list[dict[str, Any]]:
    """Return all messages up to the job's end."""
    deadline = time.monotonic() + within
    messages: list[dict[str, Any]] = []
    while not messages or messages[-1].get("status") not in TERMINAL:
        try:
            messages.append(received(socket, deadline - time.monotonic()))
        except TimeoutError:
            raise AssertionError(f"No end of the job within {within:g} s, only {messages}") from None
        assert "error" not in messages[-1], messages[-1]
    return messages


def news(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a client shows: a message that is pushed late or twice has a sequence number that was passed."""
    shown: list[dict[str, Any]] = []
    for message in messages:
        if not shown or message["seq"] > shown[-1]["seq"]:
            shown.append(message)
    return shown


def listen(url: str, job_id: str, since: int = 0, within: float = LISTEN_SECONDS) -> list[dict[str, Any]]:
    """Connect, subscribe, and return all messages up to the job's end.

    The push of the end may overtake the answer to who subscribes just then, and who knows the end hangs up: such a
    listener asks again, as the first message of all has the number 1.
    """
    deadline = time.monotonic() + within
    while True:
        with connected(url) as socket:
            socket.send(json.dumps({"action": "subscribe", "job_id": job_id, "since": since}))
            messages = until_end(socket, deadline - time.monotonic())
        if since or messages[0]["seq"] == 1:
            return messages
