"""Engines of the tests' own."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, Field

from williams.engine import Bench, Manifest, NoSettings
from williams.engine.registry import EngineRegistry, InstalledEngine
from williams.ports.engines import EMBEDDING, RENDER, SPEECH, Port


class Bell(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "bell"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "It rings."
    preferred: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("gong",)
    choices: ClassVar[tuple[str, ...] | None] = ("high", "low")

    def make(self, bench: Bench[NoSettings]) -> object:
        return bench


class VoiceSettings(BaseModel):
    model: str = Field(description="The model.")
    loudness: int = Field(default=3, description="How loud.")


class Voice(Manifest[VoiceSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "voice"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "It speaks."
    paid: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = VoiceSettings
    secret_field: ClassVar[str | None] = "voice"

    def make(self, bench: Bench[VoiceSettings]) -> object:
        return bench


class Vectors(Bell):
    port: ClassVar[Port[Any]] = EMBEDDING
    name: ClassVar[str] = "vectors"
    aliases: ClassVar[tuple[str, ...]] = ()


class OtherVectors(Vectors):
    name: ClassVar[str] = "others"
    preferred: ClassVar[bool] = False


class Browser(Bell):
    port: ClassVar[Port[Any]] = RENDER
    name: ClassVar[str] = "browser"
    aliases: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[tuple[str, ...] | None] = None


def registry(*manifests: type[Manifest[Any]], distribution: str = "williams-engine-sample") -> EngineRegistry:
    made = [manifest() for manifest in manifests]
    return EngineRegistry({each.engine_id: InstalledEngine(each, distribution) for each in made})
