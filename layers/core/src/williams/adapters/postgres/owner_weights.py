"""The owners' weights. An owner without a row has the default one."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.lanes import DEFAULT_WEIGHT

_WEIGHTS: Final = "SELECT owner, weight FROM owner_weights ORDER BY owner"

_WEIGH: Final = """
    INSERT INTO owner_weights (owner, weight) VALUES (:owner, CAST(:weight AS integer))
    ON CONFLICT (owner) DO UPDATE SET weight = excluded.weight, updated_at = now()"""

_FORGET: Final = "DELETE FROM owner_weights WHERE owner = :owner"


class OwnerWeights:
    """The part of :class:`~williams.ports.jobs.JobStorePort` that favours owners."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def weigh(self, owner: str, weight: int) -> None:
        if weight == DEFAULT_WEIGHT:
            run(self._engine, _FORGET, owner=owner)
        else:
            run(self._engine, _WEIGH, owner=owner, weight=weight)

    def weights(self) -> dict[str, int]:
        return {row["owner"]: row["weight"] for row in run(self._engine, _WEIGHTS)}
