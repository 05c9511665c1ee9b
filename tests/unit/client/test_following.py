"""Jobs are followed over one connection; what it does not say, the API is asked for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.unit.client.news import events_of, jobs_of
from tests.unit.client.records import failed_job, job
from tests.unit.client.scripted_socket import PONG, Network, refused, said
from williams_client import FollowTimeout, NoAnswer, ProgressEvent, Tempo, Unavailable, Unreachable, WebSocketFailed
from williams_client.following import Follower
from williams_client.looks import Look
from williams_client.models import JobAnswer
from williams_client.socket import SocketLost

LOST = SocketLost("cut")
ONE = frozenset({"job_1"})
AWAY = Unavailable(502, "http-502", "Bad gateway.")


@dataclass
class Api:
    """Answers each look with the next list of jobs, then with the last one; or fails as it is told to."""

    looks: Sequence[list[dict[str, Any]] | Exception]
    urls: list[str] = field(default_factory=list)

    def look(self) -> Look:
        jobs = self.looks[0]
        self.looks = self.looks[1:] or self.looks
        if isinstance(jobs, Exception):
            raise jobs
        self.urls.append(f"ws://api.test/prod?ticket={len(self.urls)}")
        return Look([JobAnswer.model_validate(each) for each in jobs], self.urls[-1])


def follower(network: Network, api: Api, **options: Any) -> Follower:
    return Follower(api.look, network.connect, clock=network.clock, sleep=network.clock.sleep, **options)


def told(news: list[JobAnswer | ProgressEvent]) -> list[tuple[str, str, str]]:
    return [(each.job_id, each.status, each.via) for each in events_of(news)]


def statuses(network: Network, api: Api, **options: Any) -> list[str]:
    """Follow one job by its name and return what was said of it."""
    return [event.status for event in events_of(follower(network, api, wanted=ONE, **options).news())]


def jobs(*statuses: str) -> list[dict[str, Any]]:
    return [job(f"job_{number}", status) for number, status in enumerate(statuses, 1)]


def test_one_connection_tells_of_all_open_jobs() -> None:
    network = Network(
        [[said(1, "embedding", 40, "job_1"), said(7, "queued", 0, "job_2"), said(2, "completed", 100, "job_1")]]
    )
    api = Api([jobs("embedding", "queued", "failed"), jobs("completed", "completed", "failed")])
    news = list(follower(network, api).news())
    assert told(news)[:3] == [
        ("job_1", "embedding", "websocket"),
        ("job_2", "queued", "websocket"),
        ("job_1", "completed", "websocket"),
    ]
    assert {each.job_id for each in jobs_of(news)} == {"job_1", "job_2"}
    assert network.opened[0][1].sent == [
        {"action": "subscribe", "job_id": job_id, "since": 0} for job_id in ("job_1", "job_2")
    ]
    assert network.attempts == api.urls[:1]


def test_an_end_that_only_a_look_tells_of_is_an_event_too_and_only_once() -> None:
    network = Network([[said(1, "completed", 100, "job_1")]])
    news = list(follower(network, Api([jobs("embedding", "queued"), jobs("completed", "failed")])).news())
    assert told(news) == [("job_1", "completed", "websocket"), ("job_2", "failed", "http")]
    assert network.clock.now == 5


def test_a_job_that_joins_is_subscribed_to_on_the_same_connection() -> None:
    network = Network([[said(1, "embedding", 5, "job_1"), 6.0, said(1, "storing", 95, "job_2")]])
    looks = [jobs("embedding"), jobs("embedding", "queued"), jobs("completed", "completed")]
    news = list(follower(network, Api(looks)).news())
    assert ("job_2", "storing", "websocket") in told(news)
    assert [message["job_id"] for message in network.opened[0][1].sent] == ["job_1", "job_2"]
    assert len(network.opened) == 1


def test_comes_back_with_a_fresh_ticket_and_the_last_seq_of_each() -> None:
    network = Network(
        [[said(4, "embedding", 40, "job_1"), said(7, "queued", 0, "job_2"), LOST], [said(5, "storing", 95, "job_1")]]
    )
    api = Api([jobs("embedding", "queued"), jobs("embedding", "queued"), jobs("completed", "completed")])
    list(follower(network, api).news())
    (first, _), (second, socket) = network.opened
    assert first != second
    assert [(message["job_id"], message["since"]) for message in socket.sent] == [("job_1", 4), ("job_2", 7)]


def test_a_job_that_is_named_has_its_story_told_although_it_has_ended() -> None:
    network = Network([[said(1, "queued", 0), said(2, "completed", 100)]])
    news = list(follower(network, Api([jobs("completed")]), wanted=frozenset({"job_1"})).news())
    assert told(news) == [("job_1", "queued", "websocket"), ("job_1", "completed", "websocket")]


def test_without_open_jobs_nothing_is_connected() -> None:
    network = Network([])
    assert list(follower(network, Api([jobs("completed")])).news()) == []
    assert network.attempts == []


def test_a_job_that_the_socket_does_not_know_does_not_end_it() -> None:
    network = Network([[refused("not-found", "There is no job."), said(1, "completed", 100, "job_1")]])
    news = list(follower(network, Api([jobs("embedding"), jobs("completed")])).news())
    assert told(news) == [("job_1", "completed", "websocket")]


def test_asks_when_there_is_no_websocket_and_says_so() -> None:
    notices: list[str] = []
    looks = [*[jobs("embedding")] * 5, jobs("storing"), jobs("completed")]
    news = list(follower(Network([]), Api(looks), notice=notices.append).news())
    assert told(news) == [("job_1", status, "http") for status in ("embedding", "storing", "completed")]
    assert len(notices) == 1
    assert "nobody is there" in notices[0]


def test_a_required_websocket_that_cannot_be_had_is_an_error() -> None:
    network = Network([[refused("unauthenticated", "The ticket has expired.")] for _ in range(4)])
    with pytest.raises(WebSocketFailed, match="The ticket has expired"):
        list(follower(network, Api([jobs("embedding")]), require_websocket=True).news())
    assert len(network.attempts) == 4


@pytest.mark.parametrize("garbage", ["<html>", '{"job_id":"job_1","status":"queued"}'])
def test_garbage_ends_the_connection(garbage: str) -> None:
    network = Network([[garbage], [said(1, "completed", 100)]])
    news = list(follower(network, Api([jobs("embedding"), jobs("embedding"), jobs("completed")])).news())
    assert told(news) == [("job_1", "completed", "websocket")]


def test_pings_before_the_gateway_hangs_up() -> None:
    network = Network([[said(1, "queued", 0), 250.0, PONG, 240.0, PONG]])
    list(follower(network, Api([*[jobs("queued")] * 9, jobs("completed")]), tempo=Tempo(look=60.0)).news())
    assert network.opened[0][1].sent.count({"action": "ping"}) == 2


def test_times_out() -> None:
    network = Network([[said(1, "queued", 0)]])
    with pytest.raises(FollowTimeout, match=r"After 20 s 2 jobs had not ended"):
        list(follower(network, Api([jobs("queued", "queued")]), timeout=20.0).news())
    assert network.clock.now == pytest.approx(20)


# --- one job, by its name ---------------------------------------------------------------------------------------------

RUNNING, DONE = [job(status="embedding")], [job()]


def test_the_messages_of_one_job_up_to_its_end() -> None:
    network = Network([[said(1, "queued", 0), said(2, "embedding", 40), said(3, "completed", 100), said(4, "queued")]])
    events = events_of(follower(network, Api([RUNNING, DONE]), wanted=ONE).news())
    assert [(event.seq, event.status, event.progress, event.via) for event in events] == [
        (1, "queued", 0, "websocket"),
        (2, "embedding", 40, "websocket"),
        (3, "completed", 100, "websocket"),
    ]
    assert network.clock.now == 0


def test_what_is_not_news_is_dropped() -> None:
    script = [said(2, "queued"), said(2, "queued"), said(1, "pending"), PONG, said(9, "failed", job_id="job_9")]
    network = Network([[*script, said(3, "completed")]])
    assert statuses(network, Api([RUNNING, DONE])) == ["queued", "completed"]


def test_an_end_that_came_while_disconnected() -> None:
    network = Network([[said(1, "embedding"), LOST]])
    events = events_of(follower(network, Api([RUNNING, DONE]), wanted=ONE).news())
    assert [(event.status, event.via) for event in events] == [("embedding", "websocket"), ("completed", "http")]
    assert events[-1].message()["seq"] is None


def test_with_require_websocket_an_end_that_it_withholds_is_an_error() -> None:
    network = Network([[said(1, "embedding")] for _ in range(4)])
    with pytest.raises(WebSocketFailed, match="silent"):
        statuses(network, Api([RUNNING, DONE]), require_websocket=True)
    assert network.clock.now < 60


def test_with_require_websocket_an_end_missed_while_disconnected_comes_with_the_next_connection() -> None:
    network = Network([[said(1, "embedding"), LOST], [said(2, "completed", 100)]])
    events = events_of(follower(network, Api([RUNNING, DONE]), wanted=ONE, require_websocket=True).news())
    assert [(event.status, event.via) for event in events] == [("embedding", "websocket"), ("completed", "websocket")]


def test_a_connection_that_says_nothing_is_not_believed() -> None:
    """The API's own word counts, when it has stood for a while."""
    looks = [RUNNING, RUNNING, [job(status="storing")], [job(status="storing")], DONE]
    assert statuses(Network([[]]), Api(looks)) == ["embedding", "storing", "completed"]


