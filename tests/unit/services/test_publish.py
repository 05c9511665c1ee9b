"""Progress reaches those who may listen, and those only."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from williams.adapters.memory.progress import InMemoryProgress
from williams.domain.errors import Forbidden, NotFound, StoreUnavailable, Unauthenticated
from williams.domain.jobs import JobStatus
from williams.ports.progress import ProgressEvent, Subscriber
from williams.services.publish import Publisher, error_message, message_of, subscribe
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER

JOB = "job_1"
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
        stage=stage,
        timestamp=datetime(2026, 1, 2, tzinfo=UTC),
        seq=seq,
    )


def listening(app: MemoryApplication, *connections: str) -> None:
    for each in connections:
        app.connections.open(each, Subscriber(owner=OWNER, job_id=JOB))
        app.connections.subscribe(each, JOB)


def heard(app: MemoryApplication, connection: str) -> list[int]:
    return [json.loads(message)["seq"] for to, message in app.push.sent if to == connection]


@pytest.fixture
def progress() -> InMemoryProgress:
    """Five updates, a second apart: the last three have one status."""
    times = iter(range(0, 100_000, 1000))
    made = InMemoryProgress(lambda: next(times))
    for status, percent in STORY:
        made.report(OWNER, JOB, status, percent, status.value)
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
    app.connections.open("other", Subscriber(owner=OWNER, job_id=None))
    app.connections.subscribe("other", "job_2")
    app.publisher.publish(event())
    assert app.push.sent == [("one", message_of(event())), ("two", message_of(event()))]


def test_a_connection_that_is_gone_is_forgotten(app: MemoryApplication) -> None:
    listening(app, "one", "two")
    app.push.gone.add("one")
    app.publisher.publish(event())
    assert app.connections.subscribers(JOB) == ["two"]
    assert app.connections.who("one") is None
    assert heard(app, "two") == [3]


def test_one_that_fails_holds_up_nobody_and_is_kept(app: MemoryApplication, caplog: pytest.LogCaptureFixture) -> None:
    listening(app, "one", "two", "three")

    class Stubborn(type(app.push)):  # type: ignore[misc]
        def push(self, connection_id: str, message: str) -> bool:
            if connection_id == "one":
                raise StoreUnavailable("The WebSocket API does not answer.")
            return bool(app.push.push(connection_id, message))

    Publisher(app.connections, Stubborn()).publish(event())
    assert (heard(app, "two"), heard(app, "three")) == ([3], [3])
    assert "one" in app.connections.subscribers(JOB)
    assert "could not push to one" in caplog.text


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
    app.connections.open("c", Subscriber(owner=OWNER, job_id=JOB))
    subscribe(progress, app.publisher, "c", JOB, since)
    assert heard(app, "c") == seqs
    assert app.connections.subscribers(JOB) == ["c"]


def test_a_ticket_for_all_of_an_owners_jobs(app: MemoryApplication, progress: InMemoryProgress) -> None:
    app.connections.open("c", Subscriber(owner=OWNER, job_id=None))
    subscribe(progress, app.publisher, "c", JOB, 3)
    assert heard(app, "c") == [5]


@pytest.mark.parametrize(
    ("who", "job_id", "error"),
    [
        (None, JOB, Unauthenticated),
        (Subscriber(owner=OWNER, job_id="job_2"), JOB, Forbidden),
        (Subscriber(owner=OWNER, job_id=None), "job_unknown", NotFound),
        (Subscriber(owner="somebody else", job_id=None), JOB, NotFound),
        (Subscriber(owner="somebody else", job_id=JOB), JOB, NotFound),
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
        subscribe(progress, app.publisher, "c", job_id, 0)
    assert app.push.sent == []
    assert list(app.connections.subscribers(job_id)) == []


def test_what_happens_while_subscribing_is_not_missed(app: MemoryApplication, progress: InMemoryProgress) -> None:
    """An update between the first look and the subscription is published to nobody, so it must be in the answer."""
    app.connections.open("c", Subscriber(owner=OWNER, job_id=JOB))
    subscribe_first = app.connections.subscribe

    def while_subscribing(connection_id: str, job_id: str) -> None:
        progress.report(OWNER, JOB, JobStatus.COMPLETED, 100.0, "Completed")
        subscribe_first(connection_id, job_id)

    app.connections.subscribe = while_subscribing  # type: ignore[method-assign]
    subscribe(progress, app.publisher, "c", JOB, 3)
    assert heard(app, "c") == [6]


def test_a_refusal_says_why() -> None:
    assert json.loads(error_message("forbidden", "Not yours.")) == {"error": "forbidden", "detail": "Not yours."}
