"""Watching many jobs over one connection: their events as they come, and the jobs as the API knows them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from williams_cli.client.answers import Job
from williams_cli.client.errors import WatchTimeout, WebSocketFailed
from williams_cli.client.events import TERMINAL, ProgressEvent, Refusal, event_of, parse
from williams_cli.client.progress import Tempo
from williams_cli.client.socket import Connector, Socket, SocketLost


@dataclass(frozen=True)
class Look:
    """What the API says of the jobs at one moment; ``progress_url`` opens a WebSocket for all of the owner's."""

    jobs: list[Job]
    progress_url: str


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass
class ManyWatcher:
    """Watches the jobs of each look that have not ended, and those of ``wanted``, until all of them have ended.

    ``timeout`` is in seconds from the first look on; None waits for ever. ``notice`` is told, in words, when the
    WebSocket is given up.
    """

    look: Callable[[], Look]
    connect: Connector
    wanted: frozenset[str] = frozenset()
    require_websocket: bool = False
    timeout: float | None = None
    notice: Callable[[str], None] = _silent
    tempo: Tempo = field(default_factory=Tempo)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._deadline = float("inf")
        self._failures = 0
        self._known = set(self.wanted)
        self._open: list[str] = []
        self._retold: frozenset[str] = frozenset()
        self._since: dict[str, int] = {}
        self._shown: dict[str, ProgressEvent] = {}

    def news(self) -> Iterator[Job | ProgressEvent]:
        """Yield each watched job at each look, which comes every few seconds, and in between the events.

        Of each job's end there is an event, also if only a look told of it.

        Raises:
            WatchTimeout: the time was up first; the jobs go on.
            WebSocketFailed: ``require_websocket``, and it cannot be had.
            ApiProblem: the API does not know a job, or not this caller.
            Unreachable: the API does not answer.
        """
        if self.timeout is not None:
            self._deadline = self.clock() + self.timeout
        while True:
            look = self.look()
            yield from self._watched(look)
            if not self._open:
                return
            try:
                with self.connect(look.progress_url) as socket:
                    yield from self._listen(socket)
                    return
            except SocketLost as lost:
                reason = str(lost)
            if self._failures == len(self.tempo.reconnect):
                break
            self._pause(self.tempo.reconnect[self._failures])
            self._failures += 1
        if self.require_websocket:
            raise WebSocketFailed(f"The progress WebSocket cannot be used: {reason}.")
        self.notice(f"No progress over the WebSocket ({reason}); asking every {self.tempo.poll:g} s instead.")
        while self._open:
            self._pause(self.tempo.poll)
            yield from self._watched(self.look(), silent=True)

    def _watched(self, look: Look, silent: bool = False) -> Iterator[Job | ProgressEvent]:
        """``silent`` means that no WebSocket tells of what changes."""
        # Whoever names a job that has ended hears its story, too.
        retold, self._retold = self.wanted - self._retold, self.wanted
        self._open = [job["job_id"] for job in look.jobs if job["status"] not in TERMINAL or job["job_id"] in retold]
        self._known.update(self._open)
        for job in look.jobs:
            if job["job_id"] in self._known:
                yield job
                event = event_of(job, datetime.now(UTC).isoformat())
                unheard = silent or (event.is_terminal and job["job_id"] not in retold)
                if unheard and self._is_news(event):
                    yield event

    def _is_news(self, event: ProgressEvent) -> bool:
        shown, self._shown[event.job_id] = self._shown.get(event.job_id), event
        if shown is None or shown.status != event.status:
            return True
        return not event.is_terminal and (shown.progress, shown.stage) != (event.progress, event.stage)

    def _listen(self, socket: Socket) -> Iterator[Job | ProgressEvent]:
        subscribed: set[str] = set()
        ping_at = self.clock() + self.tempo.ping
        look_at = self.clock() + self.tempo.quiet
        while True:
            self._subscribe(socket, subscribed)
            event = self._received(socket, min(ping_at, look_at))
            now = self.clock()
            if event:
                yield event
                if event.is_terminal:
                    # What it cost, and whether it is to be retried, the API knows.
                    look_at = min(look_at, now + self.tempo.settled)
            if now >= ping_at:
                socket.send('{"action":"ping"}')
                ping_at = now + self.tempo.ping
            if now >= look_at:
                yield from self._watched(self.look())
                if not self._open:
                    return
                look_at = now + self.tempo.quiet

    def _subscribe(self, socket: Socket, subscribed: set[str]) -> None:
        for job_id in self._open:
            if job_id not in subscribed:
                subscribed.add(job_id)
                message = {"action": "subscribe", "job_id": job_id, "since": self._since.get(job_id, 0)}
                socket.send(json.dumps(message))

    def _received(self, socket: Socket, until: float) -> ProgressEvent | None:
        """Return the next message if it is news; None if it is not, or when nothing came before ``until``."""
        self._check_deadline()
        try:
            message = parse(socket.receive(max(0.0, min(until, self._deadline) - self.clock())))
        except TimeoutError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise SocketLost(f"it sent something that is no progress message ({error})") from error
        if isinstance(message, Refusal):
            # One job that is not known yet, or no more, is no reason to leave the others.
            if message.code == "not-found":
                return None
            raise SocketLost(f"it refused: {message.detail or message.code}")
        self._failures = 0
        if message is None or (message.seq or 0) <= self._since.get(message.job_id, 0):
            return None
        self._since[message.job_id] = message.seq or 0
        return message if self._is_news(message) else None

    def _pause(self, seconds: float) -> None:
        self._check_deadline()
        self.sleep(min(seconds, self._deadline - self.clock()))

    def _check_deadline(self) -> None:
        if self.clock() >= self._deadline:
            left = f"{len(self._open)} job{'s' if len(self._open) != 1 else ''}"
            raise WatchTimeout(
                f"After {self.timeout:g} s {left} had not ended. The work goes on; see it with: williams jobs watch"
            )
