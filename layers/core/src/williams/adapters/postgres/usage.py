"""Usage in Postgres."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.errors import NotFound
from williams.ports.usage import UsageEvent, UsageKind

_RECORD: Final = """
    INSERT INTO usage_events (owner, artifact_id, kind, detail)
    SELECT owner, artifact_id, CAST(:kind AS text), CAST(:detail AS jsonb) FROM artifacts
    WHERE owner = :owner AND artifact_id = :artifact_id
    RETURNING usage_id"""

_COUNT: Final = """
    SELECT kind, count(*) AS number FROM usage_events
    WHERE owner = :owner AND artifact_id = :artifact_id GROUP BY kind"""


_EVENTS: Final = """
    SELECT CAST(usage_id AS text) AS usage_id, at, detail FROM usage_events
    WHERE owner = :owner AND artifact_id = :artifact_id AND kind = CAST(:kind AS text)
    ORDER BY usage_events.usage_id DESC"""


class PostgresUsage:
    """See :class:`williams.ports.usage.UsagePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, owner: str, artifact_id: str, kind: UsageKind, detail: dict[str, Any]) -> None:
        found = run(self._engine, _RECORD, owner=owner, artifact_id=artifact_id, kind=kind.value, detail=detail)
        if not found:
            raise NotFound(f"There is no artifact {artifact_id}.")

    def count(self, owner: str, artifact_id: str) -> dict[UsageKind, int]:
        rows = run(self._engine, _COUNT, owner=owner, artifact_id=artifact_id)
        return dict.fromkeys(UsageKind, 0) | {UsageKind(row["kind"]): row["number"] for row in rows}

    def events(self, owner: str, artifact_id: str, kind: UsageKind) -> list[UsageEvent]:
        rows = run(self._engine, _EVENTS, owner=owner, artifact_id=artifact_id, kind=kind.value)
        return [UsageEvent(**row) for row in rows]
