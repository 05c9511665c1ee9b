"""Places in the lanes: which jobs may run now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.prepared import Row, run, run_in_turn
from williams.domain.executions import Execution
from williams.domain.jobs import WAITING, JobStatus
from williams.domain.lanes import DEFAULT_WEIGHT
from williams.domain.outcomes import EventKind
from williams.ports.jobs import Backlog, Claim, Unsettled

# Once a stage has begun, the execution has started after all, and settling it gives the place back.
_RELEASABLE: Final = WAITING | {JobStatus.CANCELLED}

# Any constant that no other program uses in this database.
_CLAIM_LOCK: Final = 0x57_4C_42_31

# Waited for, not tried: whoever gave up would leave a job that was submitted a moment ago to the next tick.
_LOCK: Final = f"SELECT 1 AS unlocked WHERE pg_advisory_xact_lock({_CLAIM_LOCK}) IS NULL"

_WAITING: Final = "job.completed_at IS NULL AND job.claimed_at IS NULL"

# Whose turn it is: whoever holds fewer places of the lane goes first, a weight's worth of places counting as one. Among
# those, an owner's next turn is 1 / weight after its last one, but not before the lane's latest. Numbers of turns only
# ever grow, so whoever waits is reached, whatever others submit.
#
# However many jobs wait, few are read: the index `processing_jobs_waiting` is hopped through, from one plugin to the
# next and, where a lane has room, from one owner to the next; of each owner as many as there is room for.
_CLAIM: Final = f"""
    WITH RECURSIVE lane AS (
        SELECT * FROM unnest(CAST(:plugins AS text[]), CAST(:places AS integer[])) AS lane (plugin_id, places)
    ), running AS (
        SELECT plugin_id, owner, count(*) AS jobs FROM processing_jobs WHERE claimed_at IS NOT NULL GROUP BY 1, 2
    ), plugin AS (
        (SELECT job.plugin_id FROM processing_jobs AS job WHERE {_WAITING} ORDER BY 1 LIMIT 1)
        UNION ALL
        SELECT following.plugin_id FROM plugin, LATERAL (
            SELECT job.plugin_id FROM processing_jobs AS job
            WHERE {_WAITING} AND job.plugin_id > plugin.plugin_id ORDER BY 1 LIMIT 1
        ) AS following
    ), opened AS (
        SELECT plugin_id, coalesce(places, CAST(:default_lane AS integer)) AS places
        FROM plugin LEFT JOIN lane USING (plugin_id)
    ), free AS (
        SELECT plugin_id, CAST(places - coalesce(full_places.jobs, 0) AS integer) AS room,
            least(places, greatest(1, places - CAST(:places_for_others AS integer))) AS owner_places,
            coalesce((SELECT max(turn) FROM lane_turns WHERE lane_turns.plugin_id = opened.plugin_id), 0) AS latest
        FROM opened
        LEFT JOIN (SELECT plugin_id, sum(jobs) AS jobs FROM running GROUP BY 1) AS full_places USING (plugin_id)
    ), waiting AS (
        SELECT free.plugin_id, first.owner FROM free, LATERAL (
            SELECT job.owner FROM processing_jobs AS job
            WHERE {_WAITING} AND job.plugin_id = free.plugin_id ORDER BY 1 LIMIT 1
        ) AS first
        WHERE free.room > 0
        UNION ALL
        SELECT waiting.plugin_id, following.owner FROM waiting, LATERAL (
            SELECT job.owner FROM processing_jobs AS job
            WHERE {_WAITING} AND job.plugin_id = waiting.plugin_id AND job.owner > waiting.owner ORDER BY 1 LIMIT 1
        ) AS following
    ), weighed AS MATERIALIZED (
        SELECT plugin_id, owner, room, owner_places, latest, coalesce(running.jobs, 0) AS held,
            coalesce((SELECT weight FROM owner_weights WHERE owner_weights.owner = waiting.owner), {DEFAULT_WEIGHT})
                AS weight,
            (SELECT turn FROM lane_turns AS last
             WHERE last.plugin_id = waiting.plugin_id AND last.owner = waiting.owner) AS last
        FROM waiting JOIN free USING (plugin_id) LEFT JOIN running USING (plugin_id, owner)
    ), eligible AS (
        SELECT best.*, weighed.room, weighed.held, weighed.weight,
            greatest(weighed.latest, weighed.last + CAST(1 AS float8) / weighed.weight) AS next,
            row_number() OVER (
                PARTITION BY best.plugin_id, best.owner ORDER BY best.priority DESC, best.created_at, best.job_id
            ) - 1 AS ahead
        FROM weighed, LATERAL (
            SELECT job.job_id, job.plugin_id, job.owner, job.priority, job.created_at FROM processing_jobs AS job
            WHERE {_WAITING} AND job.plugin_id = weighed.plugin_id AND job.owner = weighed.owner
              AND job.status = ANY(CAST(:waiting AS text[])) AND (job.not_before IS NULL OR job.not_before <= now())
            ORDER BY job.priority DESC, job.created_at, job.job_id
            LIMIT greatest(0, least(weighed.room, weighed.owner_places - weighed.held, CAST(:limit AS integer)))
        ) AS best
    ), turned AS (
        SELECT eligible.*, (held + ahead) / weight AS level, next + CAST(ahead AS float8) / weight AS turn
        FROM eligible
    ), ranked AS (
        SELECT turned.*, row_number() OVER (PARTITION BY plugin_id ORDER BY level, turn, created_at, job_id)
            AS lane_place
        FROM turned
    ), chosen AS (
        SELECT job_id, turn, row_number() OVER (ORDER BY lane_place, created_at, job_id) AS rank
        FROM ranked
        WHERE lane_place <= room
        ORDER BY rank
        LIMIT CAST(:limit AS integer)
    ), claimed AS (
        UPDATE processing_jobs AS job SET
            claimed_at = now(),
            started_at = coalesce(started_at, now()),
            execution_no = execution_no + 1,
            event_seq = event_seq + 1
        FROM chosen
        WHERE job.job_id = chosen.job_id AND job.claimed_at IS NULL AND job.status = ANY(CAST(:waiting AS text[]))
        RETURNING job.job_id, job.plugin_id, job.owner, job.execution_no, job.event_seq, job.status,
            chosen.rank, chosen.turn
    ), counted AS (
        INSERT INTO lane_turns (plugin_id, owner, turn)
        SELECT plugin_id, owner, max(turn) FROM claimed GROUP BY 1, 2
        ON CONFLICT (plugin_id, owner) DO UPDATE SET turn = excluded.turn
    ), told AS (
        INSERT INTO job_events (job_id, seq, at, kind, status, execution_no)
        SELECT job_id, event_seq, clock_timestamp(), '{EventKind.CLAIM}', status, execution_no FROM claimed
    )
    SELECT job_id, plugin_id, execution_no FROM claimed ORDER BY rank"""

_RELEASE: Final = f"""
    WITH released AS (
        UPDATE processing_jobs SET claimed_at = NULL, event_seq = event_seq + 1
        WHERE job_id = :job_id AND execution_no = CAST(:execution_no AS integer) AND claimed_at IS NOT NULL
          AND status = ANY(CAST(:releasable AS text[]))
        RETURNING job_id, event_seq, status, execution_no
    )
    INSERT INTO job_events (job_id, seq, at, kind, status, execution_no)
    SELECT job_id, event_seq, clock_timestamp(), '{EventKind.RELEASE}', status, execution_no FROM released"""

_UNSETTLED: Final = """
    SELECT job.job_id, job.plugin_id, job.execution_no, job.status,
        extract(epoch FROM clock_timestamp() - greatest(job.claimed_at, event.at, lease.held_until))::float8 AS silent,
        extract(epoch FROM clock_timestamp() - lease.own_until)::float8 AS overdue
    FROM processing_jobs AS job
    LEFT JOIN LATERAL (
        SELECT at FROM job_events WHERE job_id = job.job_id ORDER BY seq DESC LIMIT 1
    ) AS event ON true
    CROSS JOIN LATERAL (
        SELECT max(expires_at) AS held_until,
            min(expires_at) FILTER (WHERE execution_no = job.execution_no) AS own_until
        FROM leases WHERE job_id = job.job_id
    ) AS lease
    WHERE job.claimed_at IS NOT NULL AND job.claimed_at < :claimed_before
    ORDER BY job.claimed_at"""


_BACKLOG: Final = """
    SELECT plugin_id,
        count(*) FILTER (WHERE claimed_at IS NOT NULL) AS running,
        count(*) FILTER (WHERE claimed_at IS NULL) AS waiting,
        coalesce(max(extract(epoch FROM now() - created_at)) FILTER (WHERE started_at IS NULL), 0) AS oldest_seconds
    FROM processing_jobs
    WHERE claimed_at IS NOT NULL OR completed_at IS NULL
    GROUP BY plugin_id
    ORDER BY plugin_id"""


class JobClaims:
    """The part of :class:`~williams.ports.jobs.JobStorePort` that hands out places."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, lanes: Mapping[str, int], default_lane: int, limit: int, places_for_others: int = 0) -> list[Claim]:
        wanted = {
            "plugins": list(lanes),
            "places": list(lanes.values()),
            "default_lane": default_lane,
            "places_for_others": places_for_others,
            "limit": limit,
            "waiting": [status.value for status in WAITING],
        }
        with connected(self._engine) as connection:
            # The lock first, in a statement of its own: the next one then sees what its last holder committed. In one
            # round trip, so that no way back and forth keeps the lock from others.
            rows = run_in_turn(connection, (_LOCK, {}), (_CLAIM, wanted))
        return [_claim(row) for row in rows]

    def release_claim(self, claim: Claim) -> None:
        run(
            self._engine,
            _RELEASE,
            job_id=claim.job_id,
            execution_no=claim.execution.number,
            releasable=[status.value for status in _RELEASABLE],
        )

    def backlog(self) -> list[Backlog]:
        return [Backlog(**row) for row in run(self._engine, _BACKLOG)]

    def unsettled(self, claimed_before: datetime) -> list[Unsettled]:
        rows = run(self._engine, _UNSETTLED, claimed_before=claimed_before)
        return [
            Unsettled(
                claim=_claim(row), status=row["status"], silent_seconds=row["silent"], overdue_seconds=row["overdue"]
            )
            for row in rows
        ]


def _claim(row: Row) -> Claim:
    return Claim(plugin_id=row["plugin_id"], execution=Execution(row["job_id"], row["execution_no"]))
