"""The client against a server that misbehaves the ways that servers and gateways do."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from tests.integration.cli_server import Behaviour, LocalApi, served
from tests.unit.client import records
from tests.unit.client.fake_api import Reply
from tests.unit.client.news import events_of, jobs_of
from tests.unit.client.scripted_socket import refused, said
from williams_client import (
    FollowTimeout,
    Library,
    NoAnswer,
    ProgressEvent,
    Retries,
    Tempo,
    Unreachable,
    WebSocketFailed,
)
from williams_client.models import JobAnswer

QUICK = Tempo(ping=0.3, look=0.2, grace=0.1, poll=0.05, reconnect=(0.01, 0.02, 0.03))
NO_PAUSES = Retries(pauses=(0.0, 0.0), refused=0.0)
RUNNING, DONE = records.job(status="embedding"), records.job()


# Longer than any test takes.
NEVER = 600.0


@pytest.fixture
def api() -> Iterator[LocalApi]:
    with served() as running:
        yield running


@pytest.fixture
def library(api: LocalApi) -> Iterator[Library]:
    with Library(api.url, "secret", timeout_s=2.0, tempo=QUICK, retries=NO_PAUSES) as made:
        yield made


def says(*messages: str, then: float = 0.0) -> Behaviour:
    """Send the messages, stay silent for ``then`` seconds, and close."""

    def behave(connection: ServerConnection, _: dict[str, object]) -> None:
        for message in messages:
            connection.send(message)
        time.sleep(then)

    return behave


def cuts_after(*messages: str) -> Behaviour:
    """Send the messages, then tear the TCP connection without a word."""

    def behave(connection: ServerConnection, _: dict[str, object]) -> None:
        for message in messages:
            connection.send(message)
        connection.socket.close()

    return behave


def seen(news: Iterable[JobAnswer | ProgressEvent]) -> list[tuple[str, str]]:
    return [(event.status, event.via) for event in events_of(news)]


def test_follows_a_job_over_the_websocket(api: LocalApi, library: Library) -> None:
    api.will_be("job_1", RUNNING, DONE)
    api.behaviours = [says(said(1, "queued", 0), said(2, "embedding", 40), said(3, "completed", 100))]
    assert seen(library.jobs.follow(["job_1"])) == [
        ("queued", "websocket"),
        ("embedding", "websocket"),
        ("completed", "websocket"),
    ]
    assert api.subscriptions == [{"action": "subscribe", "job_id": "job_1", "since": 0}]


@pytest.mark.parametrize("end", [says, cuts_after])
def test_reconnects_after_a_cut_with_a_fresh_ticket(
    api: LocalApi, library: Library, end: Callable[..., Behaviour]
) -> None:
    api.will_be("job_1", RUNNING, RUNNING, DONE)
    api.behaviours = [end(said(1, "queued"), said(2, "embedding")), says(said(3, "completed"))]
    assert seen(library.jobs.follow(["job_1"], require_websocket=True))[-1] == ("completed", "websocket")
    assert [subscription["since"] for subscription in api.subscriptions] == [0, 2]
    assert len(set(api.tickets)) == 2


def test_an_end_while_disconnected_is_noticed(api: LocalApi, library: Library) -> None:
    api.will_be("job_1", RUNNING, DONE)
    api.behaviours = [cuts_after(said(1, "embedding"))]
    assert seen(library.jobs.follow(["job_1"])) == [("embedding", "websocket"), ("completed", "http")]


def test_a_terminal_event_that_never_comes_is_noticed(api: LocalApi, library: Library) -> None:
    api.will_be("job_1", RUNNING, DONE)
    api.behaviours = [says(said(1, "embedding"), then=3)]
    assert seen(library.jobs.follow(["job_1"]))[-1] == ("completed", "http")


def test_a_refusal_is_reported_when_the_websocket_is_required(api: LocalApi, library: Library) -> None:
    api.will_be("job_1", RUNNING)
    api.behaviours = [says(refused("forbidden", "The ticket is for another job."), then=1)]
    with pytest.raises(WebSocketFailed, match="The ticket is for another job"):
        list(library.jobs.follow(["job_1"], require_websocket=True))


def test_a_server_without_websocket_is_polled_or_refused(api: LocalApi, library: Library) -> None:
    api.websocket = api.url.replace("http", "ws") + "/prod"
    api.will_be("job_1", *[RUNNING] * 9, DONE)
    notices: list[str] = []
    assert seen(library.jobs.follow(["job_1"], notice=notices.append)) == [("embedding", "http"), ("completed", "http")]
    assert "HTTP 4" in notices[0]
    with pytest.raises(WebSocketFailed, match="HTTP 4"):
        list(library.jobs.follow(["job_1"], require_websocket=True))


def test_nobody_listening_at_the_websocket(api: LocalApi, library: Library) -> None:
    api.websocket = "ws://127.0.0.1:9/prod"
    api.will_be("job_1", RUNNING)
    with pytest.raises(WebSocketFailed, match=r"127\.0\.0\.1:9"):
        list(library.jobs.follow(["job_1"], require_websocket=True))


def test_pings_keep_an_idle_connection(api: LocalApi, library: Library) -> None:
    received: list[object] = []

    def answers_pings(connection: ServerConnection, _: dict[str, object]) -> None:
        connection.send(said(1, "queued"))
        for _attempt in range(2):
            received.append(json.loads(connection.recv(timeout=5)))
            connection.send('{"action":"pong"}')
        api.will_be("job_1", DONE)
        connection.send(said(2, "completed"))

    api.will_be("job_1", records.job(status="queued"))
    api.behaviours = [answers_pings]
    statuses = [status for status, _ in seen(library.jobs.follow(["job_1"]))]
    assert (statuses, received) == (["queued", "completed"], [{"action": "ping"}] * 2)


def test_a_job_that_does_not_end_times_out(api: LocalApi, library: Library) -> None:
    api.will_be("job_1", RUNNING)
    api.behaviours = [says(said(1, "embedding"), then=2)]
    with pytest.raises(FollowTimeout):
        list(library.jobs.follow(["job_1"], timeout=0.5))


def test_a_slow_answer_is_asked_again(api: LocalApi) -> None:
    api.delays = [NEVER, 0.0]
    with Library(api.url, "secret", timeout_s=1.0, retries=NO_PAUSES) as library:
        assert library.jobs.list().items == []


def test_a_server_that_stays_slow_is_given_up(api: LocalApi) -> None:
    api.delays = [NEVER] * 3
    with Library(api.url, "secret", timeout_s=0.2, retries=NO_PAUSES) as library, pytest.raises(NoAnswer, match="time"):
        library.jobs.list()


def test_an_answer_that_trickles_is_bounded_as_a_whole(api: LocalApi) -> None:
    """Each byte comes in time; all of them never would."""
    api.trickle = 0.1
    once = Retries(pauses=())
    with Library(api.url, "secret", timeout_s=0.4, retries=once) as library, pytest.raises(NoAnswer, match="not whole"):
        library.jobs.list()


def test_many_jobs_are_followed_over_one_connection(api: LocalApi, library: Library) -> None:
    job_ids = [f"job_{number}" for number in range(1, 61)]
    for job_id in job_ids:
        api.will_be(job_id, records.job(job_id, "embedding"), records.job(job_id))

    def ends_each(connection: ServerConnection, subscription: dict[str, object]) -> None:
        while True:
            connection.send(said(1, "completed", 100, str(subscription["job_id"])))
            try:
                subscription = json.loads(connection.recv(timeout=5))
            except ConnectionClosed:
                return

    api.behaviours = [ends_each]
    jobs = {job.job_id: job for job in jobs_of(library.jobs.follow(job_ids, require_websocket=True))}
    assert {job.status for job in jobs.values()} == {"completed"}
    assert len(api.tickets) == 1
    assert len(api.requests) <= 4


def test_an_api_that_is_away_for_a_while_does_not_end_it(api: LocalApi, library: Library) -> None:
    api.will_be("job_1", RUNNING, DONE)
    api.behaviours = [says(said(1, "embedding"), then=1)]
    news = library.jobs.follow(["job_1"])
    assert isinstance(next(news), JobAnswer)
    api.faults = [Reply(502, b"<html>Bad Gateway</html>", "text/html"), Reply(504), Reply(503)] * 2
    assert seen(news)[-1][0] == "completed"
    assert not api.faults


def test_a_gateway_that_is_unavailable_for_a_moment(api: LocalApi, library: Library) -> None:
    api.faults = [Reply(503, b'{"message":"Service Unavailable"}')] * 2
    assert library.jobs.list().items == []


def test_nobody_listening_at_the_api() -> None:
    with Library("http://127.0.0.1:9", "secret") as library, pytest.raises(Unreachable, match="Connection refused"):
        library.jobs.list()


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    api: LocalApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    api.will_be("job_1", DONE)
    api.behaviours = [says(said(1, "completed"))]
    with Library(api.url, "secret") as library:
        assert seen(library.jobs.follow(["job_1"], require_websocket=True)) == [("completed", "websocket")]


def test_a_large_file_is_streamed_up_and_down(api: LocalApi, library: Library, tmp_path: Path) -> None:
    data = os.urandom(5_000_000)
    (tmp_path / "big.pdf").write_bytes(data)
    library.uploads.send(tmp_path / "big.pdf")
    assert data in api.sent("POST", "/upload")[0].body
    artifact = records.artifact()
    api.add_file(artifact, "big.mp3", data)
    api.artifacts = [artifact]
    assert library.artifacts.download(library.artifacts.get("art_1"), tmp_path)["big.mp3"].read_bytes() == data
