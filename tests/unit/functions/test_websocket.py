"""The WebSocket's handler, from the ticket to the last message."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.websocket.handler import handler
from tests.unit.functions.lambdas import Context, socket_event
from williams import bootstrap
from williams.domain.batch_progress import BatchProgress, watched_batch
from williams.domain.batches import BatchStatus
from williams.domain.errors import StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.jobs import JobError, JobStatus
from williams.domain.notices import Notice, NoticeDigest
from williams.domain.progress import Subscriber
from williams.services.signing import Signer
from williams.services.tickets import Tickets
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER
from williams_testing.ports import signing_key

JOB = "job_1"


@pytest.fixture(autouse=True)
def in_memory(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "services", lambda: app.services)
    app.library.progress.report(OWNER, Execution(JOB, 1), JobStatus.DOWNLOADING, 5.0, "Downloading")


def ticket(job_id: str | None = JOB, owner: str = OWNER, seconds: int = 60) -> str:
    return Tickets(Signer(signing_key), "", seconds).issue(Subscriber(owner=owner, watched=job_id))


def call(route: str, **event: Any) -> dict[str, Any]:
    return handler(socket_event(route, **event), Context())


def send(message: object, connection: str = "c1") -> dict[str, Any]:
    return call("$default", connection=connection, body=json.dumps(message))


def heard(app: MemoryApplication, connection: str = "c1") -> list[dict[str, Any]]:
    return [json.loads(message) for to, message in app.push.sent if to == connection]


def test_a_ticket_opens_and_a_subscription_is_answered(app: MemoryApplication) -> None:
    assert call("$connect", ticket=ticket()) == {"statusCode": 200}
    assert send({"action": "subscribe", "job_id": JOB}) == {"statusCode": 200}
    (message,) = heard(app)
    assert (message["job_id"], message["status"], message["progress"], message["seq"]) == (JOB, "downloading", 5.0, 1)
    assert app.connections.subscribers(JOB) == ["c1"]


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.RETRYING])
def test_a_failure_comes_with_its_reason(app: MemoryApplication, status: JobStatus) -> None:
    call("$connect", ticket=ticket())
    torn = JobError(code="corrupt-content", message="The file is torn. Send it again.", retryable=False)
    app.library.progress.report(OWNER, Execution(JOB, 1), status, 5.0, "Failed", torn)
    send({"action": "subscribe", "job_id": JOB})
    downloading, last = heard(app)
    assert last["status"] == status
    assert (last["error_code"], last["error_message"]) == (torn.code, torn.message)
    assert set(last) - set(downloading) == {"error_code", "error_message"}


def test_an_import_that_left_something_out_says_so_last(app: MemoryApplication) -> None:
    """However long its sentences are, the message fits."""
    call("$connect", ticket=ticket())
    notice = Notice(code="hidden-text", message="\x01" * 1000, place="\x01" * 200, remedy="\x01" * 500)
    digest = NoticeDigest.of([notice] * 100)
    app.library.progress.report(OWNER, Execution(JOB, 1), JobStatus.COMPLETED, 100.0, "\x01" * 900, notices=digest)
    send({"action": "subscribe", "job_id": JOB})
    downloading, last = heard(app)
    assert set(last) - set(downloading) == {"notices"}
    assert (last["notices"]["count"], [each["code"] for each in last["notices"]["first"]]) == (100, ["hidden-text"] * 3)
    assert last["notices"]["first"][0]["message"] == "\x01" * 499 + "…"
    assert len(app.push.sent[-1][1].encode()) < 32_000


def test_a_custom_route_subscribes_too(app: MemoryApplication) -> None:
    call("$connect", ticket=ticket())
    call("subscribe", body=json.dumps({"action": "subscribe", "job_id": JOB, "since": 1}))
    assert [message["seq"] for message in heard(app)] == [1]


@pytest.mark.parametrize("wrong", [lambda: None, lambda: "", lambda: "forged.ticket", lambda: ticket(seconds=-5)])
def test_without_a_valid_ticket_there_is_no_connection(app: MemoryApplication, wrong: Callable[[], str | None]) -> None:
    answer = call("$connect", ticket=wrong())
    assert answer["statusCode"] == 401
    assert json.loads(answer["body"])["error"] == "unauthenticated"
    assert app.connections.who("c1") is None


def test_a_disconnected_client_is_forgotten(app: MemoryApplication) -> None:
    call("$connect", ticket=ticket())
    send({"action": "subscribe", "job_id": JOB})
    assert call("$disconnect") == {"statusCode": 200}
    assert app.connections.who("c1") is None
    assert list(app.connections.subscribers(JOB)) == []


def test_a_ping_is_answered(app: MemoryApplication) -> None:
    call("$connect", ticket=ticket())
    assert send({"action": "ping"}) == {"statusCode": 200}
    assert heard(app) == [{"action": "pong"}]


@pytest.mark.parametrize(
    "body",
    [None, "", "{", "[]", '"subscribe"', "{}", '{"action": "dance"}', '{"action": ["subscribe"]}'],
)
def test_a_message_that_nobody_understands(app: MemoryApplication, body: str | None) -> None:
    call("$connect", ticket=ticket())
    assert call("$default", body=body) == {"statusCode": 200}
    (refusal,) = heard(app)
    assert refusal["error"] == "invalid-request"
    assert '{"action":"ping"}' in refusal["detail"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"batch_id": 7},
        {"job_id": JOB, "batch_id": "bat_1"},
        {"job_id": 7},
        {"job_id": JOB, "since": "1"},
        {"job_id": JOB, "since": None},
    ],
)
def test_a_subscription_that_does_not_fit(app: MemoryApplication, fields: dict[str, Any]) -> None:
    call("$connect", ticket=ticket())
    send({"action": "subscribe"} | fields)
    assert [message["error"] for message in heard(app)] == ["invalid-request"]
    assert list(app.connections.subscribers(JOB)) == []


@pytest.mark.parametrize(
    ("who", "wanted", "error"),
    [
        ({}, "job_2", "forbidden"),
        ({"job_id": None}, "job_2", "not-found"),
        ({"owner": "somebody else"}, JOB, "not-found"),
    ],
)
def test_a_subscription_that_is_not_allowed(
    app: MemoryApplication, who: dict[str, Any], wanted: str, error: str
) -> None:
    call("$connect", ticket=ticket(**who))
    send({"action": "subscribe", "job_id": wanted})
    assert [message["error"] for message in heard(app)] == [error]


@pytest.mark.parametrize(
    ("failure", "told", "not_told"),
    [
        (StoreUnavailable("The progress table is busy.", "arn:aws:1"), ("store-unavailable", "is busy"), "arn:aws:1"),
        (ValueError("ValidationException: secret"), ("internal-error", "logged under err_"), "ValidationException"),
        (RecursionError("maximum"), ("internal-error", "logged under err_"), "maximum"),
    ],
)
def test_what_goes_wrong_is_told_in_the_protocols_words(
    app: MemoryApplication, monkeypatch: pytest.MonkeyPatch, failure: Exception, told: tuple[str, str], not_told: str
) -> None:
    def fail(_: str) -> None:
        raise failure

    call("$connect", ticket=ticket())
    monkeypatch.setattr(app.library.progress, "record", fail)
    assert send({"action": "subscribe", "job_id": JOB}) == {"statusCode": 200}
    assert send({"action": "ping"}) == {"statusCode": 200}
    refusal, pong = heard(app)
    assert (refusal["error"], told[1] in refusal["detail"], pong) == (told[0], True, {"action": "pong"})
    assert not_told not in str(refusal)


@pytest.mark.parametrize(("failure", "status"), [(StoreUnavailable("away"), 503), (ValueError("boom"), 500)])
def test_a_connection_that_cannot_be_kept_is_refused(
    app: MemoryApplication, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(app.connections, "open", fail)
    answer = call("$connect", ticket=ticket())
    assert answer["statusCode"] == status
    assert "boom" not in answer["body"]


@pytest.mark.parametrize("route", ["$connect", "$disconnect"])
def test_a_message_that_names_a_route_is_a_message(app: MemoryApplication, route: str) -> None:
    call("$connect", ticket=ticket())
    event = socket_event("$default", body=json.dumps({"action": route}))
    event["requestContext"]["routeKey"] = route
    assert handler(event, Context()) == {"statusCode": 200}
    assert [message["error"] for message in heard(app)] == ["invalid-request"]
    assert app.connections.who("c1") is not None


def test_a_binary_frame_is_no_message(app: MemoryApplication) -> None:
    call("$connect", ticket=ticket())
    event = socket_event("$default", body="eyJhY3Rpb24iOiJwaW5nIn0=") | {"isBase64Encoded": True}
    assert handler(event, Context()) == {"statusCode": 200}
    assert [message["error"] for message in heard(app)] == ["invalid-request"]


def test_a_connection_that_never_opened(app: MemoryApplication) -> None:
    send({"action": "subscribe", "job_id": JOB})
    assert [message["error"] for message in heard(app)] == ["unauthenticated"]


BATCH = "bat_1"


@pytest.fixture
def of_batch(app: MemoryApplication) -> dict[str, Any]:
    """A batch's message."""
    message = BatchProgress(
        batch_id=BATCH,
        status=BatchStatus.RUNNING,
        progress=50.0,
        message="1 of 2 ended, 1 failed",
        total=2,
        counts={"failed": 1, "queued": 1},
        timestamp=datetime(2026, 11, 29, tzinfo=UTC),
        seq=1,
    )
    app.library.batch_progress.write(OWNER, message)
    return {
        "batch_id": BATCH,
        "status": "running",
        "progress": 50.0,
        "stage": "1 of 2 ended, 1 failed",
        "total": 2,
        "counts": {"failed": 1, "queued": 1},
        "timestamp": "2026-11-29T00:00:00Z",
        "seq": 1,
    }


