"""What the simulation starts from, and what it is checked against: both measured on the local cloud."""

from __future__ import annotations

import json
import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Any

import psutil
from sqlalchemy import Engine, make_url

from docs.samples.build import RESULT
from tests.benchmarks.cloud import PLACES, Guest
from tests.benchmarks.figures import percentile
from tests.benchmarks.load import SELDOM_SECONDS, export, submit
from tests.benchmarks.machine import surroundings
from tests.benchmarks.memory import cloud_processes
from tests.benchmarks.simulation.timings import MEASURED
from williams.adapters.postgres.engine import connected, create_engine
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.migrate import upgrade
from williams.adapters.postgres.prepared import run

_ORIGIN = {
    "steps_ms": "medians of jobs one at a time: submit by the client's clock, the others by the rows of job_events",
    "steps_ms.claim": "median of claims in a database of its own in which 100 jobs wait, on the same server",
    "cpu_ms": "what all processes of the local cloud worked in that time, by job",
    "burst, steady": "what the simulation is checked against, never what it starts from",
}
ALONE, BURST, STEADY_SECONDS = 30, 100, 20.0
STEADY_SHARE = 0.5
BACKLOGS = (100, 10_000, 100_000)
CLAIMS = 40


def measure(guest: Guest) -> None:
    """Write ``measured.json``. Takes two minutes; what else the machine does, read before, is in the figures."""
    before = surroundings(quick=False)
    content_id = guest.import_file(RESULT)
    guest.wait_for(40, _burst(guest, content_id, 40)[0], SELDOM_SECONDS)
    alone = _alone(guest, content_id)
    _, seconds = _burst(guest, content_id, BURST)
    rate = BURST / seconds
    steady_rate = rate * STEADY_SHARE
    figures = {
        "origin": _ORIGIN,
        "measured_at": before["date"],
        "machine": before["machine"],
        "places": PLACES,
        **alone,
        "claim_by_backlog_ms": {str(n): _claim_ms(guest.info.database_url, n) for n in BACKLOGS},
        "burst": {"jobs": BURST, "per_second": rate},
        "steady": {"per_second": steady_rate, **_steady(guest, content_id, steady_rate)},
    }
    figures["steps_ms"]["claim"] = figures["claim_by_backlog_ms"][str(BACKLOGS[0])]["one"]
    MEASURED.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _alone(guest: Guest, content_id: str) -> dict[str, Any]:
    """Jobs one at a time: how long each step takes, and how long a core works for a job."""
    posts, stories = [], []
    with _cpu_seconds() as spent:
        for _ in range(ALONE):
            began = time.perf_counter()
            job_id = export(guest, content_id)
            posts.append((time.perf_counter() - began) * 1000)
            guest.watch(job_id)
            stories.append(_story(guest.engine, job_id))
    steps = {"submit": median(posts), **{name: _medians([s[name] for s in stories]) for name in stories[0]}}
    wall = sum(sum(value) if isinstance(value, list) else value for name, value in steps.items() if name != "enter")
    cpu = spent() * 1000 / ALONE
    return {"steps_ms": steps, "cpu_ms": cpu, "busy": min(1.0, cpu / wall), "background_ms": max(0.0, cpu - wall)}


def _medians(values: Sequence[Any]) -> Any:
    return [median(each) for each in zip(*values, strict=True)] if isinstance(values[0], list) else median(values)


def _story(engine: Engine, job_id: str) -> dict[str, Any]:
    (job,) = run(engine, "SELECT created_at FROM processing_jobs WHERE job_id = :job_id", job_id=job_id)
    events = run(engine, "SELECT kind, status, at FROM job_events WHERE job_id = :job_id ORDER BY seq", job_id=job_id)
    return story_steps(job["created_at"], events)


