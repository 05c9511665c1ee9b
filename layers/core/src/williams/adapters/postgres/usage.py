"""Usage in Postgres."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.errors import NotFound
from williams.ports.usage import UsageKind

_RECORD: Final = """
    INSERT INTO usage_events (owner, artifact_id, kind, detail)
    SELECT owner, artifact_id, CAST(:kind AS text), CAST(:detail AS jsonb) FROM artifacts
    WHERE owner = :owner AND artifact_id = :artifact_id
    RETURNING usage_id"""

_COUNT: Final = """
    SELECT kind, count(*) AS number FROM usage_events
    WHERE owner = :owner AND artifact_id = :artifact_id GROUP BY kind"""


class PostgresUsage:
    """See :class:`williams.ports.usage.UsagePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, owner: str, artifact_id: str, kind: UsageKind, detail: dict[str, str]) -> None:
        found = run(self._engine, _RECORD, owner=owner, artifact_id=artifact_id, kind=kind.value, detail=detail)
        if not found:
            raise NotFound(f"There is no artifact {artifact_id}.")

    def count(self, owner: str, artifact_id: str) -> dict[UsageKind, int]:
        rows = run(self._engine, _COUNT, owner=owner, artifact_id=artifact_id)
        return dict.fromkeys(UsageKind, 0) | {UsageKind(row["kind"]): row["number"] for row in rows}
