"""Which plugins there are, and what they take."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from functions.api.dependencies import App, Operator, Reader
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.jobs import JobKind
from williams.domain.tokens import Principal, Scope
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import BrokenPlugin
from williams.services.application import Application
from williams.services.plugins import set_enabled

router = APIRouter(prefix="/api/plugins", tags=["plugins"])
_NOT_LOADED = "It cannot be loaded. Whoever runs this library sees why."


class PluginAnswer(BaseModel):
    """``parameters`` is a JSON Schema; ``error`` says that a broken plugin cannot be loaded, and to an operator why."""

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


def _listing(app: Application, caller: Principal, kind: JobKind) -> Plugins:
    disabled = app.backend.plugins.disabled()
    registry = app.backend.registry
    working = [
        _answer(plugin, plugin.plugin_id not in disabled) for plugin in registry.plugins.values() if plugin.kind is kind
    ]
    broken = [
        PluginAnswer(plugin_id=each.plugin_id, name=each.distribution, enabled=False, error=_error(each, caller))
        for each in registry.broken
        if _kind_of(each) is kind
    ]
    return Plugins(plugins=working + broken)


def _error(broken: BrokenPlugin, caller: Principal) -> str:
    """What a failed import says may be paths and settings of whoever runs the library."""
    return broken.reason if Scope.OPERATE in caller.scopes else _NOT_LOADED


def _kind_of(broken: BrokenPlugin) -> JobKind:
    """One whose id says nothing of its kind has to be listed somewhere."""
    return JobKind.EXPORT if broken.plugin_id.startswith(f"{JobKind.EXPORT.value}.") else JobKind.IMPORT


@router.get("/import")
def list_import_plugins(app: App, caller: Reader) -> Plugins:
    """List the import plugins."""
    return _listing(app, caller, JobKind.IMPORT)


@router.get("/export")
def list_export_plugins(app: App, caller: Reader) -> Plugins:
    """List the export plugins."""
    return _listing(app, caller, JobKind.EXPORT)


@router.post("/{plugin_id}/enable", responses=documented(404, 409, 422))
def enable_plugin(app: App, caller: Operator, plugin_id: Identifier) -> PluginAnswer:  # noqa: ARG001  # only operators may
    """Let a plugin take jobs again, whoever asks for them. It concerns every owner: an operator's token."""
    return _answer(set_enabled(app.backend, plugin_id, True), True)


@router.post("/{plugin_id}/disable", responses=documented(404, 409, 422))
def disable_plugin(app: App, caller: Operator, plugin_id: Identifier) -> PluginAnswer:  # noqa: ARG001  # only operators may
    """Let a plugin take no new jobs; those that it has go on. It concerns every owner: an operator's token."""
    return _answer(set_enabled(app.backend, plugin_id, False), False)
