"""The plugins that a stage deploys."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Annotations, Stack

from infra.config import Config, ConfigError
from williams.domain.bucket import UPLOADS
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.listing import ListingPlugin
from williams.plugin.registry import Registry

Plugins = Mapping[str, ImportPlugin | ExportPlugin]


def deployed(config: Config, registry: Registry) -> Plugins:
    """Every plugin that loads and that the stage does not exclude, by id.

    Raises:
        ConfigError: there is none.
    """
    loaded: list[ImportPlugin | ExportPlugin] = [*registry.imports(), *registry.exports()]
    plugins = {plugin.plugin_id: plugin for plugin in loaded if plugin.plugin_id not in config.excluded_plugins}
    if not plugins:
        reasons = "; ".join(f"{broken.plugin_id}: {broken.reason}" for broken in registry.broken) or "none is installed"
        raise ConfigError(f"There is no plugin to deploy ({reasons}).")
    return plugins


def warn_of_broken(stack: Stack, registry: Registry) -> None:
    """Say which plugins are left out, and why."""
    for broken in registry.broken:
        Annotations.of(stack).add_warning_v2(
            f"williams:broken-plugin:{broken.plugin_id}",
            f"The plugin {broken.plugin_id} of {broken.distribution} is not deployed: {broken.reason}",
        )


def content_folders(plugins: Plugins) -> list[str]:
    """The bucket's folders that the plugins write to."""
    return sorted({plugin.folder for plugin in plugins.values()})


def kept_folders(plugin: ImportPlugin | ExportPlugin, plugins: Plugins) -> list[str]:
    """Those that a plugin writes to: what leads to anything keeps it where others keep such files,
    and what is packed in a listing is kept as uploads are."""
    leads_anywhere = isinstance(plugin, ImportPlugin) and plugin.catch_all
    unpacks = isinstance(plugin, ListingPlugin) and plugin.unpacks
    return source_folders(plugins) if leads_anywhere else [plugin.folder, *([UPLOADS] if unpacks else [])]


def source_folders(plugins: Plugins) -> list[str]:
    """Those that hold what was imported."""
    return sorted({plugin.folder for plugin in plugins.values() if isinstance(plugin, ImportPlugin)})
