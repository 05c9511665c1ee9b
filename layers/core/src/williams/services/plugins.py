"""Which plugins there are, and switching them on and off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from williams.domain.errors import Conflict, NotFound
from williams.domain.jobs import JobKind
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import BrokenPlugin, Registry
from williams.ports.plugins import PluginStorePort


class InstalledPlugin(BaseModel):
    """``parameters`` is a JSON Schema; ``defect`` says why a broken plugin cannot be loaded, in words for operators."""

    plugin_id: str
    name: str
    version: str | None = None
    description: str = ""
    enabled: bool
    type: str | None = None
    stages: list[str] = []
    parameters: dict[str, Any] = {}
    defect: str | None = None


@dataclass(frozen=True)
class Plugins:
    store: PluginStorePort
    registry: Registry

    def importers(self) -> list[ImportPlugin]:
        """Return those that take jobs, in the order in which they are asked whether they can handle a URL."""
        disabled = self.store.disabled()
        return [plugin for plugin in self.registry.imports() if plugin.plugin_id not in disabled]

    def exporters(self) -> list[ExportPlugin]:
        """Return those that take jobs."""
        disabled = self.store.disabled()
        return [plugin for plugin in self.registry.exports() if plugin.plugin_id not in disabled]

    def installed(self, kind: JobKind) -> list[InstalledPlugin]:
        """Return every plugin of the kind, those that are broken last."""
        disabled = self.store.disabled()
        working = [plugin for plugin in self.registry.plugins.values() if plugin.kind is kind]
        broken = [each for each in self.registry.broken if _kind_of(each) is kind]
        return [
            *(_working(plugin, plugin.plugin_id not in disabled) for plugin in working),
            *(_broken(each) for each in broken),
        ]

    def set_enabled(self, plugin_id: str, enabled: bool) -> InstalledPlugin:
        """Let a plugin take new jobs, or none; jobs that it has already go on. Repeating it changes nothing.

        Raises NotFound for a plugin that is not installed, Conflict when a broken one is to be enabled.
        """
        plugin = self.registry.plugins.get(plugin_id)
        if plugin is None:
            reason = next((each.reason for each in self.registry.broken if each.plugin_id == plugin_id), None)
            if reason is None:
                raise NotFound(f"No plugin {plugin_id!r} is installed. See GET /api/plugins/import and /export.")
            raise Conflict(f"The plugin {plugin_id} cannot be loaded: {reason}")
        self.store.set_enabled(plugin_id, enabled)
        return _working(plugin, enabled)


def _working(plugin: Plugin, enabled: bool) -> InstalledPlugin:
    return InstalledPlugin(
        plugin_id=plugin.plugin_id,
        name=plugin.name,
        version=plugin.version,
        description=plugin.description,
        enabled=enabled,
        type=_type_of(plugin),
        stages=[stage.name for stage in plugin.stages],
        parameters=plugin.parameters.model_json_schema(),
    )


def _type_of(plugin: Plugin) -> str | None:
    if isinstance(plugin, ImportPlugin):
        return plugin.content_type.value
    return plugin.artifact_type if isinstance(plugin, ExportPlugin) else None


def _broken(plugin: BrokenPlugin) -> InstalledPlugin:
    return InstalledPlugin(plugin_id=plugin.plugin_id, name=plugin.distribution, enabled=False, defect=plugin.reason)


def _kind_of(broken: BrokenPlugin) -> JobKind:
    """One whose id says nothing of its kind has to be listed somewhere."""
    return JobKind.EXPORT if broken.plugin_id.startswith(f"{JobKind.EXPORT.value}.") else JobKind.IMPORT
