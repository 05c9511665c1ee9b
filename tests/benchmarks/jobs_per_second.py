"""``jobs_per_s_ratio``: what submitting, queues, dispatch and lanes cost."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from williams_faulty.plugin import FaultyExport

from docs.samples.build import RESULT
from tests.benchmarks.cloud import JOB_SECONDS, PLACES, POLL_SECONDS, BenchmarkError, Guest
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from williams.domain import ids
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobKind
from williams.pipeline.requests import frozen_request
from williams.plugin import ExportRequest

JOBS, QUICK_JOBS = 200, 12
ROUNDS, QUICK_ROUNDS = 3, 1
REQUESTS_AT_ONCE = 4
PARAMETERS = {"items": 1}
AIM = Aim(0.8, at_least=True)


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Compare jobs submitted through the API with the same executions started by hand.

    Both run the same five stages of the same plugin that does nothing, down to the same rows, objects and graph nodes.
    For the direct start the rows stand already and are claimed, and an execution is started as soon as one of the
    owner's places is free: the same number of executions at once. It is fair because both sides are warm (a first run
    of each does not count) and take turns; their end is seen in the same way. What is compared is the requests, the
    wake-ups, and the claims of ``dispatch``.
    """
    count, rounds = (QUICK_JOBS, QUICK_ROUNDS) if quick else (JOBS, ROUNDS)
    content_id = guest.import_file(RESULT)
    sides = (_through_the_api, _started_directly)
    for start in sides:
        start(guest, content_id, QUICK_JOBS)
    rates: list[list[float]] = [[], []]
    for side in interleaved(rounds, len(sides)):
        rates[side].append(count / sides[side](guest, content_id, count))
    return [
        ratio(
            "jobs_per_s_ratio",
            rates[0],
            rates[1],
            measured_in="jobs/s",
            aim=AIM,
            details={"jobs": float(count), "at_once": float(PLACES)},
        )
    ]


def _through_the_api(guest: Guest, content_id: str, count: int) -> float:
    """Return the seconds from the first request to the last job's end."""

    def submit(_: int) -> str:
        return guest.client.exports.start([content_id], FaultyExport.artifact_type, parameters=PARAMETERS).job_id

    since, began = datetime.now(UTC), time.perf_counter()
    with ThreadPoolExecutor(REQUESTS_AT_ONCE) as pool:
        list(pool.map(submit, range(count)))
    guest.wait_for(count, since)
    return time.perf_counter() - began


def _started_directly(guest: Guest, content_id: str, count: int) -> float:
    """Return the seconds from the first start to the last job's end; at most an owner's places run at once."""
    since = datetime.now(UTC)
    job_ids = _claimed_rows(guest, content_id, count)
    started = 0
    began = time.perf_counter()
    while started < count:
        places = PLACES + guest.completed(since)
        for job_id in job_ids[started:places]:
            guest.workflows.start(FaultyExport.plugin_id, Execution(job_id, 1))
        started = max(started, min(places, count))
        if time.perf_counter() - began > JOB_SECONDS:
            raise BenchmarkError(f"The executions did not end within {JOB_SECONDS:.0f} s.")
        time.sleep(POLL_SECONDS)
    guest.wait_for(count, since)
    return time.perf_counter() - began


def _claimed_rows(guest: Guest, content_id: str, count: int) -> list[str]:
    now = datetime.now(UTC)
    job_ids = [ids.new_id("job") for _ in range(count)]
    for job_id in job_ids:
        # Not before tomorrow, so that dispatch leaves it alone until it is claimed here.
        guest.jobs.submit(_job(guest.owner, job_id, content_id, now), None, job_id)
    with guest.engine.connect() as connection:
        connection.execute(_CLAIM, {"job_ids": job_ids})
    return job_ids


def _job(owner: str, job_id: str, content_id: str, now: datetime) -> Job:
    request = ExportRequest(
        job_id=job_id,
        owner=owner,
        artifact_id=ids.new_id("art"),
        source_ids=[content_id],
        format=FaultyExport.artifact_type,
        parameters=PARAMETERS,
        requested_at=now,
    )
    return Job(
        job_id=job_id,
        owner=owner,
        kind=JobKind.EXPORT,
        plugin_id=FaultyExport.plugin_id,
        content_type=FaultyExport.artifact_type,
        request=frozen_request(request),
        created_at=now,
        not_before=now + timedelta(days=1),
    )


# Claimed in the future, so that reconcile does not start those whose turn has not come.
_CLAIM = text("""
    UPDATE processing_jobs SET claimed_at = now() + interval '1 hour', started_at = now(), execution_no = 1,
        not_before = NULL
    WHERE job_id = ANY(:job_ids)""")
