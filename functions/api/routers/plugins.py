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
from williams.services.application import Application
from williams.services.plugins import InstalledPlugin

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


def _answer(plugin: InstalledPlugin, caller: Principal) -> PluginAnswer:
    """What a failed import says may be paths and settings of whoever runs the library."""
    why = plugin.defect if Scope.OPERATE in caller.scopes else _NOT_LOADED
    return PluginAnswer(**plugin.model_dump(exclude={"defect"}), error=why if plugin.defect else None)


def _listing(app: Application, caller: Principal, kind: JobKind) -> Plugins:
    return Plugins(plugins=[_answer(plugin, caller) for plugin in app.plugins.installed(kind)])


@router.get("/import")
def list_import_plugins(app: App, caller: Reader) -> Plugins:
    """List the import plugins."""
    return _listing(app, caller, JobKind.IMPORT)


@router.get("/export")
def list_export_plugins(app: App, caller: Reader) -> Plugins:
    """List the export plugins."""
    return _listing(app, caller, JobKind.EXPORT)


@router.post("/{plugin_id}/enable", responses=documented(404, 409, 422))
def enable_plugin(app: App, caller: Operator, plugin_id: Identifier) -> PluginAnswer:
    """Let a plugin take jobs again, whoever asks for them. It concerns every owner: an operator's token."""
    return _answer(app.plugins.set_enabled(plugin_id, True), caller)


@router.post("/{plugin_id}/disable", responses=documented(404, 409, 422))
def disable_plugin(app: App, caller: Operator, plugin_id: Identifier) -> PluginAnswer:
    """Let a plugin take no new jobs; those that it has go on. It concerns every owner: an operator's token."""
    return _answer(app.plugins.set_enabled(plugin_id, False), caller)
