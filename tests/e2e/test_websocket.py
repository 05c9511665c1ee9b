"""Who may listen, what a late or second listener hears, and what is answered to nonsense."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.exceptions import InvalidStatus

from tests.e2e.cloud import Cloud
from tests.e2e.listening import asked, connected, listen, news, until_end
from tests.e2e.podcast import Podcast
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams.domain.progress import Subscriber
from williams.services.signing import Signer
from williams.services.tickets import Tickets
from williams_localcloud.secrets import SIGNING


def issued(key: bytes, subscriber: Subscriber, seconds: int) -> str:
    return Tickets(Signer(lambda: key), "", seconds).issue(subscriber)


def _refused(url: str) -> int:
    with pytest.raises(InvalidStatus) as refused, connected(url):
        pass
    return refused.value.response.status_code


def _ticket(cloud: Cloud, owner: str, job_id: str, seconds: int) -> str:
    key = cloud.secret(SIGNING)["key"].encode()
    return f"{cloud.info.ws_url}?ticket={issued(key, Subscriber(owner=owner, watched=job_id), seconds)}"


def test_a_good_ticket_opens_it(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    """What the tests below change one thing of."""
    job_id = sample.job.job_id
    messages = listen(_ticket(cloud, reader.owner, job_id, 60), job_id)
    assert messages[-1]["status"] == "completed"


def test_without_a_ticket_it_stays_shut(cloud: Cloud) -> None:
    assert _refused(cloud.info.ws_url) in (401, 403)


@pytest.mark.parametrize("ticket", ["", "nonsense", "a.b", "a.b.c", "%00"])
def test_a_malformed_ticket(cloud: Cloud, ticket: str) -> None:
    assert _refused(f"{cloud.info.ws_url}?ticket={ticket}") in (401, 403)


def test_a_forged_ticket(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    forged = issued(b"another key", Subscriber(owner=reader.owner, watched=sample.job.job_id), 60)
    assert _refused(f"{cloud.info.ws_url}?ticket={forged}") in (401, 403)


def test_an_expired_ticket(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    assert _refused(_ticket(cloud, reader.owner, sample.job.job_id, -1)) in (401, 403)


def test_the_bearer_token_is_no_ticket(cloud: Cloud, reader: Tenant) -> None:
    token = reader.http.headers["authorization"].removeprefix("Bearer ")
    assert _refused(f"{cloud.info.ws_url}?ticket={token}") in (401, 403)


def test_a_ticket_is_for_its_job_only(reader: Tenant, sample: ImportedSample, podcast: Podcast) -> None:
    with connected(reader.client.jobs.get(sample.job.job_id).progress_url) as socket:
        answer = asked(socket, {"action": "subscribe", "job_id": podcast.job.job_id})
        assert (answer["error"], "progress_url" in answer["detail"]) == ("forbidden", True)


def test_a_ticket_for_a_job_that_is_not_there(cloud: Cloud, reader: Tenant) -> None:
    with connected(_ticket(cloud, reader.owner, "job_0", 60)) as socket:
        assert asked(socket, {"action": "subscribe", "job_id": "job_0"})["error"] == "not-found"


@pytest.mark.parametrize(
    "message",
    [
        "hello",
        "[]",
        "{}",
        '{"action": "shout"}',
        '{"action": "subscribe"}',
        '{"action": "subscribe", "job_id": 5}',
        '{"action": "subscribe", "job_id": "JOB", "since": "the beginning"}',
    ],
)
def test_nonsense_is_answered_and_the_connection_stays(reader: Tenant, sample: ImportedSample, message: str) -> None:
    job_id = sample.job.job_id
    with connected(reader.client.jobs.get(job_id).progress_url) as socket:
        answer = asked(socket, message.replace("JOB", job_id))
        assert answer["error"] == "invalid-request"
        assert "subscribe" in answer["detail"]
        assert asked(socket, {"action": "ping"}) == {"action": "pong"}
        socket.send(json.dumps({"action": "subscribe", "job_id": job_id}))
        assert until_end(socket)[-1]["status"] == "completed"


def test_a_late_listener_hears_every_status(reader: Tenant, podcast: Podcast) -> None:
    job_id = podcast.job.job_id
    messages = listen(reader.client.jobs.get(job_id).progress_url, job_id)
    statuses = [message["status"] for message in messages]
    assert statuses == list(dict.fromkeys(statuses))
    assert statuses[0] == "pending"
    assert statuses[-6:] == ["querying", "scripting", "generating", "composing", "storing", "completed"]
    seqs = [message["seq"] for message in messages]
    assert seqs == sorted(set(seqs))


def test_a_listener_who_comes_back_hears_what_is_new(reader: Tenant, podcast: Podcast) -> None:
    job_id = podcast.job.job_id
    everything = listen(reader.client.jobs.get(job_id).progress_url, job_id)
    middle = everything[len(everything) // 2]["seq"]
    rest = listen(reader.client.jobs.get(job_id).progress_url, job_id, since=middle)
    assert rest == [message for message in everything if message["seq"] > middle]
    last = everything[-1]
    assert listen(reader.client.jobs.get(job_id).progress_url, job_id, since=last["seq"]) == [last]


def test_two_listeners_hear_the_same(reader: Tenant, sample: ImportedSample) -> None:
    """The slow stage gives both the time to subscribe, so that all after it comes live."""
    parameters = {"stage": "script", "how": "slow", "seconds": 3.0}
    job_id = reader.submit_export([sample.content.content_id], "faulty", parameters=parameters)
    url = reader.client.jobs.get(job_id).progress_url
    with connected(url) as first, connected(url) as second:
        reader.reached(job_id, {"scripting"})
        for socket in (first, second):
            socket.send(json.dumps({"action": "subscribe", "job_id": job_id}))
        heard = [news(until_end(socket)) for socket in (first, second)]
    live = [[message for message in messages if message["status"] != "scripting"] for messages in heard]
    assert live[0] == live[1]
    assert [message["status"] for message in live[0]][-3:] == ["composing", "storing", "completed"]


def test_a_ticket_lives_for_minutes_only(reader: Tenant, sample: ImportedSample) -> None:
    url = reader.client.jobs.get(sample.job.job_id).progress_url
    assert "wl_" not in url
    (ticket,) = parse_qs(urlsplit(url).query)["ticket"]
    payload = ticket.split(".")[0]
    *_, expires = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert 0 < expires - time.time() <= 600