def test_a_refusal_is_tried_again_with_a_fresh_ticket() -> None:
    network = Network([[refused("unauthenticated", "The ticket has expired.")], [said(1, "completed")]])
    api = Api([RUNNING, RUNNING, DONE])
    assert statuses(network, api) == ["completed"]
    assert network.attempts == api.urls[:2]


def test_the_gateways_own_error_is_a_refusal() -> None:
    network = Network([['{"message": "Internal server error", "requestId": "x"}'] for _ in range(4)])
    with pytest.raises(WebSocketFailed, match="of job_1 cannot be used: it refused: Internal server error"):
        statuses(network, Api([RUNNING]), require_websocket=True)


def test_a_connection_that_lasted_may_be_renewed_again_and_again() -> None:
    hours: list[list[str | float | SocketLost]] = [[said(1, "queued"), 7200.0, LOST] for _ in range(8)]
    network = Network([*hours, [said(2, "completed")]])
    api = Api([[job(status="queued")]])

    def ends_with_the_last_connection(url: str) -> Any:
        if not network.connections[1:]:
            api.looks = [DONE]
        return network.connect(url)

    made = Follower(
        api.look,
        ends_with_the_last_connection,
        ONE,
        require_websocket=True,
        tempo=Tempo(look=60.0),
        clock=network.clock,
        sleep=network.clock.sleep,
    )
    assert [event.status for event in events_of(made.news())] == ["queued", "completed"]
    assert len(network.attempts) == 9


