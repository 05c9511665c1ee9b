"""The engines as one stage sees them, and the name of those that its plugin uses."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, cast

from williams.domain.errors import EngineMissing
from williams.domain.generation_failures import AskedEngines
from williams.domain.prompts import prompts_of
from williams.domain.provenance import ModelUsed
from williams.engine.choice import choices_of
from williams.pipeline.paid_calls import PaidCalls
from williams.pipeline.paid_engines import PaidEngine
from williams.plugin.base import Plugin
from williams.ports.engines import PORTS, TEXT, Engines, Port, PortT
from williams.ports.speech import ChosenVoice, VoiceQuality


@dataclass(frozen=True)
class StageEngines:
    """Engines whose paid calls go through the wrapper of this stage or item. ``asked`` notes which were asked."""

    engines: Engines
    calls: PaidCalls
    asked: AskedEngines = field(default_factory=AskedEngines)

    def engine(self, port: Port[PortT], choice: str | None = None) -> PortT:
        """See Engines."""
        if port.spoken_of is None:
            return self.paid_once(port, choice)
        return cast("PortT", ByVoice(port, self, choice))

    def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:
        """See Engines."""
        return self.engines.voice(voice, language, quality)

    def paid_once(self, port: Port[PortT], choice: str | None) -> PortT:
        engine = self.engines.engine(port, choice)
        if getattr(engine, "paid", False):
            return cast("PortT", PaidEngine(port, engine, self.calls, self.asked))
        model = getattr(engine, "model", None)
        if isinstance(model, ModelUsed):
            self.asked.note(model)
        return engine


class ByVoice:
    """Looks like the chosen engine, and hands what is asked of another engine's voice on to that engine."""

    def __init__(self, port: Port[Any], engines: StageEngines, choice: str | None) -> None:
        self._port = port
        self._engines = engines
        self._choice = choice

    def __getattr__(self, name: str) -> Any:
        signature = _naming_a_voice(self._port).get(name)
        if signature is None:
            return getattr(self._engines.paid_once(self._port, self._choice), name)
        return partial(self._handed_on, name, signature)

    def _handed_on(self, name: str, signature: inspect.Signature, *args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        parameter = cast(str, self._port.spoken_of)
        said = self._speaking(str(bound.arguments[parameter]), bound.arguments.get("language"))
        engine, voice = self._port.parted(said)
        chosen = self._engines.paid_once(self._port, self._choice if engine is None else said)
        bound.arguments[parameter] = voice or ""
        return getattr(chosen, name)(*list(bound.arguments.values())[1:])

    def _speaking(self, voice: str, language: str | None) -> str:
        """A voice alone is that of an engine which speaks the language; a stage that wants a fine one asks for it."""
        engine, _ = self._port.parted(voice)
        if engine is not None or self._choice is not None or language is None:
            return voice
        return self._engines.voice(voice, language, VoiceQuality.DRAFT).name


@cache
def _naming_a_voice(port: Port[Any]) -> dict[str, inspect.Signature]:
    signatures = {
        name: inspect.signature(each) for name, each in vars(port.protocol).items() if inspect.isfunction(each)
    }
    return {name: each for name, each in signatures.items() if port.spoken_of in each.parameters}


def fingerprint(plugin: Plugin, engines: Engines, parameters: Mapping[str, Any]) -> str:
    """Name the engines and prompts that shape the plugin's outputs: a checkpoint made with others does not count.

    ``parameters`` are the request's, in which engines may be chosen.
    """
    names: list[str] = []
    for port in (port for name, port in PORTS.items() if name in plugin.needs):
        chosen = [value for other, value in choices_of(plugin.parameters, parameters) if other is port]
        with suppress(EngineMissing):  # A stage that wants one says so.
            names += dict.fromkeys(port.identity(engines.engine(port, choice)) for choice in (None, *chosen))
    if TEXT.name in plugin.needs:
        names.append(prompts_of(type(plugin).__module__))
    return "|".join(filter(None, names))
