"""Watching a job: over the WebSocket as long as it can be had, else by asking; to the end, or to the deadline."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from williams_cli.client.answers import Job
from williams_cli.client.errors import WatchTimeout, WebSocketFailed
from williams_cli.client.events import TERMINAL, ProgressEvent, Refusal, event_of, parse
from williams_cli.client.socket import Connector, Socket, SocketLost


@dataclass(frozen=True)
class Tempo:
    """All in seconds.

    Attributes:
        ping: gateways close a connection that was idle for ten minutes.
        quiet: after such a silence the API is asked whether the job has ended meanwhile.
        grace: how long the WebSocket may lag behind what the API said.
        settled: how long after a job's end the API is asked what became of it, where many are watched.
        poll: between two questions when there is no WebSocket.
        lasting: a connection that lived so long was a good one; gateways end even those after some hours.
        reconnect: the pauses before each further attempt; then the WebSocket is given up.
    """

    ping: float = 240.0
    quiet: float = 5.0
    grace: float = 3.0
    settled: float = 0.3
    poll: float = 2.0
    lasting: float = 60.0
    reconnect: tuple[float, ...] = (0.5, 1.0, 2.0)


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass
class Watcher:
    """Watches one job. ``get_job`` asks the API; ``notice`` is told, in words, when the WebSocket is given up.

    ``timeout`` is in seconds from the first event's request on; None waits for ever.
    """

    job_id: str
    get_job: Callable[[str], Job]
    connect: Connector
    require_websocket: bool = False
    timeout: float | None = None
    since: int = 0
    notice: Callable[[str], None] = _silent
    tempo: Tempo = Tempo()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._deadline = float("inf")
        self._failures = 0
        self._answered = False
        self._shown: ProgressEvent | None = None

    def events(self) -> Iterator[ProgressEvent]:
        """Yield each event newer than the ones before, up to the job's end.

        Raises:
            WatchTimeout: the time was up first; the job goes on.
            WebSocketFailed: ``require_websocket``, and it cannot be had or does not say what the API says.
            ApiProblem: the API does not know the job, or not this caller.
            Unreachable: the API does not answer.
        """
        if self.timeout is not None:
            self._deadline = self.clock() + self.timeout
        while True:
            job = self.get_job(self.job_id)
            began = self.clock()
            try:
                with self.connect(job["progress_url"]) as socket:
                    yield from self._listen(socket)
                    return
            except SocketLost as lost:
                reason = str(lost)
            if self.clock() - began >= self.tempo.lasting:
                self._failures = 0
            ended = None if self.require_websocket else self._ended()
            if ended:
                yield ended
                return
            if self._failures == len(self.tempo.reconnect):
                break
            self._pause(self.tempo.reconnect[self._failures])
            self._failures += 1
        if self.require_websocket:
            raise WebSocketFailed(f"The progress WebSocket of {self.job_id} cannot be used: {reason}.")
        self.notice(f"No progress over the WebSocket ({reason}); asking every {self.tempo.poll:g} s instead.")
        yield from self._poll()

    def _listen(self, socket: Socket) -> Iterator[ProgressEvent]:
        socket.send(json.dumps({"action": "subscribe", "job_id": self.job_id, "since": self.since}))
        self._answered = behind = False
        ping_at = self.clock() + self.tempo.ping
        check_at = self.clock() + self.tempo.quiet
        while True:
            event = self._received(socket, min(ping_at, check_at))
            now = self.clock()
            if event:
                behind, check_at = False, now + self.tempo.quiet
                yield event
                if self._is_end(event):
                    return
            if now >= ping_at:
                socket.send('{"action":"ping"}')
                ping_at = now + self.tempo.ping
            if now >= check_at:
                behind = self._falls_behind(behind)
                check_at = now + (self.tempo.grace if behind else self.tempo.quiet)

    def _falls_behind(self, already: bool) -> bool:
        """Tell whether the API knows more than this connection said. Raises SocketLost when ``already`` so."""
        behind = not self._answered or self.get_job(self.job_id)["status"] in TERMINAL
        if behind and already:
            raise SocketLost("it stays silent although there is news")
        return behind

    def _is_end(self, event: ProgressEvent) -> bool:
        """Ask the API, which knows it first: the event may be the end of an attempt before a manual retry."""
        return event.is_terminal and self.get_job(self.job_id)["status"] == event.status

    def _received(self, socket: Socket, until: float) -> ProgressEvent | None:
        """Return the next message if it is news; None if it is not, or when nothing came before ``until``."""
        self._check_deadline()
        try:
            raw = socket.receive(max(0.0, min(until, self._deadline) - self.clock()))
            message = parse(raw)
        except TimeoutError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise SocketLost(f"it sent something that is no progress message ({error})") from error
        self._answered = True
        if isinstance(message, Refusal):
            raise SocketLost(f"it refused: {message.detail or message.code}")
        if message is None or message.job_id != self.job_id or (message.seq or 0) < self.since:
            return None
        if message.seq == self.since and not message.is_terminal:
            return None
        self.since = message.seq or 0
        self._failures = 0
        self._shown = message
        return message

    def _ended(self) -> ProgressEvent | None:
        job = self.get_job(self.job_id)
        return event_of(job, _now()) if job["status"] in TERMINAL else None

    def _poll(self) -> Iterator[ProgressEvent]:
        while True:
            event = event_of(self.get_job(self.job_id), _now())
            if self._is_news(event):
                self._shown = event
                yield event
            if event.is_terminal:
                return
            self._pause(self.tempo.poll)

    def _is_news(self, event: ProgressEvent) -> bool:
        shown = self._shown
        return shown is None or (shown.status, shown.progress, shown.stage) != (
            event.status,
            event.progress,
            event.stage,
        )

    def _pause(self, seconds: float) -> None:
        self._check_deadline()
        self.sleep(min(seconds, self._deadline - self.clock()))

    def _check_deadline(self) -> None:
        if self.clock() >= self._deadline:
            state = f"is {self._shown.status}" if self._shown else "has said nothing"
            raise WatchTimeout(
                f"After {self.timeout:g} s the job {self.job_id} {state}. "
                f"It goes on; see it with: williams jobs watch {self.job_id}"
            )


def _now() -> str:
    return datetime.now(UTC).isoformat()
