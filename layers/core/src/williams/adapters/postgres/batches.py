"""Batches of imports in Postgres."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Engine

from williams.adapters.postgres.job_records import FAILURE_CODE, FAILURE_MESSAGE
from williams.adapters.postgres.prepared import Row, run
from williams.domain.batches import (
    ENDED,
    REFUSED,
    UNSUCCESSFUL,
    WAITING,
    BatchItem,
    BatchOfJobs,
    ImportBatch,
    Lineage,
    NewBatch,
    WaitingItem,
)
from williams.domain.errors import IdempotencyKeyReused, NotFound
from williams.domain.jobs import TERMINAL, JobStatus
from williams.domain.paging import Page

_BATCH: Final = "batch_id, owner, title, source, job_id, total, left_out, created_at, cancelled_at"

# One statement, so that nothing is taken for known that was not kept for its import.
_ADD: Final = """
    WITH followed AS (
        UPDATE followed_sources SET state = CAST(:state AS text) WHERE source_id = CAST(:source_id AS text)
        RETURNING source_id
    ), fresh AS (
        SELECT given.source, given.title, given.request, given.version,
            row_number() OVER (ORDER BY given.ordinal) - 1 AS ordinal
        FROM jsonb_to_recordset(CAST(:items AS jsonb)) AS given (
            ordinal integer, source text, title text, request jsonb, version text)
        LEFT JOIN followed_entries AS known
            ON known.source_id = CAST(:source_id AS text) AND known.entry = given.source
        WHERE known.entry IS NULL OR known.version IS DISTINCT FROM given.version
    ), made AS (
        INSERT INTO import_batches
            (batch_id, owner, title, source, job_id, total, left_out, idempotency_key, body_hash)
        SELECT :batch_id, CAST(:owner AS text), :title, :source, CAST(:job_id AS text), (SELECT count(*) FROM fresh),
            CAST(:left_out AS jsonb), CAST(:idempotency_key AS text), :body_hash
        WHERE CAST(:source_id AS text) IS NULL OR EXISTS (SELECT FROM fresh)
        ON CONFLICT DO NOTHING
        RETURNING batch_id
    ), known AS (
        INSERT INTO followed_entries (source_id, entry, version)
        SELECT followed.source_id, fresh.source, fresh.version FROM followed, fresh, made
        ON CONFLICT (source_id, entry) DO UPDATE SET version = excluded.version
    )
    INSERT INTO import_batch_items (batch_id, ordinal, source, title, request)
    SELECT made.batch_id, fresh.ordinal, fresh.source, fresh.title, fresh.request FROM made, fresh"""

_STANDING: Final = f"""
    SELECT {_BATCH}, body_hash FROM import_batches
    WHERE owner = :owner AND (batch_id = :batch_id OR idempotency_key = :idempotency_key OR job_id = :job_id)
    ORDER BY created_at LIMIT 1"""

_BY_ID: Final = f"SELECT {_BATCH} FROM import_batches WHERE batch_id = :batch_id AND owner = :owner"

_LIST: Final = f"""
    SELECT {_BATCH} FROM import_batches
    WHERE owner = :owner AND (CAST(:after AS text) IS NULL OR (created_at, batch_id) < (
        SELECT created_at, batch_id FROM import_batches WHERE batch_id = :after AND owner = :owner))
    ORDER BY created_at DESC, batch_id DESC LIMIT CAST(:limit AS integer)"""

_STATUS: Final = f"""
    CASE WHEN item.error_code IS NOT NULL THEN '{REFUSED}' WHEN job.status IS NOT NULL THEN job.status
        WHEN batch.cancelled_at IS NOT NULL THEN '{JobStatus.CANCELLED}' ELSE '{WAITING}' END"""

_JOINED: Final = """
    FROM import_batch_items AS item JOIN import_batches AS batch USING (batch_id)
    LEFT JOIN processing_jobs AS job ON job.job_id = item.job_id"""

_COUNTS: Final = f"""
    SELECT item.batch_id, {_STATUS} AS status, count(*) AS items {_JOINED}
    WHERE item.batch_id = ANY(CAST(:batch_ids AS text[])) GROUP BY 1, 2"""

_ITEMS: Final = f"""
    SELECT * FROM (
        SELECT item.ordinal, item.source, item.title, {_STATUS} AS status, item.job_id, job.content_id,
            made.batch_id AS made_batch_id, coalesce(item.error_code, {FAILURE_CODE}) AS error_code,
            coalesce(item.error_message, {FAILURE_MESSAGE}) AS error_message
        {_JOINED} LEFT JOIN import_batches AS made ON made.job_id = item.job_id
        WHERE item.batch_id = :batch_id AND item.ordinal > CAST(:after AS integer)
    ) AS listed
    WHERE NOT CAST(:unsuccessful AS boolean) OR status = ANY(CAST(:statuses AS text[]))
    ORDER BY ordinal LIMIT CAST(:limit AS integer)"""

_OF_JOBS: Final = f"""
    SELECT batch.batch_id, batch.owner, (
        SELECT item.ordinal FROM import_batch_items AS item
            LEFT JOIN processing_jobs AS job ON job.job_id = item.job_id
        WHERE item.batch_id = batch.batch_id AND {_STATUS} <> ALL(CAST(:ended AS text[]))
        ORDER BY item.ordinal DESC LIMIT 1) IS NOT NULL AS running
    FROM import_batches AS batch
    WHERE batch.batch_id IN (SELECT batch_id FROM import_batch_items WHERE job_id = ANY(CAST(:job_ids AS text[])))
    ORDER BY batch.batch_id"""

_LINEAGE: Final = """
    WITH RECURSIVE above AS (
        SELECT batch.batch_id, batch.source, batch.job_id, 1 AS level
        FROM import_batch_items AS item JOIN import_batches AS batch USING (batch_id) WHERE item.job_id = :job_id
        UNION
        SELECT batch.batch_id, batch.source, batch.job_id, above.level + 1
        FROM above JOIN import_batch_items AS item ON item.job_id = above.job_id
            JOIN import_batches AS batch ON batch.batch_id = item.batch_id
    ), below AS (
        SELECT batch_id FROM (SELECT batch_id FROM above ORDER BY level DESC LIMIT 1) AS top
        UNION
        SELECT made.batch_id FROM below JOIN import_batch_items AS item ON item.batch_id = below.batch_id
            JOIN import_batches AS made ON made.job_id = item.job_id
    )
    SELECT (SELECT coalesce(json_agg(source ORDER BY level), '[]') FROM above WHERE source IS NOT NULL) AS sources,
        (SELECT coalesce(sum(total), 0) FROM import_batches WHERE batch_id IN (SELECT batch_id FROM below)) AS taken"""

_WAITS: Final = """
    item.job_id IS NULL AND item.error_code IS NULL AND batch.cancelled_at IS NULL"""

_HAS_WAITING: Final = f"""
    SELECT EXISTS (SELECT FROM import_batch_items AS item JOIN import_batches AS batch USING (batch_id)
        WHERE {_WAITS}) AS waits"""

_WAITING: Final = f"""
    SELECT batch_id, owner, ordinal, request FROM (
        SELECT item.batch_id, batch.owner, item.ordinal, item.request, row_number() OVER (
            PARTITION BY batch.owner ORDER BY batch.created_at, item.batch_id, item.ordinal) AS turn
        FROM import_batch_items AS item JOIN import_batches AS batch USING (batch_id) WHERE {_WAITS}
    ) AS waiting
    ORDER BY turn, owner LIMIT CAST(:limit AS integer)"""

_ENTERED: Final = """
    UPDATE import_batch_items AS item SET job_id = :job_id FROM import_batches AS batch
    WHERE item.batch_id = :batch_id AND item.ordinal = CAST(:ordinal AS integer) AND batch.batch_id = item.batch_id
    RETURNING batch.cancelled_at IS NULL AS wanted"""

_REFUSED: Final = """
    UPDATE import_batch_items SET error_code = :code, error_message = :message
    WHERE batch_id = :batch_id AND ordinal = CAST(:ordinal AS integer) AND job_id IS NULL"""

_CANCEL: Final = f"""
    UPDATE import_batches SET cancelled_at = COALESCE(cancelled_at, now())
    WHERE batch_id = :batch_id AND owner = :owner RETURNING {_BATCH}"""

_TO_CANCEL: Final = """
    SELECT job.owner, job.job_id FROM import_batches AS batch JOIN import_batch_items AS item USING (batch_id)
        JOIN processing_jobs AS job ON job.job_id = item.job_id
    WHERE batch.cancelled_at IS NOT NULL AND job.completed_at IS NULL AND job.status <> ALL(CAST(:ended AS text[]))
    LIMIT CAST(:limit AS integer)"""


class PostgresBatches:
    """See :class:`williams.ports.batches.BatchStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: NewBatch) -> ImportBatch | None:
        items = [item.model_dump() | {"ordinal": ordinal} for ordinal, item in enumerate(new.items)]
        keys = new.model_dump(include={"batch_id", "owner", "job_id", "idempotency_key"})
        run(
            self._engine,
            _ADD,
            **keys,
            **new.model_dump(include={"title", "source", "body_hash", "source_id", "state"}),
            left_out=json.dumps([each.model_dump() for each in new.left_out]),
            items=json.dumps(items),
        )
        rows = run(self._engine, _STANDING, **keys)
        if not rows:
            return None
        (standing,) = rows
        if standing.pop("body_hash") != new.body_hash:
            raise key_reused(standing["batch_id"])
        return self._counted([standing])[0]

    def batch(self, owner: str, batch_id: str) -> ImportBatch:
        return self._counted(self._owned(owner, batch_id))[0]

    def batches(self, owner: str, limit: int, after: str | None = None) -> Page[ImportBatch]:
        rows = run(self._engine, _LIST, owner=owner, after=after, limit=limit + 1)
        items = self._counted(rows[:limit])
        return Page[ImportBatch](items=items, next_after=items[-1].batch_id if len(rows) > limit else None)

    def items(
        self, owner: str, batch_id: str, limit: int, after: str | None = None, unsuccessful: bool = False
    ) -> Page[BatchItem]:
        self._owned(owner, batch_id)
        asked = {"unsuccessful": unsuccessful, "statuses": sorted(UNSUCCESSFUL), "limit": limit + 1}
        rows = run(self._engine, _ITEMS, batch_id=batch_id, after=-1 if after is None else int(after), **asked)
        items = [BatchItem(**row) for row in rows[:limit]]
        return Page[BatchItem](items=items, next_after=str(items[-1].ordinal) if len(rows) > limit else None)

    def of_jobs(self, job_ids: Collection[str]) -> list[BatchOfJobs]:
        rows = run(self._engine, _OF_JOBS, job_ids=list(job_ids), ended=sorted(ENDED))
        return [BatchOfJobs(**row) for row in rows]

    def lineage(self, job_id: str) -> Lineage:
        (row,) = run(self._engine, _LINEAGE, job_id=job_id)
        return Lineage(**row)

    def has_waiting(self) -> bool:
        return bool(run(self._engine, _HAS_WAITING)[0]["waits"])

    def waiting(self, limit: int) -> list[WaitingItem]:
        return [WaitingItem(**row) for row in run(self._engine, _WAITING, limit=limit)]

    def entered(self, item: WaitingItem, job_id: str) -> bool:
        rows = run(self._engine, _ENTERED, batch_id=item.batch_id, ordinal=item.ordinal, job_id=job_id)
        return bool(rows and rows[0]["wanted"])

    def refused(self, item: WaitingItem, code: str, message: str) -> None:
        run(self._engine, _REFUSED, batch_id=item.batch_id, ordinal=item.ordinal, code=code, message=message)

    def cancel(self, owner: str, batch_id: str) -> ImportBatch:
        rows = run(self._engine, _CANCEL, batch_id=batch_id, owner=owner)
        if not rows:
            raise missing(batch_id)
        return self._counted(rows)[0]

    def to_cancel(self, limit: int) -> list[tuple[str, str]]:
        ended = sorted(status.value for status in TERMINAL)
        return [(row["owner"], row["job_id"]) for row in run(self._engine, _TO_CANCEL, limit=limit, ended=ended)]

    def _owned(self, owner: str, batch_id: str) -> list[Row]:
        rows = run(self._engine, _BY_ID, batch_id=batch_id, owner=owner)
        if not rows:
            raise missing(batch_id)
        return rows

    def _counted(self, rows: Iterable[Row]) -> list[ImportBatch]:
        found = list(rows)
        counts: dict[str, dict[str, Any]] = defaultdict(dict)
        ids = [row["batch_id"] for row in found]
        for row in run(self._engine, _COUNTS, batch_ids=ids) if ids else ():
            counts[row["batch_id"]][row["status"]] = row["items"]
        return [ImportBatch(**row, counts=counts[row["batch_id"]]) for row in found]


def missing(batch_id: str) -> NotFound:
    """Return what is raised for a batch that is not there, or another owner's."""
    return NotFound(f"There is no batch {batch_id}.")


def key_reused(batch_id: str) -> IdempotencyKeyReused:
    """Return what is raised for a key that came with another body."""
    return IdempotencyKeyReused(
        f"The Idempotency-Key was used for batch {batch_id} with a different body. Use a new key."
    )
