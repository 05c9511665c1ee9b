"""Which engines requests may name, and what is wrong with the others."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from functions.api.dependencies import App, Reader
from functions.api.problems import documented
from williams.domain.errors import InvalidRequest
from williams.domain.tokens import Principal, Scope
from williams.engine import Manifest
from williams.engine.deployment import Deployment
from williams.engine.registry import BrokenEngine

router = APIRouter(prefix="/api/engines", tags=["engines"])
_NOT_LOADED = "It cannot be loaded. Whoever runs this library sees why."
_NOT_SET_UP = "It is not set up. Whoever runs this library sees why."


class EngineAnswer(BaseModel):
    """A request names an engine as ``<name>/<choice>``, where it is ``available``.

    ``default`` says that it does the port's work where no engine is named. ``choices`` are its voices or models, null
    where only the service knows them. ``error`` says of a broken engine that it cannot be loaded, ``unavailable`` of a
    sound one that it is not set up; an operator is told why.
    """

    engine_id: str
    port: str
    name: str
    version: str | None = None
    description: str = ""
    paid: bool = False
    default: bool = False
    available: bool
    choices: list[str] | None = None
    unavailable: str | None = None
    error: str | None = None


class EngineList(BaseModel):
    engines: list[EngineAnswer]


def _answer(deployment: Deployment, manifest: Manifest[Any], caller: Principal) -> EngineAnswer:
    default, reason = _standing(deployment, manifest)
    return EngineAnswer(
        engine_id=manifest.engine_id,
        port=manifest.port.name,
        name=manifest.name,
        version=manifest.version,
        description=manifest.description,
        paid=manifest.paid,
        default=default,
        available=reason is None,
        choices=None if manifest.choices is None else list(manifest.choices),
        unavailable=reason if reason is None or _operates(caller) else _NOT_SET_UP,
    )


def _standing(deployment: Deployment, manifest: Manifest[Any]) -> tuple[bool, str | None]:
    """Return whether it is its port's default, and why it cannot work, if so."""
    try:
        default = deployment.default(manifest.port) is manifest
    except InvalidRequest as error:
        return False, error.detail
    return default, deployment.lacking(manifest) if default else deployment.why_not(manifest)


def _broken(broken: BrokenEngine, caller: Principal) -> EngineAnswer:
    port, _, name = broken.engine_id.partition(".")
    return EngineAnswer(
        engine_id=broken.engine_id,
        port=port,
        name=name,
        description=broken.distribution,
        available=False,
        error=broken.reason if _operates(caller) else _NOT_LOADED,
    )


def _operates(caller: Principal) -> bool:
    """What a failed import says may be paths and settings of whoever runs the library."""
    return Scope.OPERATE in caller.scopes


@router.get("", responses=documented(401))
def list_engines(app: App, caller: Reader) -> EngineList:
    """List the engines that are installed, port by port."""
    deployment = app.backend.engines
    sound = [_answer(deployment, each.manifest, caller) for _, each in sorted(deployment.registry.engines.items())]
    return EngineList(engines=[*sound, *(_broken(each, caller) for each in deployment.registry.broken)])