def test_connections_that_end_at_once_are_not_renewed_for_ever() -> None:
    network = Network([[said(1, "queued"), LOST] for _ in range(50)])
    with pytest.raises(WebSocketFailed):
        statuses(network, Api([RUNNING]), require_websocket=True)
    assert len(network.attempts) == 4


def test_the_end_of_an_attempt_before_a_manual_retry_is_not_the_end() -> None:
    network = Network([[said(4, "failed"), said(5, "retrying"), said(6, "completed")]])
    assert statuses(network, Api([RUNNING, RUNNING, DONE])) == ["failed", "retrying", "completed"]


def test_the_last_event_is_shown_again_to_one_who_knows_it_already() -> None:
    network = Network([[said(7, "completed")]])
    assert statuses(network, Api([DONE]), since={"job_1": 7}, require_websocket=True) == ["completed"]
    assert network.opened[0][1].sent[0]["since"] == 7


def test_times_out_under_a_stream_of_events() -> None:
    stream: list[str | float | SocketLost] = []
    for seq in range(1, 99):
        stream += [1.0, said(seq, "embedding", seq)]
    with pytest.raises(FollowTimeout, match="After 20 s job_1 had not ended") as caught:
        statuses(Network([stream]), Api([RUNNING]), timeout=20.0)
    assert caught.value.job_ids == ("job_1",)


def test_times_out_while_polling() -> None:
    network = Network([])
    with pytest.raises(FollowTimeout):
        statuses(network, Api([RUNNING]), timeout=20.0)
    assert network.clock.now == pytest.approx(20)


def test_a_polled_failure_says_why() -> None:
    events = events_of(follower(Network([]), Api([[failed_job()]]), wanted=ONE).news())
    assert (events[-1].status, events[-1].stage) == ("failed", "The PDF wants a password.")


# --- an API under load ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [AWAY, NoAnswer("It did not answer in time.")])
@pytest.mark.parametrize("before", [[], [RUNNING]], ids=["from the first look on", "in between"])
def test_an_api_that_does_not_answer_for_a_while_is_asked_again(
    error: Exception, before: list[list[dict[str, Any]] | Exception]
) -> None:
    network, notices = Network([[said(1, "embedding")]]), list[str]()
    api = Api([*before, error, error, RUNNING, DONE])
    assert statuses(network, api, notice=notices.append)[-1] == "completed"
    assert len(notices) == 2
    assert all("The jobs go on" in notice for notice in notices)


def test_an_api_that_stays_away_ends_it() -> None:
    network = Network([[said(1, "embedding")]])
    with pytest.raises(Unavailable):
        statuses(network, Api([RUNNING, AWAY]))
    assert 300 <= network.clock.now < 320


def test_an_api_that_was_never_there_is_not_waited_for() -> None:
    network = Network([])
    with pytest.raises(Unreachable):
        statuses(network, Api([Unreachable("Connection refused.")]))
    assert network.clock.now == 0


def test_a_slow_api_is_asked_less_often() -> None:
    network = Network([[]])
    asked: list[float] = []

    def look() -> Look:
        asked.append(network.clock.now)
        network.clock.now += 10.0
        return Look([JobAnswer.model_validate(each) for each in (RUNNING if len(asked) < 4 else DONE)], "ws://x")

    made = Follower(look, network.connect, ONE, clock=network.clock, sleep=network.clock.sleep)
    assert events_of(made.news())[-1].status == "completed"
    assert [after - before for before, after in itertools.pairwise(asked)] == [50.0] * 3


def test_only_so_many_are_subscribed_to_at_a_time_and_those_at_work_first() -> None:
    queued = [job(f"job_{number}", "queued") for number in range(1, 9)]
    looks = [[*queued[:7], job("job_8", "embedding")], [job(f"job_{number}") for number in range(1, 9)]]
    ends = [said(1, "completed", 100, "job_8"), said(1, "completed", 100, "job_1")]
    network = Network([[*ends]])
    news = list(follower(network, Api(list(looks)), tempo=Tempo(subscriptions=3)).news())
    sent = [message["job_id"] for message in network.opened[0][1].sent]
    assert (sent[0], len(sent)) == ("job_8", 5)
    assert {event.job_id for event in events_of(news) if event.status == "completed"} == {
        f"job_{number}" for number in range(1, 9)
    }
