"""Progress as subscribers see it: how it grows, how often it is told, and who else is listening."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from tests.e2e.cloud import Cloud
from tests.e2e.listening import asked, connected, listen, news, received, until_end
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams_client.models import JobAnswer

SUBSCRIBERS = 200
# Each connecting client is a Lambda at work: more at once would only make the emulator start more workers.
CONNECTING_AT_ONCE = 8
QUIET_SECONDS = 0.5
CONNECTIONS_TABLE = "williams-local-connections"

Messages = list[dict[str, Any]]


def _faulty(tenant: Tenant, sample: ImportedSample, **parameters: Any) -> str:
    return tenant.submit_export([sample.content.content_id], "faulty", parameters=parameters)


def _grows(percents: list[float]) -> bool:
    return all(0 <= before <= after <= 100 for before, after in pairwise(percents))


def _listed(reader: Tenant, job_id: str) -> JobAnswer:
    (listed,) = [job for job in reader.client.jobs.list().items if job.job_id == job_id]
    return listed


REASONS = {
    "transient": ("provider-unavailable", "The stage compose fails as it was told to."),
    "permanent": ("invalid-request", "The stage compose fails for good as it was told to."),
}


def _percents(messages: Messages) -> list[float]:
    return [message["progress"] for message in messages]


def test_the_bar_grows_from_0_to_100_and_is_told_twice_a_second(reader: Tenant, sample: ImportedSample) -> None:
    job_id = _faulty(reader, sample, items=50, stage="generate", how="slow", seconds=1.5)
    messages = news(listen(reader.client.jobs.get(job_id).progress_url, job_id))
    assert (messages[0]["progress"], messages[-1]["progress"]) == (0, 100)
    assert _grows(_percents(messages))
    times = [datetime.fromisoformat(message["timestamp"]) for message in messages]
    for (at, before), (later, after) in pairwise(zip(times, messages, strict=True)):
        if before["status"] == after["status"]:
            assert (later - at).total_seconds() >= QUIET_SECONDS, (before, after)
    statuses = {message["status"] for message in messages}
    assert len(messages) <= len(statuses) + (times[-1] - times[0]).total_seconds() / QUIET_SECONDS


@pytest.mark.parametrize(("how", "end", "percent"), [("transient", "completed", 100.0), ("permanent", "failed", None)])
def test_the_bar_never_falls_through_a_failure(
    reader: Tenant, sample: ImportedSample, how: str, end: str, percent: float | None
) -> None:
    """All doors are watched: every push, and every answer to GET in between, of the job and of the list."""
    job_id = _faulty(reader, sample, stage="compose", how=how)
    asked_for: list[float] = []
    with connected(reader.client.jobs.get(job_id).progress_url) as socket:
        socket.send(json.dumps({"action": "subscribe", "job_id": job_id}))
        while (job := reader.client.jobs.get(job_id)).status not in ("completed", "failed"):
            asked_for += [job.progress_percent, _listed(reader, job_id).progress_percent]
            time.sleep(0.05)
        messages = news(until_end(socket))
    assert job.status == messages[-1]["status"] == end
    assert _grows([*asked_for, job.progress_percent])
    assert _listed(reader, job_id).progress_percent == job.progress_percent
    assert _grows(_percents(messages))
    assert ("retrying" in {message["status"] for message in messages}) is (how == "transient")
    told = [(each["error_code"], each["error_message"]) for each in messages if "error_code" in each]
    assert told == [REASONS[how]]
    reached = max(_percents(messages[:-1]))
    assert 0 < reached < 100
    assert messages[-1]["progress"] == job.progress_percent == (percent or reached)


def test_a_cancelled_job_keeps_its_percentage(reader: Tenant, sample: ImportedSample) -> None:
    job_id = _faulty(reader, sample, stage="compose", how="slow", seconds=3.0)
    with connected(reader.client.jobs.get(job_id).progress_url) as socket:
        reader.reached(job_id, {"composing"})
        socket.send(json.dumps({"action": "subscribe", "job_id": job_id}))
        reader.client.jobs.cancel(job_id)
        messages = news(until_end(socket))
    assert (messages[-1]["status"], messages[-1]["progress"]) == ("cancelled", messages[-2]["progress"])
    assert reader.client.jobs.get(job_id).progress_percent == messages[-1]["progress"] > 0


@contextmanager
def _crowd(url: str, job_id: str) -> Iterator[list[ClientConnection]]:
    """Subscribers to a running job, each of whom was answered."""
    with ExitStack() as leaving, ThreadPoolExecutor(CONNECTING_AT_ONCE) as threads:

        def join(_: int) -> ClientConnection:
            socket = leaving.enter_context(connected(url))
            socket.send(json.dumps({"action": "subscribe", "job_id": job_id, "since": 2}))
            received(socket)
            return socket

        yield list(threads.map(join, range(SUBSCRIBERS)))


def _connections(cloud: Cloud, job_id: str) -> int:
    key = {":job": {"S": job_id}}
    return int(
        cloud.aws.client("dynamodb").query(
            TableName=CONNECTIONS_TABLE, KeyConditionExpression="job_id = :job", ExpressionAttributeValues=key
        )["Count"]
    )


def test_a_crowd_listens_to_one_job(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    """Some leave without a word, some never read: all others hear the same, and at once."""
    job_id = _faulty(reader, sample, stage="script", how="slow", seconds=45.0)
    job = reader.reached(job_id, {"scripting"})
    with _crowd(job.progress_url, job_id) as crowd:
        assert _connections(cloud, job_id) == SUBSCRIBERS
        percent = reader.client.jobs.get(job_id).progress_percent
        gone, _, listeners = crowd[:20], crowd[20:25], crowd[25:]
        for socket in gone:
            socket.socket.close()
        reader.client.jobs.cancel(job_id)
        began = time.monotonic()
        ends = [until_end(socket, 10)[-1] for socket in listeners]
        assert time.monotonic() - began < 10
        assert {json.dumps(end, sort_keys=True) for end in ends} == {json.dumps(ends[0], sort_keys=True)}
        assert (ends[0]["status"], ends[0]["progress"]) == ("cancelled", percent)
        assert asked(listeners[0], {"action": "ping"}) == {"action": "pong"}
    deadline = time.monotonic() + 30
    while _connections(cloud, job_id) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _connections(cloud, job_id) == 0


def test_a_job_needs_nobody_to_listen(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> None:
    job_id = _faulty(reader, sample, items=3)
    assert reader.completed(job_id).progress_percent == 100
    assert _connections(cloud, job_id) == 0
