"""What a claim reads: a few rows, however many jobs wait. Read from Postgres's own account of the statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from williams.adapters.postgres.engine import connected, transaction
from williams.adapters.postgres.job_claims import _CLAIM
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.prepared import run_on
from williams.domain.jobs import WAITING

JOBS, OWNERS, LANE, LIMIT = 5000, 3, 4, 20
_QUEUED = text("""
    INSERT INTO processing_jobs
        (job_id, owner, kind, plugin_id, content_type, request, status, priority, created_at, body_hash, event_seq)
    SELECT 'job_' || n, 'owner ' || mod(n, :owners), 'export', 'export.podcast', 'podcast', '{}', 'queued',
        1 + mod(n, 10), now() + n * interval '1 ms', '', 1
    FROM generate_series(1, :jobs) AS n""")
_TURNS = text("""
    INSERT INTO lane_turns (plugin_id, owner, turn)
    SELECT 'export.podcast', 'past owner ' || n, n FROM generate_series(1, :jobs) AS n""")
_TABLES = {"processing_jobs", "lane_turns", "owner_weights"}


@pytest.fixture
def backlog(engine: Engine) -> Engine:
    with transaction(engine) as connection:
        connection.execute(_QUEUED, {"jobs": JOBS, "owners": OWNERS})
        connection.execute(_TURNS, {"jobs": JOBS})
    with connected(engine) as connection:
        connection.exec_driver_sql("ANALYZE processing_jobs, lane_turns")
    return engine


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def _rows_read(engine: Engine) -> float:
    """Every row that a scan of the jobs, the turns or the weights touched, kept or not, while claiming."""
    with transaction(engine) as connection:
        (row,) = run_on(
            connection,
            f"EXPLAIN (ANALYZE, FORMAT JSON) {_CLAIM}",
            plugins=["export.podcast"],
            places=[LANE],
            default_lane=1,
            places_for_others=0,
            limit=LIMIT,
            waiting=[status.value for status in WAITING],
        )
    (explained,) = row.values()
    (document,) = json.loads(explained) if isinstance(explained, str) else explained
    scans = [node for node in _nodes(document["Plan"]) if node.get("Relation Name") in _TABLES]
    assert scans
    touched: float = sum(
        float(node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in scans
        if node["Node Type"] != "ModifyTable"
    )
    return touched


def test_a_claim_reads_few_of_many_waiting_jobs(backlog: Engine) -> None:
    # The first one claims the lane full; each owner's turn and weight are looked up, its jobs as far as there is room.
    assert _rows_read(backlog) <= OWNERS * (LANE + 3) + 2 * LIMIT
    assert _rows_read(backlog) <= LANE + 2 * OWNERS + 1, "a full lane is not looked into"


def test_it_claims_the_best_of_each_owner(backlog: Engine) -> None:
    claims = PostgresJobs(backlog).claim({"export.podcast": LANE}, 1, LIMIT)
    by_owner = {owner: [f"job_{n}" for n in range(9, JOBS, 10) if n % OWNERS == owner] for owner in range(OWNERS)}
    best = [by_owner[owner][place] for place in range(2) for owner in (0, 1, 2)]
    assert sorted(claim.job_id for claim in claims) == sorted(best[:LANE])
