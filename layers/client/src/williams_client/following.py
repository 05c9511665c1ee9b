"""Following jobs over one connection: their events as they come, and the jobs as the API knows them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field

from williams_client.errors import FollowTimeout, RateLimited, Unavailable, Unreachable, WebSocketFailed
from williams_client.events import TERMINAL, ProgressEvent, Refusal, event_of, parse
from williams_client.followed import Followed
from williams_client.looks import Look
from williams_client.models import JobAnswer
from williams_client.socket import Connector, Socket, SocketLost
from williams_client.tempo import Tempo

_AWAY = (Unreachable, Unavailable, RateLimited)
# A look that took long is followed by a pause that is longer still.
_REST = 4


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass
class Follower:
    """Follows the jobs of each look that have not ended, and those of ``wanted``, until all of them have ended.

    ``since`` is the last ``seq`` that is known of a job. ``timeout`` is in seconds from the first look on; None waits
    for ever. ``notice`` is told, in words, when the WebSocket is given up or the API is away.
    """

    look: Callable[[], Look]
    connect: Connector
    wanted: frozenset[str] = frozenset()
    since: Mapping[str, int] = field(default_factory=dict)
    require_websocket: bool = False
    timeout: float | None = None
    notice: Callable[[str], None] = _silent
    tempo: Tempo = field(default_factory=Tempo)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._deadline = float("inf")
        self._failures = 0
        self._heard: float | None = None
        self._look_took = 0.0
        self._jobs: dict[str, Followed] = {}

    def news(self) -> Iterator[JobAnswer | ProgressEvent]:
        """Yield each followed job at each look, which comes every few seconds, and in between the events.

        Of each job's end there is an event, also if only a look told of it.

        Raises:
            FollowTimeout: the time was up first; the jobs go on.
            WebSocketFailed: ``require_websocket``, and it cannot be had or does not say what the API says.
            ApiProblem: the API does not know a job, or not this caller, or is away for long.
            Unreachable: the API is not there, or does not answer for long.
        """
        if self.timeout is not None:
            self._deadline = self.clock() + self.timeout
        reason = yield from self._over_websocket()
        if reason is None:
            return
        if self.require_websocket:
            raise WebSocketFailed(f"The progress WebSocket of {self._names()} cannot be used: {reason}.")
        self.notice(f"No progress over the WebSocket ({reason}); asking every {self.tempo.poll:g} s instead.")
        while self._open():
            self._pause(max(self.tempo.poll, _REST * self._look_took))
            yield from self._learned(self._looked(), polling=True)

    def _over_websocket(self) -> Generator[JobAnswer | ProgressEvent, None, str | None]:
        """Yield news up to the end of all jobs, and return None; or why the WebSocket is given up."""
        while True:
            look = self._looked()
            yield from self._learned(look)
            if not self._open():
                return None
            began = self.clock()
            try:
                with self.connect(look.progress_url) as socket:
                    yield from self._listen(socket)
                    return None
            except SocketLost as lost:
                reason = str(lost)
            if self.clock() - began >= self.tempo.lasting:
                self._failures = 0
            if self._failures == len(self.tempo.reconnect):
                return reason
            self._pause(self.tempo.reconnect[self._failures])
            self._failures += 1

    def _open(self) -> list[Followed]:
        return [each for each in self._jobs.values() if not each.is_settled]

    # --- the API ------------------------------------------------------------------------------------------------------

    def _looked(self) -> Look:
        """Look, and look again while the API is away, up to the deadline or the end of all patience."""
        began = self.clock()
        while True:
            self._check_deadline()
            asked = self.clock()
            try:
                look = self.look()
            except _AWAY as error:
                # Who was never there is not waited for; who is slow is.
                if self._heard is None and type(error) is Unreachable:
                    raise
                if self.clock() - began >= self.tempo.outage:
                    raise
                self.notice(f"{error} The jobs go on; asking again.")
                self._pause(self.tempo.poll)
            else:
                self._heard = self.clock()
                self._look_took = self._heard - asked
                return look

    def _learned(self, look: Look, polling: bool = False) -> Iterator[JobAnswer | ProgressEvent]:
        """``polling`` means that no WebSocket tells of what changes."""
        for job in look.jobs:
            followed = self._jobs.get(job.job_id)
            is_new = followed is None
            if followed is None:
                if job.status in TERMINAL and job.job_id not in self.wanted:
                    continue
                followed = self._jobs[job.job_id] = Followed(job, seq=self.since.get(job.job_id, 0), since=self.clock())
            followed.update(job, self.clock())
            silent = not self.require_websocket and followed.is_unheard(self.clock(), self.tempo.grace)
            yield job
            event = event_of(job)
            if (polling or (silent and not is_new)) and followed.is_news(event):
                followed.told = event
                yield event

    # --- the WebSocket ------------------------------------------------------------------------------------------------

    def _listen(self, socket: Socket) -> Iterator[JobAnswer | ProgressEvent]:
        for followed in self._jobs.values():
            followed.asked_at = None
        ping_at = self.clock() + self.tempo.ping
        look_at = self.clock() + self._until_look()
        while self._open():
            self._subscribe(socket)
            event = self._received(socket, min(ping_at, look_at))
            if event:
                yield event
                if all(each.is_told_ended for each in self._open()):
                    # Whether that was the end, and what became of it, the API knows.
                    look_at = self.clock()
            if self.clock() >= ping_at:
                socket.send('{"action":"ping"}')
                ping_at = self.clock() + self.tempo.ping
            if self.clock() >= look_at:
                yield from self._learned(self._looked())
                self._check_silence()
                look_at = self.clock() + self._until_look()

    def _until_look(self) -> float:
        return max(self.tempo.look, _REST * self._look_took)

    def _subscribe(self, socket: Socket) -> None:
        """Subscribe to what is at work before what waits, and only to so many at a time."""
        waiting = [each for each in self._open() if each.asked_at is None]
        room = self.tempo.subscriptions - sum(each.is_listened_to for each in self._open())
        for followed in sorted(waiting, key=lambda each: each.rank)[: max(0, room)]:
            followed.asked_at = self.clock()
            message = {"action": "subscribe", "job_id": followed.job.job_id, "since": followed.seq}
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
        followed = self._jobs.get(message.job_id) if message else None
        if message is None or followed is None or not followed.takes(message):
            return None
        self._failures = 0
        return message

    def _check_silence(self) -> None:
        for followed in self._open() if self.require_websocket else ():
            if followed.silent_for(self.clock()) >= self.tempo.grace:
                raise SocketLost("it stays silent although there is news")

    # --- time ---------------------------------------------------------------------------------------------------------

    def _pause(self, seconds: float) -> None:
        self._check_deadline()
        self.sleep(min(seconds, max(0.0, self._deadline - self.clock())))

    def _check_deadline(self) -> None:
        if self.clock() < self._deadline:
            return
        left = [each.job.job_id for each in self._open()] or sorted(self.wanted)
        raise FollowTimeout(f"After {self.timeout:g} s {self._names()} had not ended.", left)

    def _names(self) -> str:
        names = [each.job.job_id for each in self._open()] or sorted(self.wanted)
        return names[0] if len(names) == 1 else f"{len(names)} jobs"
