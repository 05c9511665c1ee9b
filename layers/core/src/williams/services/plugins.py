"""Switching plugins on and off."""

from __future__ import annotations

from williams.domain.errors import Conflict, NotFound
from williams.plugin.base import Plugin
from williams.services.backend import Backend


def set_enabled(backend: Backend, plugin_id: str, enabled: bool) -> Plugin:
    """Let a plugin take new jobs, or none; jobs that it has already go on. Repeating it changes nothing.

    Raises NotFound for a plugin that is not installed, Conflict when a broken one is to be enabled.
    """
    plugin = backend.registry.plugins.get(plugin_id)
    if plugin is None:
        reason = next((each.reason for each in backend.registry.broken if each.plugin_id == plugin_id), None)
        if reason is None:
            raise NotFound(f"No plugin {plugin_id!r} is installed. See GET /api/plugins/import and /export.")
        raise Conflict(f"The plugin {plugin_id} cannot be loaded: {reason}")
    backend.plugins.set_enabled(plugin_id, enabled)
    return plugin
