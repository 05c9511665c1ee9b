from __future__ import annotations

from typing import Any, cast

import pytest

from tests.unit.cli.records import failed_job, job
from tests.unit.cli.scripted_socket import PONG, Network, refused, said
from williams_cli.client import ProgressEvent, WatchTimeout, WebSocketFailed
from williams_cli.client.answers import Job
from williams_cli.client.progress import Tempo, Watcher
from williams_cli.client.socket import SocketLost


class Jobs:
    """Answers each question with the next state, then with the last one."""

    def __init__(self, *states: dict[str, Any]) -> None:
        self.states = list(states)
        self.asked = 0

    def get(self, job_id: str) -> Job:
        assert job_id == "job_1"
        self.asked += 1
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return cast(Job, {**state, "progress_url": f"ws://api.test/prod?ticket={self.asked}"})


class TimedJob(Jobs):
    """Queued, and completed from a moment of the network's clock on."""

    def __init__(self, network: Network, ends_at: float) -> None:
        super().__init__(job(status="queued"))
        self._network = network
        self._ends_at = ends_at

    def get(self, job_id: str) -> Job:
        if self._network.clock.now >= self._ends_at:
            self.states = [job()]
        return super().get(job_id)


def watcher(network: Network, jobs: Jobs, **options: Any) -> Watcher:
    return Watcher("job_1", jobs.get, network.connect, clock=network.clock, sleep=network.clock.sleep, **options)


def statuses(events: list[ProgressEvent]) -> list[str]:
    return [event.status for event in events]


RUNNING, DONE = job(status="embedding"), job()
LOST = SocketLost("cut")


def test_yields_the_messages_up_to_the_end() -> None:
    network = Network([[said(1, "queued", 0), said(2, "embedding", 40), said(3, "completed", 100), said(4, "queued")]])
    events = list(watcher(network, Jobs(RUNNING, DONE)).events())
    assert [(event.seq, event.status, event.progress) for event in events] == [
        (1, "queued", 0),
        (2, "embedding", 40),
        (3, "completed", 100),
    ]
    assert {event.via for event in events} == {"websocket"}
    assert network.opened[0][1].sent == [{"action": "subscribe", "job_id": "job_1", "since": 0}]


def test_drops_what_is_not_news() -> None:
    script = [said(2, "queued"), said(2, "queued"), said(1, "pending"), PONG, said(9, "failed", job_id="job_9")]
    network = Network([[*script, said(3, "completed")]])
    assert statuses(list(watcher(network, Jobs(RUNNING, DONE)).events())) == ["queued", "completed"]


def test_reconnects_with_a_fresh_ticket_and_the_last_seq() -> None:
    network = Network([[said(1, "queued"), said(2, "embedding"), LOST], [said(2, "embedding"), said(3, "completed")]])
    events = list(watcher(network, Jobs(RUNNING, RUNNING, RUNNING, DONE)).events())
    assert statuses(events) == ["queued", "embedding", "completed"]
    first, second = network.opened
    assert first[0] != second[0]
    assert second[1].sent[0]["since"] == 2


def test_notices_an_end_that_came_while_disconnected() -> None:
    network = Network([[said(1, "embedding"), LOST]])
    events = list(watcher(network, Jobs(RUNNING, DONE)).events())
    assert statuses(events) == ["embedding", "completed"]
    assert (events[-1].via, events[-1].seq, events[-1].message()["seq"]) == ("http", None, None)


def test_an_end_that_the_socket_withholds_is_learned_from_the_api() -> None:
    network = Network([[said(1, "embedding")]])
    events = list(watcher(network, Jobs(RUNNING, DONE)).events())
    assert statuses(events) == ["embedding", "completed"]
    assert network.clock.now < 15


def test_with_require_websocket_an_end_that_it_withholds_is_an_error() -> None:
    network = Network([[said(1, "embedding")]] + [[said(1, "embedding")] for _ in range(3)])
    with pytest.raises(WebSocketFailed, match="silent"):
        list(watcher(network, Jobs(RUNNING, DONE), require_websocket=True).events())
    assert network.clock.now < 60


def test_with_require_websocket_an_end_missed_while_disconnected_comes_with_the_next_connection() -> None:
    network = Network([[said(1, "embedding"), LOST], [said(2, "completed", 100)]])
    events = list(watcher(network, Jobs(RUNNING, DONE), require_websocket=True).events())
    assert [(event.status, event.via) for event in events] == [("embedding", "websocket"), ("completed", "websocket")]


def test_a_connection_that_never_answers_is_given_up() -> None:
    network = Network([[], [said(1, "completed")]])
    assert statuses(list(watcher(network, Jobs(RUNNING, RUNNING, RUNNING, DONE)).events())) == ["completed"]
    assert len(network.attempts) == 2


