"""Nothing stays as it is for ever: what goes wrong unseen is found by the next two ticks at most."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.machinery import PREFIX, Machinery
from tests.e2e.provider import Provider
from tests.e2e.quiet import submitted_quietly
from tests.e2e.sources import ImportedSample
from tests.e2e.stories import story
from tests.e2e.tenant import Tenant

# Ages a claim beyond the time that reconcile gives the events to come.
OLD = 45.0
COMPOSE_SECONDS = 10
TICKS = 2


@pytest.fixture(scope="module", autouse=True)
def blocked(reader: Tenant, sample: ImportedSample) -> str:
    """Takes its time while the others run."""
    return _submit(reader, sample, stage="compose", how="blocked", seconds=COMPOSE_SECONDS * 6)


@pytest.fixture
def gate(provider: Provider) -> Iterator[Provider]:
    provider.gate.clear()
    yield provider
    provider.gate.set()


@pytest.fixture
def no_event(cloud: Cloud) -> Iterator[None]:
    """EventBridge tells nobody that an execution ended."""
    events, rule = cloud.aws.client("events"), f"{PREFIX}-execution-ended"
    events.disable_rule(Name=rule)
    yield
    events.enable_rule(Name=rule)


def _submit(reader: Tenant, sample: ImportedSample, **parameters: Any) -> str:
    return reader.submit_export([sample.content.content_id], "faulty", parameters=parameters, priority=9)


def _waiting_at(gate: Provider, reader: Tenant, sample: ImportedSample) -> str:
    job_id = _submit(reader, sample, stage="script", how="gated", times=1, provider=gate.url)
    gate.wait_at_gate(1)
    return job_id


def _errors(reader: Tenant, job_id: str) -> list[str | None]:
    events = reader.client.jobs.events(job_id).events
    return [event.message for event in events if event.kind == "status" and event.status == "retrying"]


def test_an_execution_that_is_stopped_by_hand_is_retried(
    reader: Tenant, sample: ImportedSample, gate: Provider, machinery: Machinery
) -> None:
    job_id = _waiting_at(gate, reader, sample)
    machinery.stop("export.faulty", f"{job_id}-1")
    gate.gate.set()
    assert reader.completed(job_id).retry_count == 1
    assert _errors(reader, job_id) == ["Execution 1 ended without recording an outcome."]


@pytest.mark.usefixtures("no_event")
def test_a_lost_event_is_made_up_for(
    reader: Tenant, sample: ImportedSample, gate: Provider, machinery: Machinery, cloud: Cloud
) -> None:
    job_id = _waiting_at(gate, reader, sample)
    machinery.stop("export.faulty", f"{job_id}-1")
    cloud.age_claim(job_id, OLD)
    assert machinery.tick()["settled"] >= 1
    assert reader.client.jobs.get(job_id).status == "retrying", story(cloud, reader.owner, job_id)
    gate.gate.set()
    assert reader.completed(job_id).retry_count == 1


def test_a_wake_up_that_never_came_is_made_up_for(
    reader: Tenant, sample: ImportedSample, machinery: Machinery, cloud: Cloud
) -> None:
    """As after a message that was deleted, or a queue that was purged."""
    job_id = submitted_quietly(cloud, reader.owner, sample.content.content_id, datetime.now(UTC))
    for _ in range(TICKS):
        machinery.tick()
    assert reader.completed(job_id).retry_count == 0


def test_a_purged_queue_loses_no_job(reader: Tenant, sample: ImportedSample, machinery: Machinery) -> None:
    job_id = _submit(reader, sample, stage="script", how="transient", times=1)
    reader.reached(job_id, {"retrying", "completed"})
    machinery.cloud.aws.client("sqs").purge_queue(QueueUrl=machinery.queue_url(9))
    time.sleep(3)
    machinery.tick()
    assert reader.completed(job_id).retry_count == 1


def test_a_claim_that_was_never_started_is_started(
    reader: Tenant, sample: ImportedSample, machinery: Machinery, cloud: Cloud
) -> None:
    job_id = submitted_quietly(cloud, reader.owner, sample.content.content_id, datetime.now(UTC))
    cloud.claim_without_starting(job_id, OLD)
    assert machinery.tick()["restarted"] >= 1
    assert reader.completed(job_id).retry_count == 0


def test_an_execution_that_seems_to_run_is_ended(
    reader: Tenant, sample: ImportedSample, machinery: Machinery, gate: Provider, cloud: Cloud
) -> None:
    """As if its worker had died and nobody had noticed: it keeps no lease and says nothing."""
    job_id = _waiting_at(gate, reader, sample)
    cloud.silence(job_id, 2 * OLD)
    assert machinery.tick()["stopped"] >= 1
    (error,) = _errors(reader, job_id)
    assert error is not None
    assert error.startswith("Execution 1 gave no sign of life for ")
    gate.gate.set()
    assert reader.completed(job_id).retry_count == 1


def test_a_reconcile_that_fails_is_made_good_by_the_next(
    reader: Tenant, sample: ImportedSample, machinery: Machinery, cloud: Cloud
) -> None:
    job_id = submitted_quietly(cloud, reader.owner, sample.content.content_id, datetime.now(UTC))
    with machinery.environment("reconcile", WILLIAMS_DATABASE_SECRET="williams/nowhere"):
        assert "FunctionError" in machinery.invoke_anyway("reconcile", {})
    machinery.tick()
    reader.completed(job_id)


def test_a_stage_that_ignores_its_time_is_ended(reader: Tenant, blocked: str) -> None:
    """It blocks the event loop, so that nothing in its process but the heartbeat's thread can act."""
    job = reader.completed(blocked)
    events = reader.client.jobs.events(blocked).events
    (began, ended) = (
        next(each.at for each in events if (each.kind, each.stage, each.execution_no) == (kind, "compose", 1))
        for kind in ("begin", "end")
    )
    # Of the stage alone: how long the machine takes to start those around it is another matter.
    assert (ended - began).total_seconds() < 3 * COMPOSE_SECONDS
    assert job.retry_count == 1
    assert _errors(reader, blocked) == ["The stage compose went on after its time was up."]
