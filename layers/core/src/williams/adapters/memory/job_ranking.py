"""Which jobs get the free places: the rule that the Postgres adapter states in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from williams.domain.jobs import WAITING, Job


def best(jobs: Iterable[Job], lanes: Mapping[str, int], default_lane: int, limit: int, now: datetime) -> list[Job]:
    """Return the jobs to claim, best first.

    An owner's jobs take turns: the n-th best of an owner with r running jobs has turn r + n, and low turns go first
    among equal priorities.
    """
    everything = list(jobs)
    running = [job for job in everything if job.claimed_at is not None]
    by_owner = Counter(job.owner for job in running)
    taken = Counter(job.plugin_id for job in running)
    places: Counter[tuple[str, str]] = Counter()
    turned: list[tuple[tuple[int, int, datetime, str], Job]] = []
    for job in sorted((job for job in everything if _eligible(job, now)), key=_own_order):
        places[job.plugin_id, job.owner] += 1
        turn = by_owner[job.owner] + places[job.plugin_id, job.owner]
        turned.append(((-job.priority, turn, job.created_at, job.job_id), job))
    chosen: list[Job] = []
    for _, job in sorted(turned, key=lambda entry: entry[0]):
        taken[job.plugin_id] += 1
        if taken[job.plugin_id] <= lanes.get(job.plugin_id, default_lane):
            chosen.append(job)
    return chosen[:limit]


def _eligible(job: Job, now: datetime) -> bool:
    return job.status in WAITING and job.claimed_at is None and (job.not_before is None or job.not_before <= now)


def _own_order(job: Job) -> tuple[int, datetime, str]:
    return -job.priority, job.created_at, job.job_id
