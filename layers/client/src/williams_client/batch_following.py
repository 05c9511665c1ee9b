"""Following a batch of imports: over the WebSocket, and by asking where there is none."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from williams_client.errors import FollowTimeout
from williams_client.events import Refusal, parse
from williams_client.models import BatchAnswer
from williams_client.socket import Connector, Socket, SocketLost
from williams_client.tempo import Tempo

_RUNNING = "running"


@dataclass(frozen=True)
class BatchProgress:
    """A batch as it stood at ``timestamp``, ISO 8601. ``progress`` is 0 to 100, ``stage`` the ``counts`` in words.

    ``seq`` grows with every message; it is None for what was learned from GET instead (``via`` is ``"http"``).
    """

    batch_id: str
    status: str
    progress: float
    stage: str
    total: int
    counts: dict[str, int]
    timestamp: str
    seq: int | None
    via: Literal["websocket", "http"] = "websocket"

    @property
    def has_ended(self) -> bool:
        return self.status != _RUNNING


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass
class BatchFollower:
    """Follows one batch until it has ended, which the API has the last word about.

    ``timeout`` is in seconds; None waits for ever. ``notice`` is told, in words, when the WebSocket is given up.
    """

    look: Callable[[], BatchAnswer]
    connect: Connector
    timeout: float | None = None
    notice: Callable[[str], None] = _silent
    tempo: Tempo = field(default_factory=Tempo)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._told: BatchProgress | None = None
        self._deadline = float("inf") if self.timeout is None else self.clock() + self.timeout

    def news(self) -> Iterator[BatchProgress]:
        """Yield how the batch stands whenever that has changed, its end last.

        Raises FollowTimeout, when the time was up first, and what asking the API raises.
        """
        failures = 0
        while True:
            batch = self.look()
            yield from self._changed(_standing(batch))
            if batch.status != _RUNNING:
                return
            if failures > len(self.tempo.reconnect):
                self._pause(batch, self.tempo.poll)
                continue
            try:
                with self.connect(batch.progress_url) as socket:
                    for message in self._listen(socket, batch):
                        failures = 0
                        yield from self._changed(message)
            except SocketLost as lost:
                failures += 1
                if failures > len(self.tempo.reconnect):
                    self.notice(f"No progress over the WebSocket ({lost}); asking every {self.tempo.poll:g} s instead.")
                else:
                    self._pause(batch, self.tempo.reconnect[failures - 1])

    def _listen(self, socket: Socket, batch: BatchAnswer) -> Iterator[BatchProgress]:
        """Yield what is said of the batch up to its end; what is not said within some seconds, the API is asked for."""
        socket.send(json.dumps({"action": "subscribe", "batch_id": batch.batch_id, "since": 0}))
        ping_at = self.clock() + self.tempo.ping
        while True:
            self._check_deadline(batch)
            message = self._received(socket, batch) or _standing(self.look())
            yield message
            if message.has_ended:
                return
            if self.clock() >= ping_at:
                socket.send('{"action":"ping"}')
                ping_at = self.clock() + self.tempo.ping

    def _received(self, socket: Socket, batch: BatchAnswer) -> BatchProgress | None:
        """Return the next message of the batch, or None when there was none for some seconds."""
        until = min(self.clock() + self.tempo.look, self._deadline)
        while True:
            try:
                raw = socket.receive(max(0.0, until - self.clock()))
                message = _message_of(raw)
            except TimeoutError:
                return None
            except (ValueError, KeyError, TypeError) as error:
                raise SocketLost(f"it sent something that is no progress message ({error})") from error
            if message is not None and message.batch_id == batch.batch_id:
                return message

    def _changed(self, news: BatchProgress) -> Iterator[BatchProgress]:
        told = self._told
        if told is None or (told.status, told.counts) != (news.status, news.counts):
            self._told = news
            yield news

    def _pause(self, batch: BatchAnswer, seconds: float) -> None:
        self._check_deadline(batch)
        self.sleep(min(seconds, max(0.0, self._deadline - self.clock())))

    def _check_deadline(self, batch: BatchAnswer) -> None:
        if self.clock() >= self._deadline:
            raise FollowTimeout(f"After {self.timeout:g} s {batch.batch_id} had not ended.", [batch.batch_id])


def _message_of(raw: str | bytes) -> BatchProgress | None:
    """Return what a message says of a batch. Raises SocketLost for a refusal, ValueError for what is no message."""
    message = json.loads(raw)
    if isinstance(message, dict) and "batch_id" in message:
        return BatchProgress(
            batch_id=str(message["batch_id"]),
            status=str(message["status"]),
            progress=float(message["progress"]),
            stage=str(message["stage"]),
            total=int(message["total"]),
            counts={str(status): int(count) for status, count in dict(message["counts"]).items()},
            timestamp=str(message["timestamp"]),
            seq=int(message["seq"]),
        )
    other = parse(raw)
    if isinstance(other, Refusal):
        raise SocketLost(f"it refused: {other.detail or other.code}")
    return None


def _standing(batch: BatchAnswer) -> BatchProgress:
    return BatchProgress(
        batch_id=batch.batch_id,
        status=batch.status,
        progress=batch.progress_percent,
        stage=", ".join(f"{count:,} {status}" for status, count in sorted(batch.counts.items())),
        total=batch.total,
        counts=dict(batch.counts),
        timestamp=datetime.now(UTC).isoformat(),
        seq=None,
        via="http",
    )