def test_polls_when_there_is_no_websocket_and_says_so() -> None:
    notices: list[str] = []
    jobs = Jobs(*[RUNNING] * 9, job(status="storing", progress_percent=90.0), DONE)
    events = list(watcher(Network([]), jobs, notice=notices.append).events())
    assert statuses(events) == ["embedding", "storing", "completed"]
    assert {event.via for event in events} == {"http"}
    assert len(notices) == 1
    assert "nobody is there" in notices[0]


def test_with_require_websocket_a_refused_connection_is_an_error() -> None:
    network = Network([])
    with pytest.raises(WebSocketFailed, match="nobody is there"):
        list(watcher(network, Jobs(RUNNING), require_websocket=True).events())
    assert len(network.attempts) == 4


def test_a_refusal_is_tried_again_with_a_fresh_ticket() -> None:
    network = Network([[refused("unauthenticated", "The ticket has expired.")], [said(1, "completed")]])
    assert statuses(list(watcher(network, Jobs(RUNNING, RUNNING, RUNNING, DONE)).events())) == ["completed"]


def test_a_lasting_refusal_is_reported_in_its_own_words() -> None:
    network = Network([[refused("forbidden", "The ticket is for another job.")] for _ in range(4)])
    with pytest.raises(WebSocketFailed, match="The ticket is for another job"):
        list(watcher(network, Jobs(RUNNING), require_websocket=True).events())


def test_the_gateways_own_error_is_a_refusal() -> None:
    network = Network([['{"message": "Internal server error", "requestId": "x"}'] for _ in range(4)])
    with pytest.raises(WebSocketFailed, match="Internal server error"):
        list(watcher(network, Jobs(RUNNING), require_websocket=True).events())


@pytest.mark.parametrize("garbage", ["<html>", "[]", '{"job_id":"job_1","status":"queued"}'])
def test_garbage_ends_the_connection(garbage: str) -> None:
    network = Network([[garbage], [said(1, "completed")]])
    assert statuses(list(watcher(network, Jobs(RUNNING, RUNNING, RUNNING, DONE)).events())) == ["completed"]


def test_pings_before_the_gateway_hangs_up() -> None:
    network = Network([[said(1, "queued"), 250.0, PONG, 240.0, PONG, said(2, "completed")]])
    assert statuses(list(watcher(network, TimedJob(network, 490.0)).events())) == ["queued", "completed"]
    pings = [message for message in network.opened[0][1].sent if message == {"action": "ping"}]
    assert len(pings) == 2


def test_a_connection_that_lasted_may_be_renewed_again_and_again() -> None:
    hours: list[list[str | float | SocketLost]] = [[said(1, "queued"), 7200.0, LOST] for _ in range(8)]
    network = Network([*hours, [said(2, "completed")]])
    timed = TimedJob(network, 8 * 7200.0)
    events = list(watcher(network, timed, require_websocket=True, tempo=Tempo(quiet=60.0)).events())
    assert statuses(events) == ["queued", "completed"]
    assert len(network.attempts) == 9


def test_connections_that_end_at_once_are_not_renewed_for_ever() -> None:
    network = Network([[said(1, "queued"), LOST] for _ in range(50)])
    with pytest.raises(WebSocketFailed):
        list(watcher(network, Jobs(RUNNING), require_websocket=True).events())
    assert len(network.attempts) == 4


def test_the_end_of_an_attempt_before_a_manual_retry_is_not_the_end() -> None:
    network = Network([[said(4, "failed"), said(5, "retrying"), said(6, "completed")]])
    events = list(watcher(network, Jobs(RUNNING, RUNNING, DONE)).events())
    assert statuses(events) == ["failed", "retrying", "completed"]


def test_the_last_event_is_shown_again_to_one_who_knows_it_already() -> None:
    network = Network([[said(7, "completed")]])
    assert statuses(list(watcher(network, Jobs(DONE), since=7, require_websocket=True).events())) == ["completed"]


def test_times_out_while_listening() -> None:
    network = Network([[said(1, "queued")]])
    with pytest.raises(WatchTimeout, match=r"After 20 s the job job_1 is queued.*williams jobs watch job_1"):
        list(watcher(network, Jobs(job(status="queued")), timeout=20.0).events())
    assert network.clock.now == pytest.approx(20)


def test_times_out_under_a_stream_of_events() -> None:
    stream: list[str | float | SocketLost] = []
    for seq in range(1, 99):
        stream += [1.0, said(seq, "embedding")]
    network = Network([stream])
    with pytest.raises(WatchTimeout):
        list(watcher(network, Jobs(RUNNING), timeout=20.0).events())


def test_times_out_while_polling() -> None:
    network = Network([])
    with pytest.raises(WatchTimeout):
        list(watcher(network, Jobs(RUNNING), timeout=20.0).events())
    assert network.clock.now == pytest.approx(20)


def test_a_polled_failure_says_why() -> None:
    events = list(watcher(Network([]), Jobs(failed_job())).events())
    assert (events[-1].status, events[-1].stage) == ("failed", "The PDF wants a password.")
