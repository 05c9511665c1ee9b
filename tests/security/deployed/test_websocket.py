"""Whatever a client says, it is answered in the protocol's words, and the connection goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from tests.e2e.cloud import Cloud
from tests.e2e.listening import asked, connected, received
from tests.e2e.tenant import Tenant
from williams.domain.progress import Subscriber
from williams.services.signing import Signer
from williams.services.tickets import Tickets
from williams_localcloud.secrets import SIGNING

DEEP = 100_000


def _subscribe(job_id: str, since: str = "0") -> str:
    """A subscription whose parts are JSON as they are given."""
    return f'{{"action": "subscribe", "job_id": {job_id}, "since": {since}}}'


MESSAGES: dict[str, str | bytes] = {
    "nothing": "",
    "a blank": " ",
    "NUL": "\0",
    "no JSON": '{"action": "ping"',
    "two JSONs": '{"action": "ping"}{"action": "ping"}',
    "null": "null",
    "a string": '"ping"',
    "a number": "1" * 5000,
    "a list": '[{"action": "ping"}]',
    "arrays without end": "[" * DEEP,
    "deep arrays": "[" * DEEP + "]" * DEEP,
    "deep objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a ping with depths": '{"action": "ping", "x": ' + "[" * 5000 + "]" * 5000 + "}",
    "no action": "{}",
    "action null": '{"action": null}',
    "action an object": '{"action": {"ping": 1}}',
    "action unknown": '{"action": "shout"}',
    "action a surrogate": '{"action": "\\ud800"}',
    "action $connect": '{"action": "$connect"}',
    "action $disconnect": '{"action": "$disconnect"}',
    "action $default": '{"action": "$default"}',
    "bytes": b"\x00\xff\xfe",
    "no job": '{"action": "subscribe"}',
    "job null": _subscribe("null"),
    "job a number": _subscribe("5"),
    "job a list": _subscribe('["job_0"]'),
    "job empty": _subscribe('""'),
    "job NUL": _subscribe('"\\u0000"'),
    "job with NUL": _subscribe('"job_\\u00000"'),
    "job a surrogate": _subscribe('"\\ud800"'),
    "job with a surrogate": _subscribe('"job_0\\udfff"'),
    "job of 10 kB": _subscribe(json.dumps("a" * 10_000)),
    "job of another's item": _subscribe('"connection#c1"'),
    "job of emoji": _subscribe('"🎧"'),
    "since negative": _subscribe('"job_0"', "-1"),
    "since huge": _subscribe('"job_0"', "9" * 30),
    "since of 5,000 digits": _subscribe('"job_0"', "9" * 5000),
    "since a fraction": _subscribe('"job_0"', "1.5"),
    "since a whole fraction": _subscribe('"job_0"', "1.0"),
    "since infinite": _subscribe('"job_0"', "1e400"),
    "since NaN": _subscribe('"job_0"', "NaN"),
    "since true": _subscribe('"job_0"', "true"),
    "since null": _subscribe('"job_0"', "null"),
    "since text": _subscribe('"job_0"', '"0"'),
    "since a list": _subscribe('"job_0"', "[0]"),
}


@pytest.fixture(scope="module")
def listener(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("listener")


@pytest.fixture(scope="module")
def job_id(listener: Tenant) -> str:
    """A job that ends at once: there is no such upload."""
    job_id = listener.submit_import("upload://up_0/nothing.pdf")
    listener.ended(job_id)
    return job_id


def _address(cloud: Cloud, ticket: str) -> str:
    return f"{cloud.info.ws_url}?ticket={ticket}"


def _key(cloud: Cloud) -> bytes:
    return cloud.secret(SIGNING)["key"].encode()


def _ticket(cloud: Cloud, subscriber: Subscriber, seconds: int) -> str:
    return Tickets(Signer(lambda: _key(cloud)), "", seconds).issue(subscriber)


@pytest.fixture(scope="module")
def socket(cloud: Cloud, listener: Tenant) -> Iterator[ClientConnection]:
    """One connection for all of it."""
    with connected(_address(cloud, _ticket(cloud, Subscriber(owner=listener.owner, watched=None), 600))) as socket:
        yield socket


@pytest.mark.parametrize("name", MESSAGES)
def test_nonsense_is_answered_and_the_connection_goes_on(socket: ClientConnection, name: str) -> None:
    socket.send(MESSAGES[name])
    answer = received(socket)
    assert set(answer) == {"error", "detail"}
    assert answer["error"] == "invalid-request"
    assert "subscribe" in answer["detail"]
    assert asked(socket, {"action": "ping"}) == {"action": "pong"}


@pytest.mark.parametrize("since", [0, 1, 2**31, 2**63 - 1])
def test_after_all_that_it_still_tells(socket: ClientConnection, job_id: str, since: int) -> None:
    assert asked(socket, {"action": "subscribe", "job_id": "job_0"})["error"] == "not-found"
    socket.send(json.dumps({"action": "subscribe", "job_id": job_id, "since": since}))
    while (message := received(socket))["status"] != "failed":
        assert message["job_id"] == job_id


def test_a_ticket_of_another_owner_opens_no_job_of_this_one(cloud: Cloud, listener: Tenant, job_id: str) -> None:
    for ticket_job in (None, job_id):
        stranger = _ticket(cloud, Subscriber(owner=f"not-{listener.owner}", watched=ticket_job), 60)
        with connected(_address(cloud, stranger)) as socket:
            answer = asked(socket, {"action": "subscribe", "job_id": job_id})
            assert (answer["error"], answer["detail"]) == ("not-found", f"There is no job '{job_id}'.")


@pytest.mark.parametrize(
    "change",
    [
        lambda ticket: ticket + "=",
        lambda ticket: ticket + "%20",
        lambda ticket: ticket + "%00",
        lambda ticket: "%20" + ticket,
        lambda ticket: ticket + "." + ticket,
        lambda ticket: ticket[:-1],
        lambda ticket: ticket.split(".")[0] + ".",
        lambda ticket: "A" * 9000 + ticket,
    ],
)
def test_a_ticket_that_is_not_written_as_it_was_signed(
    cloud: Cloud, listener: Tenant, change: Callable[[str], str]
) -> None:
    ticket = _ticket(cloud, Subscriber(owner=listener.owner, watched=None), 60)
    _refused(cloud, change(ticket))


@pytest.mark.parametrize(
    ("purpose", "payload"),
    [
        ("download", ["OWNER", None, 2**33]),
        ("ticket2", ["OWNER", None, 2**33]),
        ("ticket", ["OWNER", None]),
        ("ticket", ["OWNER", None, 2**33, "more"]),
        ("ticket", ["OWNER", None, 0]),
    ],
)
def test_what_was_signed_otherwise_is_no_ticket(
    cloud: Cloud, listener: Tenant, purpose: str, payload: list[object]
) -> None:
    _refused(cloud, Signer(lambda: _key(cloud)).signed(purpose, [listener.owner, *payload[1:]]))


def _refused(cloud: Cloud, ticket: str) -> None:
    with pytest.raises(InvalidStatus) as refused, connected(_address(cloud, ticket)):
        pass
    assert refused.value.response.status_code in (401, 403)
