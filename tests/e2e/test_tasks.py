"""A provider that works by itself: waited for, asked until it is done, and given each task once, whoever dies."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.machinery import Machinery, kill
from tests.e2e.provider import PRICE, Provider
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant

ITEMS = 2
WITHIN = 60.0
PLUGIN = "export.faulty.polling"


@pytest.fixture(autouse=True)
def nothing_held(provider: Provider) -> None:
    for event in (provider.done, provider.answering):
        event.set()


def submit(reader: Tenant, sample: ImportedSample, provider: Provider) -> str:
    parameters = {"items": ITEMS, "provider": provider.url}
    return reader.submit_export([sample.content.content_id], "faulty-film", parameters=parameters)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def test_each_task_is_given_once_and_fetched(
    cloud: Cloud, reader: Tenant, sample: ImportedSample, provider: Provider, machinery: Machinery
) -> None:
    provider.done.clear()
    job_id = submit(reader, sample, provider)
    until(
        lambda: len(provider.tasks_of(job_id)) == ITEMS and all(provider.polled[t] for t in provider.tasks_of(job_id))
    )
    provider.done.set()
    job = reader.completed(job_id)
    assert sorted(provider.tasks[task]["item"] for task in provider.tasks_of(job_id)) == [*range(ITEMS), ITEMS]
    assert cloud.jobs.spent_usd(job_id) == pytest.approx((ITEMS + 1) * PRICE)
    assert job.artifact_id
    # The job is completed by the execution's last state, a moment before the execution ends.
    until(lambda: machinery.executions(PLUGIN, job_id) == {f"{job_id}-1": "SUCCEEDED"})
    files = reader.client.artifacts.get(job.artifact_id).files
    assert cloud.object(f"faulty-films/{job.artifact_id}/film.txt") == b"answer 0\nanswer 1\nanswer 2", files


def test_a_worker_that_dies_with_the_task_given_says_that_it_may_be_paid_twice(
    cloud: Cloud, reader: Tenant, sample: ImportedSample, provider: Provider
) -> None:
    provider.answering.clear()
    job_id = submit(reader, sample, provider)
    until(lambda: len(provider.tasks_of(job_id)) == ITEMS)
    kill(provider.tasks[provider.tasks_of(job_id)[0]]["pid"])
    provider.answering.set()
    job = reader.completed(job_id)
    doubts = [event.item for event in cloud.events(reader.owner, job_id) if event.kind == "possibly-paid-twice"]
    given = [provider.tasks[task]["item"] for task in provider.tasks_of(job_id)]
    assert job.retry_count == 1
    assert sorted(given) == sorted([*range(ITEMS), ITEMS, *(item for item in doubts if item is not None)])
    assert doubts


def test_a_cancelled_job_asks_no_more(reader: Tenant, sample: ImportedSample, provider: Provider) -> None:
    provider.done.clear()
    job_id = submit(reader, sample, provider)
    until(lambda: len(provider.tasks_of(job_id)) == ITEMS)
    reader.client.jobs.cancel(job_id)
    asked = provider.polled.copy()
    # Two polls would have come in this time, and one may have been under way.
    time.sleep(2.5)
    more = sum(provider.polled[task] - asked[task] for task in provider.tasks_of(job_id))
    assert more <= ITEMS
    assert len(provider.tasks_of(job_id)) == ITEMS
    assert reader.client.jobs.get(job_id).status == "cancelled"
