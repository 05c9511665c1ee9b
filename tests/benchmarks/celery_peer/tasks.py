"""What the Celery workers run: each stage is a task, as ours is a function, and the next one follows."""

from __future__ import annotations

import json
import os
import time
from functools import cache

import redis
from celery import Celery, chain
from celery.canvas import Signature
from sqlalchemy import Engine

from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.prepared import run

REDIS_VARIABLE, DATABASE_VARIABLE = "PEER_REDIS_URL", "PEER_DATABASE_URL"
STAGES = ("querying", "scripting", "generating", "composing", "storing")
CHANNEL = "progress"

app = Celery("peer", broker=os.environ.get(REDIS_VARIABLE))
app.conf.update(
    task_ignore_result=True,
    # What v2 asks for: a task is taken back only when it has ended, and none waits behind a long one.
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)


@cache
def _engine() -> Engine:
    return create_engine(os.environ[DATABASE_VARIABLE])


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(os.environ[REDIS_VARIABLE])


def _tell(job_id: str, status: str, percent: float) -> None:
    run(_engine(), _STATUS, job_id=job_id, status=status)
    message = {"job_id": job_id, "status": status, "progress": percent, "timestamp": time.time()}
    with _redis().pipeline(transaction=False) as pipeline:
        pipeline.hset(f"job:{job_id}", mapping={"status": status, "progress": percent})
        pipeline.publish(CHANNEL, json.dumps(message))
        pipeline.execute()


@app.task  # type: ignore[untyped-decorator]  # Celery has no types
def stage(job_id: str, number: int) -> None:
    """Run a stage that does nothing."""
    _tell(job_id, STAGES[number], 100 * number / len(STAGES))
    if number == len(STAGES) - 1:
        _tell(job_id, "completed", 100.0)


def submit(job_id: str) -> None:
    """Write the job's row and queue its stages."""
    run(_engine(), _SUBMIT, job_id=job_id)
    stages: list[Signature] = [stage.si(job_id, number) for number in range(len(STAGES))]
    chain(*stages).apply_async()


_SUBMIT = """
    WITH job AS (INSERT INTO peer.jobs (job_id, status) VALUES (:job_id, 'queued') RETURNING job_id)
    INSERT INTO peer.events (job_id, status) SELECT job_id, 'queued' FROM job"""

_STATUS = """
    WITH job AS (UPDATE peer.jobs SET status = :status WHERE job_id = :job_id RETURNING job_id, status)
    INSERT INTO peer.events (job_id, status) SELECT job_id, status FROM job"""
