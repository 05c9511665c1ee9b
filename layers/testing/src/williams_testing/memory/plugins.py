"""Which plugins are enabled, in memory."""

from __future__ import annotations


class InMemoryPlugins:
    """See :class:`williams.ports.plugins.PluginStorePort`."""

    def __init__(self) -> None:
        self._disabled: frozenset[str] = frozenset()

    def disabled(self) -> frozenset[str]:
        return self._disabled

    def set_enabled(self, plugin_id: str, enabled: bool) -> None:
        self._disabled = self._disabled - {plugin_id} if enabled else self._disabled | {plugin_id}