@pytest.mark.parametrize("watched", [watched_batch(BATCH), None])
@pytest.mark.parametrize("since", [0, 1])
def test_a_batch_is_told_at_once_as_it_is(
    app: MemoryApplication, of_batch: dict[str, Any], watched: str | None, since: int
) -> None:
    call("$connect", ticket=ticket(watched))
    assert send({"action": "subscribe", "batch_id": BATCH, "since": since}) == {"statusCode": 200}
    assert heard(app) == [of_batch]
    assert app.connections.subscribers(watched_batch(BATCH)) == ["c1"]


@pytest.mark.usefixtures("of_batch")
@pytest.mark.parametrize(
    ("who", "wanted", "error"),
    [
        ({"job_id": JOB}, {"batch_id": BATCH}, "forbidden"),
        ({"job_id": watched_batch("bat_2")}, {"batch_id": BATCH}, "forbidden"),
        ({"job_id": watched_batch(BATCH)}, {"job_id": JOB}, "forbidden"),
        ({"job_id": watched_batch(BATCH), "owner": "eve"}, {"batch_id": BATCH}, "not-found"),
        ({"job_id": None, "owner": "eve"}, {"batch_id": BATCH}, "not-found"),
        ({"job_id": None}, {"batch_id": "bat_2"}, "not-found"),
        ({"job_id": None}, {"job_id": BATCH}, "not-found"),
        ({"job_id": None}, {"job_id": watched_batch(BATCH)}, "invalid-request"),
    ],
)
def test_a_batch_is_told_to_nobody_else(
    app: MemoryApplication, who: dict[str, Any], wanted: dict[str, str], error: str
) -> None:
    call("$connect", ticket=ticket(**who))
    send({"action": "subscribe"} | wanted)
    assert [message["error"] for message in heard(app)] == [error]
    assert list(app.connections.subscribers(watched_batch(BATCH))) == []
