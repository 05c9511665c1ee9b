"""Cancelling, whatever the job is doing: soon, for good, and without a trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.machinery import Machinery
from tests.e2e.problems import problem
from tests.e2e.provider import Provider
from tests.e2e.quiet import submitted_quietly
from tests.e2e.sources import ImportedSample
from tests.e2e.stories import story
from tests.e2e.tenant import Tenant

SOON = 4.0
LANE = 2
# Set in motion what would still start, were it not for the cancelling: the retry's pause is over by then.
SETTLING_SECONDS = 2.5


@dataclass
class Stage:
    """Brings a job of its own into a state to be cancelled in."""

    reader: Tenant
    source: str
    provider: Provider
    machinery: Machinery
    blockers: list[str] = field(default_factory=list)

    def waiting(self) -> str:
        """Queued behind a full lane."""
        self.provider.gate.clear()
        gated = {"stage": "script", "how": "gated", "provider": self.provider.url}
        self.blockers = [self._submit(gated, priority=10) for _ in range(LANE)]
        self.provider.wait_at_gate(LANE)
        job_id = self._submit({"provider": self.provider.url})
        assert self.reader.client.jobs.get(job_id).status == "queued"
        return job_id

    def running(self) -> str:
        job_id = self._submit({"stage": "script", "how": "slow", "seconds": 5.0, "provider": self.provider.url})
        self.reader.reached(job_id, {"scripting"})
        return job_id

    def in_a_map(self) -> str:
        """Some items have their answers, some wait for them, and some have not begun."""
        self.provider.seconds = 0.5
        job_id = self._submit({"items": 30, "provider": self.provider.url})
        self.provider.wait_for_calls(job_id, 6)
        return job_id

    def waiting_for_a_provider(self) -> str:
        self.provider.answering.clear()
        job_id = self._submit({"items": 8, "provider": self.provider.url})
        self.provider.wait_for_calls(job_id, 4)
        return job_id

    def retrying(self) -> str:
        job_id = self._submit({"stage": "script", "times": 99, "provider": self.provider.url})
        self.reader.reached(job_id, {"retrying"})
        return job_id

    def _submit(self, parameters: dict[str, Any], **options: int) -> str:
        return self.reader.submit_export([self.source], "faulty", parameters=parameters, **options)


@pytest.fixture(scope="module", autouse=True)
def narrow(machinery: Machinery) -> Iterator[None]:
    with machinery.lanes(export_faulty=LANE):
        yield


@pytest.fixture
def stage(reader: Tenant, sample: ImportedSample, provider: Provider, machinery: Machinery) -> Iterator[Stage]:
    stage = Stage(reader, sample.content.content_id, provider, machinery)
    yield stage
    provider.seconds = 0.0
    provider.answering.set()
    provider.gate.set()
    for job_id in stage.blockers:
        reader.completed(job_id)


@pytest.mark.parametrize(
    "state", [Stage.waiting, Stage.running, Stage.in_a_map, Stage.waiting_for_a_provider, Stage.retrying]
)
def test_a_job_is_cancelled(state: Callable[[Stage], str], stage: Stage, cloud: Cloud) -> None:
    reader, provider, machinery = stage.reader, stage.provider, stage.machinery
    job_id = state(stage)
    asked = time.monotonic()
    answer = reader.http.delete(f"/api/jobs/{job_id}")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled"), answer.text
    assert reader.client.jobs.get(job_id).status == "cancelled"
    assert time.monotonic() - asked < SOON
    begun, paid = _begun(cloud, reader, job_id), len(provider.of(job_id))
    assert cloud.jobs.job(reader.owner, job_id).claimed_at is None, "its place is not free"

    machinery.wake(job_id, 5)
    time.sleep(SETTLING_SECONDS)
    provider.answering.set()
    _until_nothing_holds_a_lease(cloud, job_id)
    assert (_begun(cloud, reader, job_id), len(provider.of(job_id))) == (begun, paid), story(
        cloud, reader.owner, job_id
    )
    machinery.tick()
    assert cloud.keys(f"jobs/{job_id}/") == []
    assert reader.client.jobs.get(job_id).status == "cancelled"
    assert reader.http.delete(f"/api/jobs/{job_id}").json()["status"] == "cancelled"
    assert job_id not in str(cloud.left_behind(reader.owner))


def _begun(cloud: Cloud, reader: Tenant, job_id: str) -> int:
    """How many stages and items have begun."""
    return [event.kind for event in cloud.events(reader.owner, job_id)].count("begin")


def _until_nothing_holds_a_lease(cloud: Cloud, job_id: str) -> None:
    deadline = time.monotonic() + 30
    while cloud.leases(job_id):
        assert time.monotonic() < deadline, "a worker does not let go"
        time.sleep(0.1)


def test_a_job_that_is_pending_is_cancelled(reader: Tenant, sample: ImportedSample, cloud: Cloud) -> None:
    """Nobody was woken for it yet."""
    later = datetime.now(UTC) + timedelta(minutes=5)
    job_id = submitted_quietly(cloud, reader.owner, sample.content.content_id, later)
    assert reader.http.delete(f"/api/jobs/{job_id}").json()["status"] == "cancelled"
    assert [event.kind for event in cloud.events(reader.owner, job_id)] == ["status", "status"]


def test_the_place_of_a_cancelled_job_is_given_to_the_next(stage: Stage) -> None:
    """Its worker is still inside a call that nobody can take back."""
    stage.provider.answering.clear()
    held = {"items": 1, "provider": stage.provider.url}
    blockers = [stage._submit(held, priority=10) for _ in range(LANE)]
    for job_id in blockers:
        stage.provider.wait_for_calls(job_id, 1)
    waiting = stage._submit({})
    assert stage.reader.client.jobs.get(waiting).started_at is None
    for job_id in blockers:
        stage.reader.client.jobs.cancel(job_id)
    stage.reader.completed(waiting, within=30)
    assert all(stage.provider.inside), "the calls were answered: this run shows nothing"


def test_what_is_completed_cannot_be_cancelled(reader: Tenant, sample: ImportedSample) -> None:
    refused = reader.http.delete(f"/api/jobs/{sample.job.job_id}")
    problem(refused, 409, "conflict", says="completed")
