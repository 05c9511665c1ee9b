"""Progress reaches those who may listen, and those only."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from threading import Event

import pytest

from williams.domain.errors import Forbidden, NotFound, StoreUnavailable, Unauthenticated
from williams.domain.executions import Execution
from williams.domain.jobs import JobStatus
from williams.domain.progress import ProgressEvent, Subscriber
from williams.services.publisher import Publisher, message_of
from williams.services.subscriptions import error_message
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.memory.progress import InMemoryProgress
from williams_testing.memory.push import InMemoryPush

JOB = "job_1"
# Nothing waits so long unless it hangs.
PATIENCE = 60
STORY = [
    (JobStatus.PENDING, 0.0),
    (JobStatus.DOWNLOADING, 5.0),
    (JobStatus.EXTRACTING, 10.0),
    (JobStatus.EXTRACTING, 20.0),
    (JobStatus.EXTRACTING, 30.0),
]


def event(seq: int = 3, stage: str = "Reading") -> ProgressEvent:
    return ProgressEvent(
        job_id=JOB,
        status=JobStatus.EXTRACTING,
        progress=12.5,
        message=stage,
        timestamp=datetime(2026, 1, 2, tzinfo=UTC),
        seq=seq,
    )


def other(seq: int) -> ProgressEvent:
    return event(seq).model_copy(update={"job_id": "job_2"})


def listening(app: MemoryApplication, *connections: str) -> None:
    for each in connections:
        app.connections.open(each, Subscriber(owner=OWNER, watched=JOB))
        app.connections.subscribe(each, JOB)


def heard(app: MemoryApplication, connection: str) -> list[int]:
    return [json.loads(message)["seq"] for to, message in app.push.sent if to == connection]


@pytest.fixture
def progress() -> InMemoryProgress:
    """Five updates, a second apart: the last three have one status."""
    times = iter(range(0, 100_000, 1000))
    made = InMemoryProgress(lambda: next(times))
    for status, percent in STORY:
        made.report(OWNER, Execution(JOB, 1), status, percent, status.value)
    return made


def test_a_message_is_v2s_with_its_number() -> None:
    assert json.loads(message_of(event())) == {
        "job_id": JOB,
        "status": "extracting",
        "progress": 12.5,
        "stage": "Reading",
        "timestamp": "2026-01-02T00:00:00Z",
        "seq": 3,
    }


def test_every_subscriber_of_the_job_hears_of_it(app: MemoryApplication) -> None:
    listening(app, "one", "two")
    app.connections.open("other", Subscriber(owner=OWNER, watched=None))
    app.connections.subscribe("other", "job_2")
    app.services.publisher.publish([event()])
    assert sorted(app.push.sent) == [("one", message_of(event())), ("two", message_of(event()))]


def test_a_connection_that_is_gone_is_forgotten(app: MemoryApplication) -> None:
    listening(app, "one", "two")
    app.push.gone.add("one")
    app.services.publisher.publish([event()])
    assert app.connections.subscribers(JOB) == ["two"]
    assert app.connections.who("one") is None
    assert heard(app, "two") == [3]


class Stubborn:
    """A PushPort that for the connection ``one`` does what ``then`` does."""

    def __init__(self, push: InMemoryPush, then: Callable[[], bool]) -> None:
        self._push = push
        self._then = then

    def push(self, connection_id: str, message: str) -> bool:
        return self._then() if connection_id == "one" else self._push.push(connection_id, message)


def test_one_that_fails_is_logged_and_kept(app: MemoryApplication, caplog: pytest.LogCaptureFixture) -> None:
    listening(app, "one", "two", "three")

    def fail() -> bool:
        raise StoreUnavailable("The WebSocket API does not answer.")

    Publisher(app.connections, Stubborn(app.push, fail)).publish([event()])
    assert (heard(app, "two"), heard(app, "three")) == ([3], [3])
    assert "one" in app.connections.subscribers(JOB)
    assert "could not push to one" in caplog.text


def test_one_that_never_reads_holds_up_nobody(app: MemoryApplication) -> None:
    """The push to it ends only when all others have heard everything."""
    others = [f"other-{n}" for n in range(40)]
    listening(app, "one", *others)
    heard_all = Event()

    def stall() -> bool:
        assert heard_all.wait(PATIENCE), "the others wait for the one that never reads"
        return False

    def heard_by_all() -> bool:
        return all(heard(app, other) == [3, 4] for other in others)

    with ThreadPoolExecutor(1) as thread:
        publishing = thread.submit(
            Publisher(app.connections, Stubborn(app.push, stall)).publish, [event(3), event(4, "Reading on")]
        )
        deadline = time.monotonic() + PATIENCE / 2
        while not heard_by_all() and time.monotonic() < deadline:
            wait([publishing], 0.01)
        assert heard_by_all()
        assert not publishing.done()
        heard_all.set()
        publishing.result(PATIENCE)
    assert "one" not in app.connections.subscribers(JOB)


def test_each_hears_in_order_and_only_of_what_it_listens_to(app: MemoryApplication) -> None:
    listening(app, "one")
    for connection in ("one", "two"):
        app.connections.subscribe(connection, "job_2")
    news = [event(1), other(1), event(2), other(2), event(3)]
    app.services.publisher.publish(news)
    assert [message for to, message in app.push.sent if to == "one"] == [message_of(each) for each in news]
    assert [message for to, message in app.push.sent if to == "two"] == [message_of(other(1)), message_of(other(2))]


def test_a_batch_asks_once_who_listens_to_a_job(app: MemoryApplication) -> None:
    asked: list[str] = []
    subscribers = app.connections.subscribers

    def counting(watched: str) -> Sequence[str]:
        asked.append(watched)
        return subscribers(watched)

    app.connections.subscribers = counting  # type: ignore[method-assign]
    app.services.publisher.publish([event(1), other(1), event(2), event(3)])
    assert asked == [JOB, "job_2"]
    assert app.push.sent == []


@pytest.mark.parametrize(
    ("since", "seqs"),
    [
        (0, [1, 2, 3, 5]),
        (1, [2, 3, 5]),
        (3, [5]),
        (5, [5]),
        (99, [5]),
        (-1, [1, 2, 3, 5]),
    ],
)
def test_a_subscriber_hears_every_status_since_and_the_latest(
    app: MemoryApplication, progress: InMemoryProgress, since: int, seqs: list[int]
) -> None:
    app.connections.open("c", Subscriber(owner=OWNER, watched=JOB))
    app.services_with(progress=progress).subscriptions.subscribe("c", JOB, since)
    assert heard(app, "c") == seqs
    assert app.connections.subscribers(JOB) == ["c"]


def test_a_ticket_for_all_of_an_owners_jobs(app: MemoryApplication, progress: InMemoryProgress) -> None:
    app.connections.open("c", Subscriber(owner=OWNER, watched=None))
    app.services_with(progress=progress).subscriptions.subscribe("c", JOB, 3)
    assert heard(app, "c") == [5]


@pytest.mark.parametrize(
    ("who", "job_id", "error"),
    [
        (None, JOB, Unauthenticated),
        (Subscriber(owner=OWNER, watched="job_2"), JOB, Forbidden),
        (Subscriber(owner=OWNER, watched=None), "job_unknown", NotFound),
        (Subscriber(owner="somebody else", watched=None), JOB, NotFound),
        (Subscriber(owner="somebody else", watched=JOB), JOB, NotFound),
    ],
)
def test_nobody_else_subscribes(
    app: MemoryApplication,
    progress: InMemoryProgress,
    who: Subscriber | None,
    job_id: str,
    error: type[Exception],
) -> None:
    if who is not None:
        app.connections.open("c", who)
    with pytest.raises(error):
        app.services_with(progress=progress).subscriptions.subscribe("c", job_id, 0)
    assert app.push.sent == []
    assert list(app.connections.subscribers(job_id)) == []


def test_what_happens_while_subscribing_is_not_missed(app: MemoryApplication, progress: InMemoryProgress) -> None:
    """An update between the first look and the subscription is published to nobody, so it must be in the answer."""
    app.connections.open("c", Subscriber(owner=OWNER, watched=JOB))
    subscribe_first = app.connections.subscribe

    def while_subscribing(connection_id: str, watched: str) -> None:
        progress.report(OWNER, Execution(JOB, 1), JobStatus.COMPLETED, 100.0, "Completed")
        subscribe_first(connection_id, watched)

    app.connections.subscribe = while_subscribing  # type: ignore[method-assign]
    app.services_with(progress=progress).subscriptions.subscribe("c", JOB, 3)
    assert heard(app, "c") == [6]


def test_a_refusal_says_why() -> None:
    assert json.loads(error_message("forbidden", "Not yours.")) == {"error": "forbidden", "detail": "Not yours."}
