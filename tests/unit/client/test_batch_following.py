"""A batch is followed over its WebSocket; what that does not say, the API is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.unit.client.records import NOW
from tests.unit.client.scripted_socket import PONG, Network, refused, said
from williams_client import FollowTimeout, Tempo
from williams_client.batch_following import BatchFollower
from williams_client.models import BatchAnswer
from williams_client.socket import SocketLost

LOST = SocketLost("cut")


def batch(done: int, url: int = 0) -> dict[str, Any]:
    """Of two sources so many are completed."""
    return {
        "batch_id": "bat_1",
        "status": "completed" if done == 2 else "running",
        "progress_percent": done * 50.0,
        "title": None,
        "source": None,
        "job_id": None,
        "total": 2,
        "counts": {"completed": done, "queued": 2 - done},
        "left_out": [],
        "created_at": NOW,
        "cancelled_at": None,
        "failures": [],
        "progress_url": f"ws://api.test/{url}",
    }


def message(done: int, **changes: Any) -> str:
    told = {name: value for name, value in batch(done).items() if name in ("batch_id", "status", "total", "counts")}
    more = {"progress": done * 50.0, "stage": f"{done} of 2 ended", "timestamp": NOW, "seq": done + 1}
    return json.dumps(told | more | changes)


@dataclass
class Api:
    """Answers each look with the next number of completed sources, then with the last one."""

    done: Sequence[int]
    looks: int = field(default=0)

    def look(self) -> BatchAnswer:
        self.looks += 1
        now, self.done = self.done[0], self.done[1:] or self.done
        return BatchAnswer.model_validate(batch(now, self.looks))


def followed(network: Network, api: Api, **options: Any) -> list[tuple[float, str]]:
    news = BatchFollower(api.look, network.connect, clock=network.clock, sleep=network.clock.sleep, **options).news()
    return [(each.progress, each.via) for each in news]


def test_the_websocket_tells_up_to_the_end_and_the_api_has_the_last_word() -> None:
    other = message(2, batch_id="bat_2")
    network = Network([[message(0), PONG, said(1, "queued"), other, 1.0, message(1), 1.0, message(2)]])
    api = Api([0, 2])
    assert followed(network, api) == [(0.0, "http"), (50.0, "websocket"), (100.0, "websocket")]
    ((url, socket),) = network.opened
    assert (url, api.looks) == ("ws://api.test/1", 2)
    assert socket.sent == [{"action": "subscribe", "batch_id": "bat_1", "since": 0}]


def test_one_that_has_ended_needs_no_connection() -> None:
    network = Network([])
    assert followed(network, Api([2])) == [(100.0, "http")]
    assert network.attempts == []


def test_one_that_runs_again_is_followed_on() -> None:
    network = Network([[message(2)], [message(1), message(2)]])
    assert followed(network, Api([0, 1, 2])) == [
        (0.0, "http"),
        (100.0, "websocket"),
        (50.0, "http"),
        (100.0, "websocket"),
    ]


@pytest.mark.parametrize(
    "said_instead", [[], [refused("not-found", "There is no batch.")], ["no json"], ['{"batch_id": 1}']]
)
def test_without_a_websocket_the_api_is_asked(said_instead: list[str | float | SocketLost]) -> None:
    notices: list[str] = []
    network = Network([said_instead] * 4 if said_instead else [LOST] * 4)
    assert followed(network, Api([0, 0, 0, 0, 1, 2]), notice=notices.append) == [
        (0.0, "http"),
        (50.0, "http"),
        (100.0, "http"),
    ]
    assert len(network.attempts) == 4
    (notice,) = notices
    assert "asking every 2 s instead" in notice


def test_a_websocket_that_is_silent_is_not_believed() -> None:
    network = Network([[60.0]])
    assert followed(network, Api([0, 1, 2])) == [(0.0, "http"), (50.0, "http"), (100.0, "http")]
    assert network.clock.now == 2 * Tempo().look


def test_a_long_wait_pings() -> None:
    network = Network([[]])
    followed(network, Api([0] * 60 + [2]))
    ((_, socket),) = network.opened
    assert {"action": "ping"} in socket.sent


@pytest.mark.parametrize("connections", [[[]], [LOST] * 9])
def test_the_time_is_up(connections: list[list[str | float | SocketLost] | SocketLost]) -> None:
    network = Network(connections)
    with pytest.raises(FollowTimeout, match=r"After 7 s bat_1 had not ended\."):
        followed(network, Api([0]), timeout=7.0)
    assert network.clock.now == 7.0
