"""Watching through API Gateway's limits, a thousand times faster: 10 idle minutes are 0.6 s, 2 hours of life are 2 s.

The server ends connections as the gateway does, whatever the client is in the middle of.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from tests.integration.cli_server import LocalApi, served
from tests.unit.client import records
from tests.unit.client.news import events_of
from tests.unit.client.scripted_socket import PONG, said
from williams_client import Library, Tempo

IDLE_SECONDS, LIFE_SECONDS = 0.6, 2.0
# Ours, as much faster, but for the pings, which are every 240 s: a busy machine holds up some of them.
FAST = Tempo(ping=0.12, look=0.4, grace=0.3, poll=0.05, lasting=0.5, reconnect=(0.01, 0.02, 0.03))
# When each event happens, in seconds after the first subscription: over three lives, with news at their ends.
STORY = (
    (0.0, "queued", 0.0),
    (0.2, "downloading", 5.0),
    (1.99, "extracting", 20.0),
    (2.01, "processing", 40.0),
    (4.02, "embedding", 60.0),
    (5.5, "storing", 95.0),
    (5.6, "completed", 100.0),
)


@dataclass
class Gateway:
    """Tells the story of ``job_1``. ``ended`` says why each connection ended."""

    api: LocalApi
    ended: list[str] = field(default_factory=list)
    pings: int = 0
    _began: float = 0.0

    def serve(self, connection: ServerConnection, subscription: dict[str, object]) -> None:
        self._began = self._began or time.monotonic()
        born = heard = time.monotonic()
        told = int(str(subscription["since"]))
        while True:
            now = time.monotonic()
            if now - born >= LIFE_SECONDS or now - heard >= IDLE_SECONDS:
                self.ended.append("its life" if now - born >= LIFE_SECONDS else "idle")
                return
            due = sum(at <= now - self._began for at, *_ in STORY)
            self.api.will_be("job_1", records.job(status=STORY[due - 1][1]))
            for seq in range(told + 1, due + 1):
                connection.send(said(seq, *STORY[seq - 1][1:]))
                told, heard = seq, now
            try:
                message = json.loads(connection.recv(timeout=0.02))
            except TimeoutError:
                continue
            except ConnectionClosed:
                self.ended.append("by the client")
                return
            assert message == {"action": "ping"}
            self.pings += 1
            heard = time.monotonic()
            connection.send(PONG)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with served() as api:
        made = Gateway(api)
        api.will_be("job_1", records.job(status="pending"))
        api.behaviours = [made.serve]
        yield made


def test_a_job_is_watched_through_idle_times_and_the_end_of_connections(gateway: Gateway) -> None:
    with Library(gateway.api.url, "secret", timeout_s=2.0, tempo=FAST) as client:
        events = events_of(client.jobs.follow(["job_1"], require_websocket=True, timeout=20))
    assert [(event.seq, event.status, event.progress) for event in events] == [
        (seq, status, percent) for seq, (_, status, percent) in enumerate(STORY, 1)
    ]
    assert {event.via for event in events} == {"websocket"}
    assert gateway.ended[:2] == ["its life", "its life"]
    assert "idle" not in gateway.ended
    assert gateway.pings >= 10
    assert gateway.api.subscriptions[0]["since"] == 0
    assert len(set(gateway.api.tickets)) == len(gateway.api.tickets) >= 3


def test_without_pings_the_gateway_would_end_it(gateway: Gateway) -> None:
    """The server is as strict as it should be, or the test above shows nothing."""
    silent = Tempo(ping=60.0, look=0.4, grace=0.3, lasting=0.5, reconnect=(0.01, 0.02, 0.03))
    with Library(gateway.api.url, "secret", timeout_s=2.0, tempo=silent) as client:
        events = events_of(client.jobs.follow(["job_1"], require_websocket=True, timeout=20))
    assert "idle" in gateway.ended
    assert [event.seq for event in events] == list(range(1, len(STORY) + 1))