def story_steps(created_at: datetime, events: Sequence[Any]) -> dict[str, Any]:
    """Return a job's steps in milliseconds, read from its events.

    A stage that begins at the moment in which the one before it ends is run by the same invocation.
    """
    claimed = next(event["at"] for event in events if event["kind"] == "claim")
    begins = [event["at"] for event in events if event["kind"] == "begin"]
    ends = [event["at"] for event in events if event["kind"] == "end"]
    apart = [number for number in range(1, len(begins)) if begins[number] != ends[number - 1]]
    firsts, lasts = [0, *apart], [*(number - 1 for number in apart), len(ends) - 1]
    return {
        "queue": _ms(created_at, claimed),
        "enter": _ms(claimed, begins[0]),
        "runs": [_ms(begins[first], ends[last]) for first, last in zip(firsts, lasts, strict=True)],
        "settle": _ms(ends[-1], events[-1]["at"]),
    }


def _ms(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() * 1000


def _burst(guest: Guest, content_id: str, count: int) -> tuple[datetime, float]:
    since, began = datetime.now(UTC), time.perf_counter()
    submit(guest, content_id, count)
    guest.wait_for(count, since, SELDOM_SECONDS)
    return since, time.perf_counter() - began


def _steady(guest: Guest, content_id: str, per_second: float) -> dict[str, float]:
    """Jobs at random moments; how long each waits from its row to its first stage."""
    chance = random.Random(1)
    since, asked = datetime.now(UTC), []
    ends = time.monotonic() + STEADY_SECONDS
    with ThreadPoolExecutor() as clients:
        while time.monotonic() < ends:
            time.sleep(chance.expovariate(per_second))
            asked.append(clients.submit(export, guest, content_id))
        for each in asked:
            each.result()
    guest.wait_for(len(asked), since, SELDOM_SECONDS)
    rows = run(guest.engine, _WAITS, owner=guest.owner, since=since)
    waits = [float(row["milliseconds"]) for row in rows]
    return {"jobs": len(waits), "wait_p50_ms": percentile(waits, 50), "wait_p95_ms": percentile(waits, 95)}


def _claim_ms(database_url: str, backlog: int) -> dict[str, float]:
    """Medians for claiming one job, and for finding the lane full, in a database of its own with many jobs waiting."""
    with _scratch_database(database_url) as engine:
        with connected(engine) as connection:
            connection.exec_driver_sql(_QUEUED.format(jobs=backlog))
            connection.exec_driver_sql("ANALYZE processing_jobs")
        jobs = PostgresJobs(engine)
        jobs.claim({}, 1, 20)
        one = [_timed(lambda lane=lane: jobs.claim({}, lane, 20)) for lane in range(2, CLAIMS)]  # type: ignore[misc]
        full = [_timed(lambda: jobs.claim({}, 1, 20)) for _ in range(CLAIMS)]
    return {"one": median(one), "full": median(full)}


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _scratch_database(database_url: str) -> Iterator[Engine]:
    name = f"claims_{secrets.token_hex(4)}"
    server = create_engine(database_url)
    with connected(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = make_url(database_url).set(database=name).render_as_string(hide_password=False)
    upgrade(url)
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
        with connected(server) as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name}")
        server.dispose()


@contextmanager
def _cpu_seconds() -> Iterator[Callable[[], float]]:
    """Yield a function that says how long cores have worked for the local cloud since."""
    before = _cpu_by_process()
    yield lambda: sum(spent - before.get(pid, 0.0) for pid, spent in _cpu_by_process().items())


def _cpu_by_process() -> dict[int, float]:
    spent = {}
    for process in cloud_processes():
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent[process.pid] = times.user + times.system
    return spent


_WAITS = """
    SELECT 1000 * extract(epoch FROM min(event.at) - job.created_at) AS milliseconds
    FROM processing_jobs AS job JOIN job_events AS event USING (job_id)
    WHERE job.owner = :owner AND job.created_at >= CAST(:since AS timestamptz) AND event.kind = 'begin'
    GROUP BY job.job_id"""

_QUEUED = """
    INSERT INTO processing_jobs
        (job_id, owner, kind, plugin_id, content_type, request, status, priority, created_at, body_hash, event_seq)
    SELECT 'job_' || n, 'owner ' || mod(n, 20), 'export', 'export.faulty', 'faulty', '{{}}', 'queued', 1 + mod(n, 10),
        now() + n * interval '1 ms', '', 1
    FROM generate_series(1, {jobs}) AS n"""
