"""Retrying by hand: how often, how urgently, from where; and the story that remains."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.machinery import Machinery
from tests.e2e.problems import problem
from tests.e2e.provider import PRICE, Provider
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams_client.models import JobAnswer, JobEventAnswer

ITEMS = 2
FAILS = {"stage": "compose", "how": "permanent", "times": 99, "items": ITEMS}
MANUAL, AUTOMATIC = 10, 3
ANSWERED_WITHIN = timedelta(seconds=60)


def _retry(reader: Tenant, job_id: str, **body: Any) -> JobAnswer:
    answer = reader.http.post(f"/api/jobs/{job_id}/retry", json=body)
    assert answer.status_code == 202, answer.text
    return JobAnswer.model_validate(answer.json())


def _failed(reader: Tenant, sample: ImportedSample, **parameters: Any) -> str:
    job_id = reader.submit_export([sample.content.content_id], "faulty", parameters=FAILS | parameters)
    assert reader.ended(job_id).status == "failed"
    return job_id


def _events(reader: Tenant, job_id: str) -> list[JobEventAnswer]:
    return reader.client.jobs.events(job_id).events


def test_ten_manual_retries_each_more_urgent_and_none_from_the_beginning(
    cloud: Cloud, machinery: Machinery, reader: Tenant, sample: ImportedSample, provider: Provider
) -> None:
    job_id = _failed(reader, sample, provider=provider.url)
    for number in range(1, MANUAL + 1):
        asked_at = datetime.now(UTC)
        job = _retry(reader, job_id, manual=True)
        assert (job.retry_count, job.priority) == (number, min(10, 5 + 2 * number))
        assert job.not_before is not None
        assert timedelta(0) <= job.not_before - asked_at - timedelta(seconds=2**number) < ANSWERED_WITHIN
        cloud.end_pause(job_id)
        machinery.wake(job_id, job.priority)
        assert reader.ended(job_id).status == "failed"
    refused = reader.http.post(f"/api/jobs/{job_id}/retry", json={"manual": True})
    problem(refused, 409, "max-retries-exceeded", says="10")

    assert len(provider.of(job_id)) == ITEMS
    events = _events(reader, job_id)
    ran = [event.execution_no for event in events if event.kind == "error"]
    assert ran == list(range(1, MANUAL + 2))
    assert {event.message for event in events if event.kind == "error"} == {
        "invalid-request: The stage compose fails for good as it was told to."
    }


def test_a_manual_retry_begins_when_its_pause_is_over(reader: Tenant, sample: ImportedSample) -> None:
    job_id = _failed(reader, sample)
    for _ in range(2):
        paused = _retry(reader, job_id, manual=True)
        assert reader.ended(job_id).status == "failed"
        claims = [event.at for event in _events(reader, job_id) if event.kind == "claim"]
        assert paused.not_before is not None
        assert claims[-1] >= paused.not_before


def test_a_retry_that_is_not_manual_follows_the_automatic_rule(
    cloud: Cloud, machinery: Machinery, reader: Tenant, sample: ImportedSample
) -> None:
    job_id = _failed(reader, sample)
    for number in range(1, AUTOMATIC + 1):
        job = _retry(reader, job_id, manual=False)
        assert (job.retry_count, job.priority) == (number, 5)
        cloud.end_pause(job_id)
        machinery.wake(job_id, job.priority)
        assert reader.ended(job_id).status == "failed"
    problem(reader.http.post(f"/api/jobs/{job_id}/retry", json={"manual": False}), 409, "max-retries-exceeded")
    assert _retry(reader, job_id, manual=True).retry_count == AUTOMATIC + 1


@pytest.mark.parametrize("manual", [True, False])
def test_only_what_failed_is_retried(reader: Tenant, sample: ImportedSample, manual: bool) -> None:
    refused = reader.http.post(f"/api/jobs/{sample.job.job_id}/retry", json={"manual": manual})
    problem(refused, 409, "conflict", says="completed")


def test_the_events_tell_the_whole_story(reader: Tenant, sample: ImportedSample, provider: Provider) -> None:
    fault = {"stage": "compose", "how": "transient", "times": 1, "items": ITEMS, "provider": provider.url}
    job_id = reader.submit_export([sample.content.content_id], "faulty", parameters=fault)
    reader.completed(job_id)
    events = _events(reader, job_id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.at for event in events] == sorted(event.at for event in events)

    attempts = [(event.kind, event.execution_no) for event in events if event.kind == "claim"]
    assert attempts == [("claim", 1), ("claim", 2)]
    told = {number: _told(events, number) for number in (1, 2)}
    items = [("generate", item) for item in range(ITEMS)]
    first = [("query", None), ("script", None), *items, ("compose", None)]
    assert sorted(told[1], key=str) == sorted(first, key=str)
    assert sorted(told[2], key=str) == sorted([*first, ("store", None)], key=str)

    (error,) = [event for event in events if event.kind == "error"]
    assert (error.stage, error.execution_no) == ("compose", 1)
    assert error.message == "provider-unavailable: The stage compose fails as it was told to."
    costs = [(event.stage, event.item, event.cost_usd) for event in events if event.kind == "cost"]
    assert sorted(costs, key=str) == [("generate", item, PRICE) for item in range(ITEMS)]
    statuses = [event.status for event in events if event.kind == "status"]
    assert statuses == ["pending", "queued", "retrying", "completed"]


def _told(events: list[JobEventAnswer], execution_no: int) -> list[tuple[str | None, int | None]]:
    """What began and ended in an execution."""
    begun = [(e.stage, e.batch) for e in events if (e.kind, e.execution_no) == ("begin", execution_no)]
    ended = [(e.stage, e.batch) for e in events if (e.kind, e.execution_no) == ("end", execution_no)]
    assert sorted(begun, key=str) == sorted(ended, key=str)
    return begun
