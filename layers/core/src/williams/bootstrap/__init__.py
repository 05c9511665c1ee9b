"""The composition root: makes each thing once per process, when it is first asked for.

Adapters are imported where they are made, so that a function pays only for what it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from williams.bootstrap.wiring import Services
    from williams.domain.batch_progress import BatchProgress
    from williams.domain.progress import ProgressEvent

__all__ = ["prepare_stores", "services", "streamed_progress"]


@cache
def services() -> Services:
    """Return this process's services, on the ports and with the choices that its settings name."""
    from williams.bootstrap.choices import configured
    from williams.bootstrap.ports import ConfiguredPorts
    from williams.bootstrap.wiring import Services

    return Services(ConfiguredPorts(), configured())


def prepare_stores() -> None:
    """Bring the database to the newest schema and the graph to its unique constraints. Raises StoreUnavailable."""
    from williams.adapters.postgres.migrate import upgrade
    from williams.bootstrap import stores

    upgrade(stores.database_address())
    stores.graph().ensure_constraints()


def streamed_progress(records: Iterable[Mapping[str, Any]]) -> list[ProgressEvent | BatchProgress]:
    """Return what subscribers should hear of a batch of the progress table's stream."""
    from williams.adapters.dynamodb.stream import new_events

    return new_events(records)
