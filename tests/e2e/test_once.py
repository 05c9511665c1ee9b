"""Everything arrives several times, and happens once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.listening import listen
from tests.e2e.machinery import PREFIX, Machinery
from tests.e2e.provider import PRICE, Provider
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams.domain.jobs import JobEvent
from williams_client.models import ArtifactAnswer, JobAnswer

ITEMS = 3
PRIORITY = 8


@dataclass(frozen=True)
class Repeated:
    """A job for which everything was delivered several times, and what came of it."""

    job: JobAnswer
    artifact: ArtifactAnswer
    events: list[JobEvent]
    answers: set[str]
    executions: dict[str, str]


@pytest.fixture(scope="module")
def repeated(
    cloud: Cloud, machinery: Machinery, reader: Tenant, sample: ImportedSample, provider: Provider
) -> Repeated:
    """Both deliveries of a stage meet inside its paid call: the provider holds it until both are there."""
    provider.answering.clear()
    body = {
        "source_ids": [sample.content.content_id],
        "format": "faulty",
        "parameters": {"items": ITEMS, "provider": provider.url},
        "priority": PRIORITY,
    }
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answers = {reader.http.post("/api/content/export", json=body, headers=key).json()["job_id"] for _ in range(3)}
    (job_id,) = answers
    machinery.wake(job_id, PRIORITY, times=3)
    provider.wait_for_calls(job_id, ITEMS)
    again = {"job_id": job_id, "execution_no": 1, "stage": "generate", "batch": 0}
    with ThreadPoolExecutor(2) as pool:
        deliveries = [pool.submit(machinery.invoke_anyway, "run-stage-export-faulty", again) for _ in range(2)]
        machinery.wake(job_id, PRIORITY, times=3)
        dispatches = [machinery.invoke("dispatch", {"Records": [{}, {}]}) for _ in range(2)]
        provider.answering.set()
        outcomes = [delivery.result(timeout=60) for delivery in deliveries]
    assert all(dispatched == {"batchItemFailures": []} for dispatched in dispatches)
    for outcome in outcomes:
        # It waited for the first one, and then found the work done, or the whole job.
        assert "FunctionError" not in outcome or "was settled" in outcome["Payload"]["errorMessage"], outcome
    job = reader.completed(job_id)
    for status in ("FAILED", "ABORTED", "FAILED"):
        assert machinery.invoke("settle-job", _status_event(job_id, status)) == {"job_id": job_id, "status": None}
    machinery.invoke("settle-job", {"job_id": job_id, "execution_no": 1, "succeeded": True})
    answers.add(reader.http.post("/api/content/export", json=body, headers=key).json()["job_id"])
    assert job.artifact_id
    return Repeated(
        reader.client.jobs.get(job_id),
        reader.client.artifacts.get(job.artifact_id),
        cloud.events(reader.owner, job_id),
        answers,
        machinery.executions("export.faulty", job_id),
    )


def _status_event(job_id: str, status: str) -> dict[str, Any]:
    return {
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "detail": {"name": f"{job_id}-1", "status": status, "stateMachineArn": f"{PREFIX}-export-faulty"},
    }


def test_one_job_and_one_execution(repeated: Repeated) -> None:
    assert repeated.answers == {repeated.job.job_id}
    assert repeated.executions == {f"{repeated.job.job_id}-1": "SUCCEEDED"}
    assert [event.kind for event in repeated.events].count("claim") == 1
    assert (repeated.job.status, repeated.job.retry_count) == ("completed", 0)


def test_one_artifact(repeated: Repeated, cloud: Cloud, reader: Tenant) -> None:
    mine = [
        artifact.artifact_id
        for artifact in cloud.catalog.artifacts(reader.owner, 200).items
        if artifact.job_id == repeated.job.job_id
    ]
    assert mine == [repeated.artifact.artifact_id]
    keys = cloud.keys(f"faulty/{mine[0]}/")
    assert len(keys) == len(set(keys)) == len(repeated.artifact.files)


def test_one_paid_call_for_each_step(repeated: Repeated, provider: Provider, cloud: Cloud) -> None:
    job_id = repeated.job.job_id
    assert sorted(call.item for call in provider.of(job_id)) == list(range(ITEMS))
    assert cloud.jobs.spent_usd(job_id) == pytest.approx(ITEMS * PRICE)
    kinds = [event.kind for event in repeated.events]
    assert (kinds.count("cost"), kinds.count("possibly-paid-twice")) == (ITEMS, 0)


def test_each_change_of_status_is_told_once(repeated: Repeated) -> None:
    """Also to a client that asks again."""
    for _ in range(2):
        messages = listen(repeated.job.progress_url, repeated.job.job_id)
        numbers = [message["seq"] for message in messages]
        statuses = [message["status"] for message in messages]
        assert numbers == sorted(set(numbers))
        assert statuses.count("completed") == 1
