"""Many jobs are watched over one connection; what it does not say, the API is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from tests.unit.cli.records import job
from tests.unit.cli.scripted_socket import PONG, Network, refused, said
from williams_cli.client import ProgressEvent, Tempo, WatchTimeout, WebSocketFailed
from williams_cli.client.answers import Job
from williams_cli.client.many import Look, ManyWatcher
from williams_cli.client.socket import SocketLost

LOST = SocketLost("cut")


@dataclass
class Api:
    """Answers each look with the next list of jobs, then with the last one."""

    looks: list[list[dict[str, Any]]]
    urls: list[str] = field(default_factory=list)

    def look(self) -> Look:
        jobs = self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]
        self.urls.append(f"ws://api.test/prod?ticket={len(self.urls)}")
        return Look([cast(Job, each) for each in jobs], self.urls[-1])


def watcher(network: Network, api: Api, **options: Any) -> ManyWatcher:
    return ManyWatcher(api.look, network.connect, clock=network.clock, sleep=network.clock.sleep, **options)


def events(news: Sequence[Job | ProgressEvent]) -> list[tuple[str, str, str]]:
    return [(each.job_id, each.status, each.via) for each in news if isinstance(each, ProgressEvent)]


def jobs(*statuses: str) -> list[dict[str, Any]]:
    return [job(f"job_{number}", status) for number, status in enumerate(statuses, 1)]


def test_one_connection_tells_of_all_open_jobs() -> None:
    network = Network(
        [[said(1, "embedding", 40, "job_1"), said(7, "queued", 0, "job_2"), said(2, "completed", 100, "job_1")]]
    )
    api = Api([jobs("embedding", "queued", "failed"), jobs("completed", "completed", "failed")])
    news = list(watcher(network, api).news())
    assert events(news)[:3] == [
        ("job_1", "embedding", "websocket"),
        ("job_2", "queued", "websocket"),
        ("job_1", "completed", "websocket"),
    ]
    assert {each["job_id"] for each in news if not isinstance(each, ProgressEvent)} == {"job_1", "job_2"}
    assert network.opened[0][1].sent == [
        {"action": "subscribe", "job_id": job_id, "since": 0} for job_id in ("job_1", "job_2")
    ]
    assert network.attempts == api.urls[:1]


def test_an_end_that_only_a_look_tells_of_is_an_event_too_and_only_once() -> None:
    network = Network([[said(1, "completed", 100, "job_1")]])
    news = list(watcher(network, Api([jobs("embedding", "queued"), jobs("completed", "failed")])).news())
    assert events(news) == [("job_1", "completed", "websocket"), ("job_2", "failed", "http")]
    assert network.clock.now < 2


def test_a_job_that_joins_is_subscribed_to_on_the_same_connection() -> None:
    network = Network([[said(1, "embedding", 5, "job_1"), 6.0, said(1, "storing", 95, "job_2")]])
    looks = [jobs("embedding"), jobs("embedding", "queued"), jobs("completed", "completed")]
    news = list(watcher(network, Api(looks)).news())
    assert ("job_2", "storing", "websocket") in events(news)
    assert [message["job_id"] for message in network.opened[0][1].sent] == ["job_1", "job_2"]
    assert len(network.opened) == 1


def test_comes_back_with_a_fresh_ticket_and_the_last_seq_of_each() -> None:
    network = Network(
        [[said(4, "embedding", 40, "job_1"), said(7, "queued", 0, "job_2"), LOST], [said(5, "storing", 95, "job_1")]]
    )
    api = Api([jobs("embedding", "queued"), jobs("embedding", "queued"), jobs("completed", "completed")])
    list(watcher(network, api).news())
    (first, _), (second, socket) = network.opened
    assert first != second
    assert [(message["job_id"], message["since"]) for message in socket.sent] == [("job_1", 4), ("job_2", 7)]


def test_a_job_that_is_named_has_its_story_told_although_it_has_ended() -> None:
    network = Network([[said(1, "queued", 0), said(2, "completed", 100)]])
    news = list(watcher(network, Api([jobs("completed")]), wanted=frozenset({"job_1"})).news())
    assert events(news) == [("job_1", "queued", "websocket"), ("job_1", "completed", "websocket")]


def test_without_open_jobs_nothing_is_connected() -> None:
    network = Network([])
    assert list(watcher(network, Api([jobs("completed")])).news()) == []
    assert network.attempts == []


def test_a_job_that_the_socket_does_not_know_does_not_end_it() -> None:
    network = Network([[refused("not-found", "There is no job."), said(1, "completed", 100, "job_1")]])
    news = list(watcher(network, Api([jobs("embedding"), jobs("completed")])).news())
    assert events(news) == [("job_1", "completed", "websocket")]


def test_asks_when_there_is_no_websocket_and_says_so() -> None:
    notices: list[str] = []
    looks = [*[jobs("embedding")] * 5, jobs("storing"), jobs("completed")]
    news = list(watcher(Network([]), Api(looks), notice=notices.append).news())
    assert events(news) == [("job_1", status, "http") for status in ("embedding", "storing", "completed")]
    assert len(notices) == 1
    assert "nobody is there" in notices[0]


def test_a_required_websocket_that_cannot_be_had_is_an_error() -> None:
    network = Network([[refused("unauthenticated", "The ticket has expired.")] for _ in range(4)])
    with pytest.raises(WebSocketFailed, match="The ticket has expired"):
        list(watcher(network, Api([jobs("embedding")]), require_websocket=True).news())
    assert len(network.attempts) == 4


@pytest.mark.parametrize("garbage", ["<html>", '{"job_id":"job_1","status":"queued"}'])
def test_garbage_ends_the_connection(garbage: str) -> None:
    network = Network([[garbage], [said(1, "completed", 100)]])
    news = list(watcher(network, Api([jobs("embedding"), jobs("embedding"), jobs("completed")])).news())
    assert events(news) == [("job_1", "completed", "websocket")]


def test_pings_before_the_gateway_hangs_up() -> None:
    network = Network([[said(1, "queued", 0), 250.0, PONG, 240.0, PONG]])
    list(watcher(network, Api([*[jobs("queued")] * 9, jobs("completed")]), tempo=Tempo(quiet=60.0)).news())
    assert network.opened[0][1].sent.count({"action": "ping"}) == 2


def test_times_out() -> None:
    network = Network([[said(1, "queued", 0)]])
    with pytest.raises(WatchTimeout, match=r"After 20 s 2 jobs had not ended.*williams jobs watch"):
        list(watcher(network, Api([jobs("queued", "queued")]), timeout=20.0).news())
    assert network.clock.now == pytest.approx(20)
