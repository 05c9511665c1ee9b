"""How the machine's Chromium is found as an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel

from williams.engine import Bench, Manifest
from williams.ports.engines import RENDER, Port
from williams_engine_chromium.settings import ChromiumSettings

if TYPE_CHECKING:
    from williams_engine_chromium.render import ChromiumRender


class ChromiumManifest(Manifest[ChromiumSettings]):
    port: ClassVar[Port[Any]] = RENDER
    name: ClassVar[str] = "chromium"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "The machine's own Chromium, which reaches the public internet only."
    settings: ClassVar[type[BaseModel]] = ChromiumSettings
    memory_mb: ClassVar[int] = 3008

    def make(self, bench: Bench[ChromiumSettings]) -> ChromiumRender:
        from williams_engine_chromium.render import ChromiumRender

        return ChromiumRender(bench.settings, self.version, bench.allowed)
