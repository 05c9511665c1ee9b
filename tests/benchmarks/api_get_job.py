"""``api_get_job_p95_ratio``: what the API adds to the gateway and the framework."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from docs.samples.build import RESULT
from tests.benchmarks.bare_api import bare_api
from tests.benchmarks.cloud import BenchmarkError, Guest
from tests.benchmarks.figures import Aim, Figure, interleaved, percentile
from williams.domain.executions import Execution

REQUESTS, QUICK_REQUESTS = 400, 30
WARM_UP = 20
AIM = Aim(1.5)
ASLEEP_SECONDS = 90.0
RUNNING = "scripting"


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Compare ``GET /api/jobs/{id}`` with a bare handler's answer: once of an ended job, once of a running one.

    The bare handler is a FastAPI application behind Mangum with one route, which answers the same JSON from memory
    and logs a line: no token, no database. It is fair because everything else is the same: the gateway, the emulator's
    way to run a function, the layers, the keep-alive client, warm processes, and turns request by request, so that
    whatever else the machine does slows down both. What remains is authentication, the row, the live progress of a
    running job, and the signing of ``progress_url``.
    """
    requests = QUICK_REQUESTS if quick else REQUESTS
    content_id = guest.import_file(RESULT)
    ended = guest.client.jobs.list(limit=1).items[0].job_id
    with _running_job(guest, content_id) as running, guest.http() as http:
        jobs = [f"{guest.info.api_url}/api/jobs/{job_id}" for job_id in (ended, running)]
        answer = http.get(jobs[0]).raise_for_status().json()
        with bare_api(guest, answer) as bare_url:
            bare, of_ended, of_running = _interleaved_times(http, [bare_url, *jobs], requests)
        if http.get(jobs[1]).json()["status"] != RUNNING:
            raise BenchmarkError(f"{requests} requests to each took longer than the {ASLEEP_SECONDS:g} s of the job.")
    return [_figure("ended job", of_ended, bare), _figure("running job", of_running, bare)]


@contextmanager
def _running_job(guest: Guest, content_id: str) -> Iterator[str]:
    """Yield the id of a job that does nothing but sleep."""
    asleep = {"stage": "script", "how": "slow", "seconds": ASLEEP_SECONDS, "items": 1}
    job_id = guest.client.exports.start([content_id], "faulty", parameters=asleep).job_id
    deadline = time.monotonic() + ASLEEP_SECONDS
    while guest.client.jobs.get(job_id).status != RUNNING:
        if time.monotonic() > deadline:
            raise BenchmarkError(f"The job {job_id} did not start within {ASLEEP_SECONDS:g} s.")
        time.sleep(0.1)
    yield job_id
    guest.jobs.cancel(guest.owner, job_id)
    guest.workflows.stop("export.faulty", Execution(job_id, 1))


def _interleaved_times(http: httpx.Client, urls: list[str], requests: int) -> list[list[float]]:
    """Return each URL's times in milliseconds, without the first ones."""
    times: list[list[float]] = [[] for _ in urls]
    for side in interleaved(WARM_UP + requests, len(urls)):
        times[side].append(_milliseconds(http, urls[side]))
    return [each[WARM_UP:] for each in times]


def _milliseconds(http: httpx.Client, url: str) -> float:
    began = time.perf_counter()
    http.get(url).raise_for_status()
    return (time.perf_counter() - began) * 1000


def _figure(subject: str, ours: list[float], bare: list[float]) -> Figure:
    p95, bare_p95 = percentile(ours, 95), percentile(bare, 95)
    p50, bare_p50 = percentile(ours, 50), percentile(bare, 50)
    return Figure(
        name="api_get_job_p95_ratio",
        subject=subject,
        value=p95 / bare_p95,
        unit="ratio",
        aim=AIM,
        ours=p95,
        bare=bare_p95,
        measured_in="ms",
        runs=len(ours),
        details={"ours_p50_ms": p50, "bare_p50_ms": bare_p50, "p50_ratio": p50 / bare_p50},
    )
