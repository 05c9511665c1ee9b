"""Who waits for a place in a full lane gets it by priority."""

from __future__ import annotations

import itertools
from datetime import datetime

from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams_cli.client.answers import Job

LANE = 4
BLOCK_SECONDS = 8.0
PRIORITIES = [3, 9, 1, 10, 5, 7, 2, 9, 5, 6]


def _started(job: Job) -> datetime:
    assert job["started_at"]
    return datetime.fromisoformat(job["started_at"])


def test_no_job_passes_over_a_higher_priority(reader: Tenant, sample: ImportedSample) -> None:
    source_ids = [sample.content["content_id"]]
    slow = {"stage": "script", "how": "slow", "seconds": BLOCK_SECONDS}
    blockers = [reader.submit_export(source_ids, "faulty", parameters=slow, priority=10) for _ in range(LANE)]
    for job_id in blockers:
        reader.reached(job_id, {"scripting"})
    waiting = [reader.submit_export(source_ids, "faulty", priority=priority) for priority in PRIORITIES]

    jobs = [reader.completed(job_id) for job_id in waiting]
    ended = [reader.completed(job_id) for job_id in blockers]

    last_submitted = max(datetime.fromisoformat(job["created_at"]) for job in jobs)
    assert min(map(_started, jobs)) > last_submitted, "a place was free too early: this run shows nothing"
    for job, other in itertools.permutations(jobs, 2):
        if job["priority"] > other["priority"]:
            assert _started(job) <= _started(other), [(each["priority"], each["started_at"]) for each in jobs]
    assert max(_overlaps([*jobs, *ended])) <= LANE


def _overlaps(jobs: list[Job]) -> list[int]:
    """How many jobs ran at the start of each."""
    spans = [(_started(job), datetime.fromisoformat(job["completed_at"] or "")) for job in jobs]
    return [sum(begin <= moment < end for begin, end in spans) for moment, _ in spans]
