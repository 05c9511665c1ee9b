"""Which plugins are enabled."""

from __future__ import annotations

from typing import Protocol


class PluginStorePort(Protocol):
    def disabled(self) -> frozenset[str]: ...

    def set_enabled(self, plugin_id: str, enabled: bool) -> None: ...
