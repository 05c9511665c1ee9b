"""Which engines requests may name, and what is wrong with the others."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from functions.api.dependencies import App, Reader
from functions.api.problems import documented
from williams.domain.tokens import Principal, Scope
from williams.services.engines import InstalledEngine

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


def _answer(engine: InstalledEngine, caller: Principal) -> EngineAnswer:
    """What a failed import says may be paths and settings of whoever runs the library."""
    operates = Scope.OPERATE in caller.scopes
    return EngineAnswer(
        **engine.model_dump(exclude={"lacks", "defect"}),
        available=engine.lacks is None and engine.defect is None,
        unavailable=engine.lacks and (engine.lacks if operates else _NOT_SET_UP),
        error=engine.defect and (engine.defect if operates else _NOT_LOADED),
    )


@router.get("", responses=documented(401))
def list_engines(app: App, caller: Reader) -> EngineList:
    """List the engines that are installed, port by port."""
    return EngineList(engines=[_answer(engine, caller) for engine in app.engines.installed()])
