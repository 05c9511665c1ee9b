"""PluginStorePort: the fake and Postgres under the same tests."""

from __future__ import annotations

from williams.ports.plugins import PluginStorePort


def test_plugins_are_enabled_until_disabled(plugin_store: PluginStorePort) -> None:
    assert plugin_store.disabled() == frozenset()
    plugin_store.set_enabled("import.pdf", False)
    plugin_store.set_enabled("import.pdf", False)
    plugin_store.set_enabled("export.podcast", False)
    plugin_store.set_enabled("import.web", True)
    assert plugin_store.disabled() == {"import.pdf", "export.podcast"}
    plugin_store.set_enabled("import.pdf", True)
    assert plugin_store.disabled() == {"export.podcast"}
