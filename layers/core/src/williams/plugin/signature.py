"""Reads what a stage method takes and gives from its signature."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from williams.domain.errors import PluginDefect
from williams.plugin.stage import Stage

StageMethod = Callable[..., Awaitable[BaseModel]]
_GIVEN = frozenset({"request", "parameters", "item", "ctx"})


@dataclass(frozen=True)
class StageSignature:
    """``takes`` are the parameters' names, ``inputs`` those among them that are earlier stages."""

    takes: tuple[str, ...]
    inputs: tuple[str, ...]
    output: TypeAdapter[Any]


def _unwrap(method: StageMethod) -> Callable[..., Any]:
    return getattr(method, "__func__", method)


def _returned(function: Callable[..., Any], stage: Stage) -> object:
    try:
        return typing.get_type_hints(function).get("return")
    except NameError as error:
        raise PluginDefect(
            f"An annotation of stage {stage.name!r} cannot be read where it is defined: {error}."
        ) from None


@lru_cache(maxsize=256)
def _read(function: Callable[..., Any], stage: Stage, earlier: tuple[str, ...]) -> StageSignature:
    names = tuple(name for name in inspect.signature(function).parameters if name != "self")
    unknown = [name for name in names if name not in _GIVEN and name not in earlier]
    if unknown:
        raise PluginDefect(
            f"Stage {stage.name!r} asks for {', '.join(unknown)}; it may take request, parameters, ctx, item (when "
            f"fanned out) and the earlier stages {', '.join(earlier) or '(none)'}."
        )
    if ("item" in names) != (stage.fan_out is not None):
        raise PluginDefect(f"Stage {stage.name!r} takes 'item' if, and only if, it is fanned out.")
    returns = _returned(function, stage)
    if not (isinstance(returns, type) and issubclass(returns, BaseModel)):
        raise PluginDefect(f"Stage {stage.name!r} must be annotated to return a pydantic model, not {returns!r}.")
    if not inspect.iscoroutinefunction(function):
        raise PluginDefect(f"Stage {stage.name!r} must be 'async def'.")
    return StageSignature(names, tuple(n for n in names if n in earlier), TypeAdapter(returns))


def signature(method: StageMethod, stage: Stage, earlier: tuple[str, ...]) -> StageSignature:
    """Return what a stage method takes and gives. Raises PluginDefect when it does not fit its pipeline."""
    return _read(_unwrap(method), stage, earlier)
