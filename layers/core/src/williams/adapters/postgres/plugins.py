"""Which plugins are enabled, in Postgres. A plugin without a row is enabled."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run

_DISABLED: Final = "SELECT plugin_id FROM plugins WHERE NOT enabled"

_SET: Final = """
    INSERT INTO plugins (plugin_id, enabled) VALUES (:plugin_id, CAST(:enabled AS boolean))
    ON CONFLICT (plugin_id) DO UPDATE SET enabled = excluded.enabled, updated_at = now()"""


class PostgresPlugins:
    """See :class:`williams.ports.plugins.PluginStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def disabled(self) -> frozenset[str]:
        return frozenset(row["plugin_id"] for row in run(self._engine, _DISABLED))

    def set_enabled(self, plugin_id: str, enabled: bool) -> None:
        run(self._engine, _SET, plugin_id=plugin_id, enabled=enabled)
