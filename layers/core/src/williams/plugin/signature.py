"""Reads what a stage method takes and gives from its signature."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from williams.domain.errors import PluginDefect
from williams.plugin.base import Plugin, RunInProcess
from williams.plugin.stage import FanOut, Pending, Stage

# Where v2's hooks stand that nobody has written.
_OWN_MODULES = frozenset({"williams.plugin.base", "williams.plugin.exporting", "williams.plugin.importing"})
StageMethod = Callable[..., Awaitable[BaseModel]]
LAST_STAGE = "store"
_GIVEN = frozenset({"request", "parameters", "item", "ctx"})
_STAGE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# What else stands under that name: an argument, an attribute of every plugin, or a state of every state machine.
_TAKEN = (
    _GIVEN
    | set(dir(Plugin))
    | set(dir(RunInProcess))
    | {"plugin_id", "name", "version", "stages", "go_on", "settle", "settle_failed"}
)
_TAKEN |= {"failed"}
# What the states are called that belong to a stage.
_STATES = ("_batch", "_wait", "_go_on", "_done")


@dataclass(frozen=True)
class StageSignature:
    """``takes`` are the parameters' names, ``inputs`` those among them that are earlier stages."""

    takes: tuple[str, ...]
    inputs: tuple[str, ...]
    returns: type[BaseModel]
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


def _output(returned: object, stage: Stage) -> object:
    """Return what is left of an annotation without Pending, which stands there if, and only if, the stage polls."""
    alternatives = typing.get_args(returned) if isinstance(returned, types.UnionType) else (returned,)
    if (Pending in alternatives) != (stage.poll is not None):
        raise PluginDefect(f"Stage {stage.name!r} is annotated to return Pending too if, and only if, it has a poll.")
    outputs = [each for each in alternatives if each is not Pending]
    return outputs[0] if len(outputs) == 1 else returned


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
    returns = _output(_returned(function, stage), stage)
    if not (isinstance(returns, type) and issubclass(returns, BaseModel)):
        raise PluginDefect(f"Stage {stage.name!r} must be annotated to return a pydantic model, not {returns!r}.")
    if not inspect.iscoroutinefunction(function):
        raise PluginDefect(f"Stage {stage.name!r} must be 'async def'.")
    return StageSignature(names, tuple(n for n in names if n in earlier), returns, TypeAdapter(returns))


def signature(method: StageMethod, stage: Stage, earlier: tuple[str, ...]) -> StageSignature:
    """Return what a stage method takes and gives. Raises PluginDefect when it does not fit its pipeline."""
    return _read(_unwrap(method), stage, earlier)


def check_stages(plugin: Plugin) -> None:
    """Raise PluginDefect when a stage has no method, or one that does not fit the pipeline."""
    earlier: dict[str, StageSignature | None] = {}
    for stage in plugin.stages:
        if stage.name in earlier:
            raise PluginDefect(f"{plugin.plugin_id} has two stages {stage.name!r}.")
        if not _STAGE_NAME.fullmatch(stage.name) or stage.name in _TAKEN or stage.name.endswith(_STATES):
            raise PluginDefect(f"A stage cannot be called {stage.name!r}: use another name, in small letters.")
        if stage.fan_out is not None:
            _check_fan_out(stage, stage.fan_out, earlier)
        earlier[stage.name] = _signed(plugin, stage, earlier)
    _check_hooks(plugin, earlier)
    if plugin.stages[-1].name != LAST_STAGE:
        raise PluginDefect(f"The last stage of {plugin.plugin_id} is not {LAST_STAGE!r}: nothing would be kept.")


def _signed(plugin: Plugin, stage: Stage, earlier: Mapping[str, StageSignature | None]) -> StageSignature | None:
    """The signature of a plugin's own method; None for a stage that the framework runs."""
    method = getattr(plugin, stage.name, None)
    if method is not None:
        return signature(method, stage, tuple(earlier))
    if stage.name not in plugin.provided:
        raise PluginDefect(f"{plugin.plugin_id} has no method for its stage {stage.name!r}.")
    for name, model in plugin.provided[stage.name].items():
        found = maker(name, model, earlier)
        if found is None:
            raise PluginDefect(
                f"The stage {stage.name!r} takes {name!r}, which no stage before makes, nor another {model.__name__}."
            )
        made = earlier[found]
        if made is not None and not issubclass(made.returns, model):
            raise PluginDefect(f"The stage {name!r} must return {model.__name__}, which {stage.name!r} takes.")
    return None


def maker(name: str, model: type[BaseModel], earlier: Mapping[str, StageSignature | None]) -> str | None:
    """Return the stage whose output the framework takes as ``name``: the one so called, else the last of its type."""
    if name in earlier:
        return name
    fitting = [stage for stage, made in earlier.items() if made is not None and issubclass(made.returns, model)]
    return fitting[-1] if fitting else None


def _check_fan_out(stage: Stage, fan_out: FanOut, earlier: Mapping[str, StageSignature | None]) -> None:
    if fan_out.stage not in earlier:
        raise PluginDefect(f"The stage {stage.name!r} fans out over {fan_out.over!r}, which no stage before makes.")
    made = earlier[fan_out.stage]
    if made is not None and fan_out.field not in made.returns.model_fields:
        raise PluginDefect(f"The stage {stage.name!r} fans out over {fan_out.over!r}: there is no such field.")


def _check_hooks(plugin: Plugin, signed: Mapping[str, StageSignature | None]) -> None:
    """Raise PluginDefect for a hook that could not be called as v2 says."""
    for stage in plugin.stages:
        if stage.hook is not None and stage.hook not in plugin.hooks:
            raise PluginDefect(f"The stage {stage.name!r} declares the hook {stage.hook!r}; there are {plugin.hooks}.")
    for hook in plugin.hooks:
        playing = plugin.playing(hook)
        if not playing:
            _check_unplayed(plugin, hook)
        elif hook == "generate":
            _check_generation(plugin, playing, signed)
        elif len(playing) > 1 or playing[0].fan_out is not None:
            raise PluginDefect(f"The hook {hook!r} is declared by one stage, which is not fanned out.")


def _check_unplayed(plugin: Plugin, hook: str) -> None:
    for name in (f"before_{hook}", f"after_{hook}"):
        overridden = any(name in vars(each) for each in type(plugin).__mro__ if each.__module__ not in _OWN_MODULES)
        if overridden:
            raise PluginDefect(f"{name} would never be called: no stage declares hook={hook!r}.")


def _check_generation(plugin: Plugin, playing: tuple[Stage, ...], signed: Mapping[str, StageSignature | None]) -> None:
    first = plugin.stages.index(playing[0])
    if plugin.stages[first : first + len(playing)] != playing:
        raise PluginDefect("The stages that declare hook='generate' follow one another.")
    if first == 0 or plugin.stages[first - 1].fan_out is not None:
        raise PluginDefect("before_generate gets what the stage before makes: it is one that is not fanned out.")
    made, composition = signed[playing[-1].name], plugin.provided["store"]["compose"]
    if playing[-1].fan_out is not None or made is None or not issubclass(made.returns, composition):
        raise PluginDefect("The last stage that declares hook='generate' makes the Composition, and is not fanned out.")
