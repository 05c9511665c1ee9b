"""Parameters of plugins that choose an engine, as ``<engine>/<voice or model>``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from williams.domain.errors import FieldError, InvalidRequest
from williams.engine.deployment import Deployment
from williams.engine.voices import chosen_voice
from williams.ports.engines import Port
from williams.ports.speech import VoiceQuality


@dataclass(frozen=True)
class EngineChoice:
    """Marks a parameter that chooses an engine: ``voice: Annotated[Word, EngineChoice(SPEECH)]``."""

    port: Port[Any]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say in the published schema which engines are meant."""
        return {**handler(schema), "x-engine-port": self.port.name}


def choices_of(model: type[BaseModel], values: Mapping[str, Any]) -> Iterator[tuple[Port[Any], str]]:
    """Yield what the marked parameters of a request choose."""
    for _, port, choice in _named_choices(model, values):
        yield port, choice


def _named_choices(model: type[BaseModel], values: Mapping[str, Any]) -> Iterator[tuple[str, Port[Any], str]]:
    for name, field in model.model_fields.items():
        marks = [each for each in field.metadata if isinstance(each, EngineChoice)]
        value = values.get(name)
        if marks and isinstance(value, str):
            yield name, marks[0].port, value


def check_choices(deployment: Deployment, model: type[BaseModel], values: Mapping[str, Any]) -> None:
    """Check that the deployment has what a request chooses.

    Raises:
        InvalidRequest: it has not; the message lists what it has, and the fields are those of an export's body.
    """
    _check_each(model, values, lambda port, choice: _check(deployment, port, choice))


def check_voices(deployment: Deployment, model: type[BaseModel], values: Mapping[str, Any], language: str) -> None:
    """Check that the voices that a request chooses speak a language, a BCP 47 tag.

    Raises:
        InvalidRequest: one does not; the message says what can be done, and the fields are those of an export's body.
    """

    def check(port: Port[Any], choice: str) -> None:
        if port.spoken_of:
            chosen_voice(deployment, choice, language, VoiceQuality.FINE)

    _check_each(model, values, check)


def _check_each(model: type[BaseModel], values: Mapping[str, Any], check: Callable[[Port[Any], str], None]) -> None:
    unfit = []
    for name, port, choice in _named_choices(model, values):
        try:
            check(port, choice)
        except InvalidRequest as error:
            unfit.append(FieldError(f"body.parameters.{name}", error.detail))
    if unfit:
        raise InvalidRequest(" ".join(dict.fromkeys(each.message for each in unfit)), *unfit)


def _check(deployment: Deployment, port: Port[Any], choice: str) -> None:
    engine, rest = port.parted(choice)
    manifest = deployment.named(port, engine)
    if manifest.choices is None or (rest is None and not port.spoken_of) or rest in manifest.choices:
        return
    there = ", ".join(each for each in _offers(deployment, port))
    raise InvalidRequest(f"There is no {choice!r} for {port.name} here. This deployment has: {there}.")


def _offers(deployment: Deployment, port: Port[Any]) -> Iterator[str]:
    for manifest in deployment.engines(port):
        if not manifest.choices:
            yield manifest.name
        yield from (f"{manifest.name}/{choice}" for choice in manifest.choices or ())
