"""Followed sources in Postgres."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine

from williams.adapters.postgres.job_records import FAILURE_CODE, FAILURE_MESSAGE
from williams.adapters.postgres.prepared import Row, run
from williams.domain.errors import Conflict, NotFound
from williams.domain.jobs import TERMINAL, JobStatus
from williams.domain.paging import Page
from williams.domain.sources import EndedLook, FollowedSource, SourceStatus

_NAMES: Final = tuple(FollowedSource.model_fields)
_SOURCE: Final = ", ".join(f"followed.{name}" for name in _NAMES)
_TYPES: Final = {
    "request": "jsonb",
    "interval_seconds": "integer",
    "looking": "boolean",
    "looks": "integer",
    "failures": "integer",
    "looked_at": "timestamptz",
    "next_look_at": "timestamptz",
    "created_at": "timestamptz",
}
# An owner's own choices, and what looks have changed; the state is written with what a look has found.
_CHANGING: Final = tuple(
    name for name in _NAMES if name not in {"source_id", "owner", "url", "request", "state", "created_at"}
)


def _given(name: str) -> str:
    return f"CAST(:{name} AS {_TYPES.get(name, 'text')})"


_ADD: Final = f"""
    INSERT INTO followed_sources AS followed ({", ".join(_NAMES)}) VALUES ({", ".join(map(_given, _NAMES))})
    ON CONFLICT (owner, url) DO NOTHING RETURNING {_SOURCE}"""

_BY_URL: Final = "SELECT source_id FROM followed_sources WHERE owner = :owner AND url = :url"

_BY_ID: Final = f"""
    SELECT {_SOURCE} FROM followed_sources AS followed WHERE source_id = :source_id AND owner = :owner"""

_LIST: Final = f"""
    SELECT {_SOURCE} FROM followed_sources AS followed
    WHERE owner = :owner AND (CAST(:after AS text) IS NULL OR (created_at, source_id) < (
        SELECT created_at, source_id FROM followed_sources WHERE source_id = :after AND owner = :owner))
    ORDER BY created_at DESC, source_id DESC LIMIT CAST(:limit AS integer)"""

_SAVE: Final = f"""
    UPDATE followed_sources AS followed SET {", ".join(f"{name} = {_given(name)}" for name in _CHANGING)}
    WHERE source_id = :source_id AND owner = :owner RETURNING {_SOURCE}"""

_REMOVE: Final = "DELETE FROM followed_sources WHERE source_id = :source_id AND owner = :owner RETURNING source_id"

_DUE: Final = f"""
    SELECT {_SOURCE} FROM followed_sources AS followed
    WHERE status = '{SourceStatus.ACTIVE}' AND NOT looking AND next_look_at <= CAST(:now AS timestamptz)
    ORDER BY next_look_at, source_id LIMIT CAST(:limit AS integer)"""

_ENDED: Final = f"""
    SELECT {_SOURCE}, job.status AS job_status, job.content_id AS job_content_id,
        {FAILURE_CODE} AS job_error_code, {FAILURE_MESSAGE} AS job_error_message,
        (SELECT made.batch_id FROM import_batches AS made WHERE made.job_id = job.job_id) AS job_batch_id
    FROM followed_sources AS followed LEFT JOIN processing_jobs AS job USING (job_id)
    WHERE followed.looking AND (job.status IS NULL OR job.status = ANY(CAST(:ended AS text[])))
    ORDER BY followed.source_id LIMIT CAST(:limit AS integer)"""


class PostgresSources:
    """See :class:`williams.ports.sources.SourceStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, source: FollowedSource) -> FollowedSource:
        rows = run(self._engine, _ADD, **_values(source, _NAMES))
        if not rows:
            raise followed_already(run(self._engine, _BY_URL, owner=source.owner, url=source.url)[0]["source_id"])
        return FollowedSource(**rows[0])

    def source(self, owner: str, source_id: str) -> FollowedSource:
        return _found(run(self._engine, _BY_ID, owner=owner, source_id=source_id), source_id)

    def sources(self, owner: str, limit: int, after: str | None = None) -> Page[FollowedSource]:
        rows = run(self._engine, _LIST, owner=owner, after=after, limit=limit + 1)
        items = [FollowedSource(**row) for row in rows[:limit]]
        return Page[FollowedSource](items=items, next_after=items[-1].source_id if len(rows) > limit else None)

    def save(self, source: FollowedSource) -> FollowedSource:
        values = _values(source, ("source_id", "owner", *_CHANGING))
        return _found(run(self._engine, _SAVE, **values), source.source_id)

    def remove(self, owner: str, source_id: str) -> None:
        if not run(self._engine, _REMOVE, owner=owner, source_id=source_id):
            raise not_followed(source_id)

    def due(self, now: datetime, limit: int) -> list[FollowedSource]:
        return [FollowedSource(**row) for row in run(self._engine, _DUE, now=now, limit=limit)]

    def ended_looks(self, limit: int) -> list[EndedLook]:
        ended = sorted(status.value for status in TERMINAL)
        return [_ended(row) for row in run(self._engine, _ENDED, ended=ended, limit=limit)]


def _values(source: FollowedSource, names: tuple[str, ...]) -> dict[str, Any]:
    values = source.model_dump(include=set(names))
    if "request" in values:
        values["request"] = json.dumps(values["request"])
    return values | {"status": source.status.value}


def _found(rows: list[Row], source_id: str) -> FollowedSource:
    if not rows:
        raise not_followed(source_id)
    return FollowedSource(**rows[0])


def _ended(row: Row) -> EndedLook:
    told = {name: row.pop(f"job_{name}") for name in EndedLook.model_fields if name != "source"}
    return EndedLook(source=FollowedSource(**row), **told | {"status": told["status"] or JobStatus.CANCELLED})


def not_followed(source_id: str) -> NotFound:
    """Return what is raised for a source that is not there, or another owner's."""
    return NotFound(f"There is no source {source_id} that is followed.")


def followed_already(source_id: str) -> Conflict:
    """Return what is raised for a URL that is followed."""
    return Conflict(f"This URL is followed already, as {source_id}. Change that one, or delete it first.")
