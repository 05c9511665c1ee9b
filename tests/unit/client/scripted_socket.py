"""A WebSocket that says what a test wrote down, on a clock that only moves when someone waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.unit.client.records import NOW
from williams_client.socket import Socket, SocketLost

PONG = '{"action":"pong"}'


def said(seq: int, status: str, progress: float = 10.0, job_id: str = "job_1") -> str:
    message = {"job_id": job_id, "status": status, "progress": progress, "stage": status.title()}
    return json.dumps({**message, "timestamp": NOW, "seq": seq})


def refused(code: str, detail: str) -> str:
    return json.dumps({"error": code, "detail": detail})


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class ScriptedSocket:
    """Each item is a message, a silence in seconds, or the error that ends the connection; then it is silent."""

    script: list[str | float | SocketLost]
    clock: Clock
    sent: list[dict[str, Any]] = field(default_factory=list)

    def send(self, message: str) -> None:
        self.sent.append(json.loads(message))

    def receive(self, timeout: float) -> str:
        while self.script:
            item = self.script.pop(0)
            if isinstance(item, SocketLost):
                raise item
            if isinstance(item, str):
                return item
            if item > timeout:
                self.script.insert(0, item - timeout)
                break
            self.clock.now += item
            timeout -= item
        self.clock.now += timeout
        raise TimeoutError


@dataclass
class Network:
    """Opens the scripted connections one after the other; afterwards each attempt fails."""

    connections: Sequence[Sequence[str | float | SocketLost] | SocketLost]
    clock: Clock = field(default_factory=Clock)
    opened: list[tuple[str, ScriptedSocket]] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)

    @contextmanager
    def connect(self, url: str) -> Iterator[Socket]:
        self.attempts.append(url)
        script, self.connections = (
            (self.connections[0], self.connections[1:]) if self.connections else (SocketLost("nobody is there"), ())
        )
        if isinstance(script, SocketLost):
            raise script
        socket = ScriptedSocket(list(script), self.clock)
        self.opened.append((url, socket))
        yield socket
