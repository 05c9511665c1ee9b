"""Jobs that fail on demand: what is retried, what is not, and what is not done twice."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.listening import listen, news
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams.domain.jobs import JobEvent
from williams_client import TERMINAL
from williams_client.models import ArtifactAnswer, JobAnswer

FAULTS: dict[str, dict[str, Any]] = {
    "transient": {"stage": "compose", "how": "transient"},
    "one item": {"stage": "generate", "how": "transient", "items": 5, "item": 2},
    "twice": {"stage": "script", "how": "transient", "times": 2},
    "permanent": {"stage": "generate", "how": "permanent", "item": 1},
    "defect": {"stage": "script", "how": "defect"},
    "out of memory": {"stage": "compose", "how": "greedy"},
    "killed": {"stage": "generate", "how": "killed", "item": 1},
    "killed alone": {"stage": "script", "how": "killed"},
    "for ever": {"stage": "script", "how": "transient", "times": 99},
}
RETRIES = {
    "transient": 1,
    "one item": 1,
    "twice": 2,
    "defect": 1,
    "out of memory": 1,
    "killed": 1,
    "killed alone": 1,
}
LONG = 120.0


@dataclass(frozen=True)
class Outcome:
    """``statuses`` came over the WebSocket, after the end; ``artifact`` is there for a completed job."""

    job: JobAnswer
    statuses: list[str]
    events: list[JobEvent]
    artifact: ArtifactAnswer | None


@pytest.fixture(scope="module")
def outcomes(cloud: Cloud, reader: Tenant, sample: ImportedSample) -> dict[str, Outcome]:
    """All faults at once: each job is on its own."""
    source_ids = [sample.content.content_id]
    jobs = {name: reader.submit_export(source_ids, "faulty", parameters=fault) for name, fault in FAULTS.items()}
    return {name: _outcome(cloud, reader, job_id) for name, job_id in jobs.items()}


def _outcome(cloud: Cloud, reader: Tenant, job_id: str) -> Outcome:
    job = reader.ended(job_id, within=LONG)
    messages = news(listen(job.progress_url, job_id))
    artifact = reader.client.artifacts.get(job.artifact_id) if job.artifact_id else None
    return Outcome(job, [message["status"] for message in messages], cloud.events(reader.owner, job_id), artifact)


@pytest.mark.parametrize("name", RETRIES)
def test_what_may_pass_is_retried_and_completes(outcomes: dict[str, Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert (outcome.job.status, outcome.job.retry_count) == ("completed", RETRIES[name])
    assert outcome.statuses.count("retrying") == RETRIES[name]
    assert outcome.statuses[-1] == "completed"
    assert outcome.job.error is None
    assert outcome.job.progress_percent == 100.0
    claims = [event.execution_no for event in outcome.events if event.kind == "claim"]
    assert claims == list(range(1, RETRIES[name] + 2))


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("transient", {"script": 1, "generate": [1, 1, 1], "compose": 2}),
        ("one item", {"script": 1, "generate": [1, 1, 2, 1, 1], "compose": 1}),
        ("twice", {"script": 3, "generate": [1, 1, 1], "compose": 1}),
        ("defect", {"script": 2, "generate": [1, 1, 1], "compose": 1}),
        ("killed alone", {"script": 2, "generate": [1, 1, 1], "compose": 1}),
    ],
)
def test_what_was_finished_is_not_run_again(outcomes: dict[str, Outcome], name: str, runs: dict[str, Any]) -> None:
    artifact = outcomes[name].artifact
    assert artifact
    assert artifact.metadata["runs"] == runs


def test_a_killed_workers_stage_alone_is_run_again(outcomes: dict[str, Outcome]) -> None:
    """Items that ran beside the killed one may have ended or not."""
    artifact = outcomes["killed"].artifact
    assert artifact
    runs = artifact.metadata["runs"]
    assert (runs["script"], runs["generate"][1], runs["compose"]) == (1, 2, 1)


def test_the_failure_stands_in_the_events(outcomes: dict[str, Outcome]) -> None:
    errors = [event for event in outcomes["transient"].events if event.kind == "error"]
    assert [(event.stage, event.execution_no) for event in errors] == [("compose", 1)]
    assert errors[0].message == "provider-unavailable: The stage compose fails as it was told to."


def test_a_defect_is_told_with_its_place_and_where_to_find_more(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["defect"]
    (error,) = [event for event in outcome.events if event.kind == "error"]
    assert error.message is not None
    assert error.message.startswith("internal-error: Something unforeseen went wrong in the stage script.")
    assert f"logged under {outcome.job.job_id}" in error.message


def test_a_worker_out_of_memory_says_so(outcomes: dict[str, Outcome]) -> None:
    """Where the platform kills it instead, it counts as a crash, like the killed ones below."""
    (error,) = [event for event in outcomes["out of memory"].events if event.kind == "error"]
    assert (error.stage, error.message) == ("compose", "worker-crashed: The stage compose ran out of memory.")


@pytest.mark.parametrize("name", ["killed", "killed alone"])
def test_a_killed_worker_counts_as_a_crash(outcomes: dict[str, Outcome], name: str) -> None:
    retrying = [event for event in outcomes[name].events if event.status == "retrying" and event.kind == "status"]
    assert [event.message for event in retrying] == ["Execution 1 ended without recording an outcome."]
    assert not [event for event in outcomes[name].events if event.kind == "error"]


def test_a_permanent_failure_is_final_at_once(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["permanent"]
    job = outcome.job
    assert (job.status, job.retry_count, job.artifact_id) == ("failed", 0, None)
    assert job.error_message == "The stage generate fails for good as it was told to."
    assert job.error
    assert job.error.as_json() == {
        "code": "invalid-request",
        "message": job.error_message,
        "retryable": False,
        "stage": "generate",
    }
    assert "retrying" not in outcome.statuses
    assert outcome.statuses[-1] == "failed"


def test_what_never_passes_is_given_up_after_three_retries(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["for ever"]
    assert (outcome.job.status, outcome.job.retry_count) == ("failed", outcome.job.max_retries) == ("failed", 3)
    assert outcome.job.error
    assert (outcome.job.error.code, outcome.job.error.retryable) == ("provider-unavailable", True)
    assert outcome.statuses.count("retrying") == 3


def test_the_pauses_before_retries_grow(outcomes: dict[str, Outcome]) -> None:
    events = [event for event in outcomes["for ever"].events if event.kind in ("status", "claim")]
    pauses = [
        (claim.at - waiting.at).total_seconds()
        for waiting, claim in itertools.pairwise(events)
        if (waiting.status, waiting.kind, claim.kind) == ("retrying", "status", "claim")
    ]
    assert len(pauses) == 3
    for pause, wanted in zip(pauses, (2, 4, 8), strict=True):
        assert wanted <= pause < wanted + 15


def test_failed_exports_leave_no_artifact(cloud: Cloud, reader: Tenant, outcomes: dict[str, Outcome]) -> None:
    for name in ("permanent", "for ever"):
        job_id = outcomes[name].job.job_id
        artifact_id = cloud.jobs.job(reader.owner, job_id).request["artifact_id"]
        assert reader.http.get(f"/api/artifacts/{artifact_id}").status_code == 404
        assert reader.http.get(f"/api/provenance/faulty/{artifact_id}/genealogy").status_code == 404
        assert cloud.keys(f"faulty/{artifact_id}/") == []


def test_a_slow_stage_shows_what_it_does(reader: Tenant, sample: ImportedSample) -> None:
    fault = {"stage": "script", "how": "slow", "seconds": 3.0}
    job_id = reader.submit_export([sample.content.content_id], "faulty", parameters=fault, priority=9)
    reader.reached(job_id, {"scripting"})
    time.sleep(1)
    running = reader.client.jobs.get(job_id)
    assert (running.status, running.current_stage, running.message) == ("scripting", "script", "Planning")
    assert 0 < running.progress_percent < 100
    assert (running.started_at is not None, running.completed_at) == (True, None)
    assert job_id in {job.job_id for job in reader.client.jobs.list(status="scripting").items}
    assert reader.completed(job_id).progress_percent == 100.0


def test_who_only_asks_never_sees_the_percentage_fall(reader: Tenant, sample: ImportedSample) -> None:
    job_id = reader.submit_export([sample.content.content_id], "faulty", parameters={"items": 20}, priority=9)
    deadline = time.monotonic() + LONG
    seen = [reader.client.jobs.get(job_id)]
    while seen[-1].status not in TERMINAL and time.monotonic() < deadline:
        seen.append(reader.client.jobs.get(job_id))
    percentages = [job.progress_percent for job in seen]
    assert seen[-1].status == "completed"
    assert percentages == sorted(percentages)
