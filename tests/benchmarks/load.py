"""2,000 jobs queued at once: how fast they are done, and what the API and the memory are like meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
from williams_faulty.plugin import FaultyExport

from docs.samples.build import RESULT
from tests.benchmarks.celery_peer.run import celery_jobs_per_second
from tests.benchmarks.cloud import PLACES, Guest
from tests.benchmarks.figures import Aim, Figure, percentile
from tests.benchmarks.memory import watched_memory
from williams.adapters.postgres.prepared import run as run_sql

JOBS, QUICK_JOBS = 2000, 30
ALONE, QUICK_ALONE = 50, 5
# So that waiting costs the machine next to nothing.
SELDOM_SECONDS = 0.2
REQUESTS_AT_ONCE = 4
ASK_SECONDS = 0.1
PARAMETERS = {"items": 1}


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Queue many five-stage no-op jobs as fast as the API takes them, and time them from the first request on.

    Meanwhile a reader asks for a job ten times a second. Before, jobs are sent one at a time into an idle system: how
    long until the first stage begins? Celery with Redis does the same stages, status rows and messages in the same
    run, with as many worker processes as an owner has places in our lane; it keeps no checkpoints, artifacts or
    provenance, which ours does.
    """
    count, alone = (QUICK_JOBS, QUICK_ALONE) if quick else (JOBS, ALONE)
    content_id = guest.import_file(RESULT)
    waits = _queue_to_start(guest, content_id, alone)
    since, began = datetime.now(UTC), time.perf_counter()
    with watched_memory() as memory, _reader(guest) as answers:
        submitted = submit(guest, content_id, count)
        guest.wait_for(count, since, SELDOM_SECONDS)
        seconds = time.perf_counter() - began
    rate = count / seconds
    peer = celery_jobs_per_second(guest.info.database_url, count, PLACES)
    return [
        Figure("queue_to_start_ms", percentile(waits, 50), "ms", subject="p50", runs=alone),
        Figure("queue_to_start_ms", percentile(waits, 95), "ms", subject="p95", runs=alone),
        Figure(
            "load_jobs_per_s",
            rate,
            "jobs/s",
            runs=count,
            details={"submitted_per_s": count / submitted, "at_once": float(PLACES)},
        ),
        Figure(
            "load_api_p95_ms",
            percentile(answers, 95),
            "ms",
            aim=Aim(200),
            runs=len(answers),
            details={"p50_ms": percentile(answers, 50), "max_ms": max(answers)},
        ),
        Figure(
            "peak_rss_mb",
            memory.peak_mb,
            "MB",
            details={"before_mb": memory.before_mb, "processes": float(memory.most_processes)},
        ),
        Figure(
            "jobs_vs_celery_ratio",
            rate / peer,
            "ratio",
            aim=Aim(1.0, at_least=True),
            ours=rate,
            bare=peer,
            measured_in="jobs/s",
            details={"jobs": float(count)},
        ),
    ]


def export(guest: Guest, content_id: str) -> str:
    """Submit a five-stage job that does nothing and return its id."""
    return guest.client.exports.start([content_id], FaultyExport.artifact_type, parameters=PARAMETERS).job_id


def _queue_to_start(guest: Guest, content_id: str, count: int) -> list[float]:
    """Return the milliseconds from each job's row to its first stage; nothing else runs."""
    for _ in range(QUICK_ALONE):
        guest.watch(export(guest, content_id))
    waits = []
    for _ in range(count):
        job_id = export(guest, content_id)
        guest.watch(job_id)
        (row,) = run_sql(guest.engine, _WAIT, job_id=job_id)
        waits.append(float(row["milliseconds"]))
    return waits


def submit(guest: Guest, content_id: str, count: int) -> float:
    """Return how many seconds the API took to accept all of them."""
    began = time.perf_counter()
    with ThreadPoolExecutor(REQUESTS_AT_ONCE) as threads:
        list(threads.map(lambda _: export(guest, content_id), range(count)))
    return time.perf_counter() - began


@contextmanager
def _reader(guest: Guest) -> Iterator[list[float]]:
    """Ask for the newest job again and again; yield the answers' times in milliseconds."""
    times: list[float] = []
    ended = threading.Event()
    job_id = guest.client.jobs.list(limit=1).items[0].job_id

    def ask() -> None:
        with guest.http() as http:
            while not ended.wait(ASK_SECONDS):
                times.append(_milliseconds(http, f"{guest.info.api_url}/api/jobs/{job_id}"))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield times
    finally:
        ended.set()
        thread.join()


def _milliseconds(http: httpx.Client, url: str) -> float:
    began = time.perf_counter()
    http.get(url).raise_for_status()
    return (time.perf_counter() - began) * 1000


_WAIT = """
    SELECT 1000 * extract(epoch FROM min(event.at) FILTER (WHERE event.kind = 'begin') - job.created_at) AS milliseconds
    FROM processing_jobs AS job JOIN job_events AS event USING (job_id)
    WHERE job.job_id = :job_id GROUP BY job.created_at"""
