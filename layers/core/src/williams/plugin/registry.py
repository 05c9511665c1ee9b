"""Finds plugins by the entry point group ``williams.plugins``; a broken one is reported and disturbs no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from williams.domain.errors import PluginDefect, UnknownType
from williams.engine.registry import distribution_of, ranked
from williams.plugin.base import Plugin
from williams.plugin.declaration import checked
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import Download, ImportPlugin
from williams.plugin.listing import ListingPlugin

GROUP = "williams.plugins"


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
        """In the order in which they are asked whether they can handle a URL."""
        found = [plugin for plugin in self.plugins.values() if isinstance(plugin, ImportPlugin)]
        return sorted(found, key=lambda plugin: plugin.catch_all)

    def reader_of(self, download: Download, besides: ImportPlugin) -> ImportPlugin | None:
        """Return the first import plugin but one that reads a download; None if no other does."""
        others = (plugin for plugin in self.imports() if plugin.plugin_id != besides.plugin_id)
        return next((plugin for plugin in others if plugin.reads(download)), None)

    def lister_of(self, download: Download, head: bytes) -> ListingPlugin | None:
        """Return the first plugin that a download is a listing for, by its first 4096 bytes; None if it is for none."""
        listers = (plugin for plugin in self.imports() if isinstance(plugin, ListingPlugin))
        return next((plugin for plugin in listers if plugin.lists_what(download, head)), None)

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


def candidates() -> list[EntryPoint]:
    """Every installed entry point, by id. Where several have one id, the library's own comes first, then by name."""
    return ranked(list(entry_points(group=GROUP)))


def discover() -> Registry:
    """Load every installed plugin. Never raises: what is broken is listed with its reason."""
    registry = Registry()
    seen: dict[str, str] = {}
    for entry_point in candidates():
        distribution = distribution_of(entry_point)
        first = seen.setdefault(entry_point.name, distribution)
        try:
            if first != distribution:
                raise PluginDefect(f"{first} brings a plugin {entry_point.name!r} too, and it comes first.")
            plugin = checked(entry_point.load(), entry_point.name)
            _check_type(plugin, registry)
            _check_deployed_name(plugin, registry)
            registry.plugins[entry_point.name] = plugin
        except (Exception, SystemExit) as error:  # a third party's import may raise anything
            registry.broken.append(BrokenPlugin(entry_point.name, distribution, _reason(error)))
    return registry


def _check_type(plugin: Plugin, registry: Registry) -> None:
    """An export is asked for by its artifact's type, so that there is one of each."""
    for other in registry.exports():
        if isinstance(plugin, ExportPlugin) and plugin.artifact_type == other.artifact_type:
            raise PluginDefect(f"{other.plugin_id} makes the artifact_type {plugin.artifact_type!r} already.")


def _check_deployed_name(plugin: Plugin, registry: Registry) -> None:
    """A function and a state machine are called after the id, with a dash for each dot."""
    for plugin_id in registry.plugins:
        if plugin_id.replace(".", "-") == plugin.plugin_id.replace(".", "-"):
            raise PluginDefect(f"{plugin_id} is deployed under the same name: dots become dashes. Choose another id.")


def _reason(error: BaseException) -> str:
    reason = f"{type(error).__name__}: {error}"
    if isinstance(error, ImportError):
        return f"{reason}. Libraries are imported inside the stages: where plugins are only listed, there are none."
    return reason


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The plugins of this process, loaded once."""
    return discover()
