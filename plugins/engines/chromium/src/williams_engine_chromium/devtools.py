"""Chromium's DevTools protocol over a pair of pipes: no port is opened, and nobody else can speak to the browser."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any, Final

LONGEST_MESSAGE: Final = 64 * 1024 * 1024
_END: Final = b"\0"

Event = Callable[[str, dict[str, Any]], None]


class CommandRefusedError(Exception):
    """The browser does not do what it was told to, for the reason that it gives."""


class BrowserGoneError(Exception):
    """The browser ended, or was ended, before it answered."""


class DevTools:
    """Sends commands and hands on events, which come with their session's id, empty for those of the whole browser."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Event] = {}
        self._gone = False

    def listen(self, session: str, on_event: Event) -> None:
        """Call ``on_event`` with each event's name and parameters."""
        self._listeners[session] = on_event

    async def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers. Raises CommandRefusedError, BrowserGoneError."""
        return await self.send(method, session, **parameters)

    def send(self, method: str, session: str = "", **parameters: Any) -> asyncio.Future[dict[str, Any]]:
        """Send a command; its answer need not be waited for."""
        number = next(self._numbers)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        # Whoever asks is told; where nobody does, the loop need not complain.
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        if self._gone:
            future.set_exception(BrowserGoneError("The browser has ended."))
            return future
        self._waiting[number] = future
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        self._writer.write(json.dumps(message | ({"sessionId": session} if session else {})).encode() + _END)
        return future

    async def run(self) -> None:
        """Read what the browser says until it says no more."""
        try:
            while True:
                self._take(json.loads((await self._reader.readuntil(_END))[:-1]))
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
            pass  # It ended, or speaks something else: either way there is nobody to talk to.
        finally:
            self._gone = True
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(BrowserGoneError("The browser has ended."))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            listener = self._listeners.get(message.get("sessionId", ""))
            if listener is not None:
                listener(message["method"], message.get("params", {}))
            return
        future = self._waiting.pop(message["id"], None)
        if future is None or future.done():
            return
        if "error" in message:
            future.set_exception(CommandRefusedError(message["error"].get("message", "")))
        else:
            future.set_result(message.get("result", {}))
