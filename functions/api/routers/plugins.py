"""Which plugins there are, and what they take."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from functions.api.dependencies import Admin, App, Reader
from functions.api.problems import documented
from williams.domain.jobs import JobKind
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import BrokenPlugin
from williams.services.application import Application
from williams.services.plugins import set_enabled

router = APIRouter(prefix="/api/plugins", tags=["plugins"])


class PluginAnswer(BaseModel):
    """``parameters`` is a JSON Schema; ``error`` says why a broken plugin cannot be loaded."""

    plugin_id: str
    name: str
    version: str | None = None
    description: str = ""
    enabled: bool
    type: str | None = None
    stages: list[str] = []
    parameters: dict[str, Any] = {}
    error: str | None = None


class Plugins(BaseModel):
    plugins: list[PluginAnswer]


def _type_of(plugin: Plugin) -> str | None:
    if isinstance(plugin, ImportPlugin):
        return plugin.content_type.value
    return plugin.artifact_type if isinstance(plugin, ExportPlugin) else None


def _answer(plugin: Plugin, enabled: bool) -> PluginAnswer:
    return PluginAnswer(
        plugin_id=plugin.plugin_id,
        name=plugin.name,
        version=plugin.version,
        description=plugin.description,
        enabled=enabled,
        type=_type_of(plugin),
        stages=[stage.name for stage in plugin.stages],
        parameters=plugin.parameters.model_json_schema(),
    )


def _listing(app: Application, kind: JobKind) -> Plugins:
    disabled = app.backend.plugins.disabled()
    registry = app.backend.registry
    working = [
        _answer(plugin, plugin.plugin_id not in disabled) for plugin in registry.plugins.values() if plugin.kind is kind
    ]
    broken = [
        PluginAnswer(plugin_id=each.plugin_id, name=each.distribution, enabled=False, error=each.reason)
        for each in registry.broken
        if _kind_of(each) is kind
    ]
    return Plugins(plugins=working + broken)


def _kind_of(broken: BrokenPlugin) -> JobKind:
    """One whose id says nothing of its kind has to be listed somewhere."""
    return JobKind.EXPORT if broken.plugin_id.startswith(f"{JobKind.EXPORT.value}.") else JobKind.IMPORT


@router.get("/import", responses=documented(401))
def list_import_plugins(app: App, caller: Reader) -> Plugins:  # noqa: ARG001  # only callers with a token may ask
    """List the import plugins."""
    return _listing(app, JobKind.IMPORT)


@router.get("/export", responses=documented(401))
def list_export_plugins(app: App, caller: Reader) -> Plugins:  # noqa: ARG001  # only callers with a token may ask
    """List the export plugins."""
    return _listing(app, JobKind.EXPORT)


@router.post("/{plugin_id}/enable", responses=documented(401, 403, 404, 409))
def enable_plugin(app: App, caller: Admin, plugin_id: str) -> PluginAnswer:  # noqa: ARG001  # only admins may
    """Let a plugin take jobs again, whoever asks for them."""
    return _answer(set_enabled(app.backend, plugin_id, True), True)


@router.post("/{plugin_id}/disable", responses=documented(401, 403, 404, 409))
def disable_plugin(app: App, caller: Admin, plugin_id: str) -> PluginAnswer:  # noqa: ARG001  # only admins may
    """Let a plugin take no new jobs; those that it has go on."""
    return _answer(set_enabled(app.backend, plugin_id, False), False)
