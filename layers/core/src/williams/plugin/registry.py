"""Finds plugins by the entry point group ``williams.plugins``; a broken one is reported and disturbs no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from williams.domain.errors import PluginDefect, UnknownType
from williams.domain.jobs import JobKind
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin

GROUP = "williams.plugins"
_REQUIRED = ("plugin_id", "name", "version", "stages")
_REQUIRED_OF_IMPORTS = ("content_type", "folder", "stored_name")
_REQUIRED_OF_EXPORTS = ("artifact_type", "export_format", "folder", "label")


@dataclass(frozen=True)
class BrokenPlugin:
    plugin_id: str
    distribution: str
    reason: str


@dataclass
class Registry:
    """The plugins that could be loaded, by id, and those that could not."""

    plugins: dict[str, Plugin] = field(default_factory=dict)
    broken: list[BrokenPlugin] = field(default_factory=list)

    def plugin(self, plugin_id: str) -> Plugin:
        """Raises PluginDefect for a broken plugin, UnknownType for one that is not installed."""
        if plugin_id in self.plugins:
            return self.plugins[plugin_id]
        for broken in self.broken:
            if broken.plugin_id == plugin_id:
                raise PluginDefect(f"The plugin {plugin_id} cannot be loaded: {broken.reason}")
        raise UnknownType(f"No plugin {plugin_id!r} is installed; installed are {', '.join(sorted(self.plugins))}.")

    def imports(self) -> list[ImportPlugin]:
        return [plugin for plugin in self.plugins.values() if isinstance(plugin, ImportPlugin)]

    def exports(self) -> list[ExportPlugin]:
        return [plugin for plugin in self.plugins.values() if isinstance(plugin, ExportPlugin)]

    def import_plugin(self, plugin_id: str) -> ImportPlugin:
        """Raises UnknownType when it is not an import plugin."""
        plugin = self.plugin(plugin_id)
        if not isinstance(plugin, ImportPlugin):
            raise UnknownType(f"{plugin_id} is not an import plugin.")
        return plugin

    def export_plugin(self, plugin_id: str) -> ExportPlugin:
        """Raises UnknownType when it is not an export plugin."""
        plugin = self.plugin(plugin_id)
        if not isinstance(plugin, ExportPlugin):
            raise UnknownType(f"{plugin_id} is not an export plugin.")
        return plugin


def _checked(entry_point: EntryPoint) -> Plugin:
    plugin_class = entry_point.load()
    if not (isinstance(plugin_class, type) and issubclass(plugin_class, ImportPlugin | ExportPlugin)):
        raise PluginDefect(f"{entry_point.value} is not a subclass of ImportPlugin or ExportPlugin.")
    wanted = _REQUIRED + (_REQUIRED_OF_IMPORTS if plugin_class.kind is JobKind.IMPORT else _REQUIRED_OF_EXPORTS)
    missing = [name for name in wanted if not hasattr(plugin_class, name)]
    if missing:
        raise PluginDefect(f"{entry_point.value} does not declare {', '.join(missing)}.")
    if plugin_class.plugin_id != entry_point.name:
        raise PluginDefect(f"The entry point {entry_point.name!r} names the plugin {plugin_class.plugin_id!r}.")
    return plugin_class()


def discover() -> Registry:
    """Load every installed plugin. Never raises: what is broken is listed with its reason."""
    registry = Registry()
    for entry_point in sorted(entry_points(group=GROUP), key=lambda found: found.name):
        try:
            if entry_point.name in registry.plugins:
                raise PluginDefect(f"Another distribution brings a plugin {entry_point.name!r} too.")
            registry.plugins[entry_point.name] = _checked(entry_point)
        except Exception as error:  # a third party's import may raise anything
            distribution = entry_point.dist.name if entry_point.dist else "unknown"
            registry.broken.append(BrokenPlugin(entry_point.name, distribution, f"{type(error).__name__}: {error}"))
    return registry


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The plugins of this process, loaded once."""
    return discover()
