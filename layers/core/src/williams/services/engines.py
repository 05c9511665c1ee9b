"""Which engines requests may name, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from williams.domain.errors import InvalidRequest
from williams.engine.deployment import Deployment
from williams.engine.manifest import Manifest
from williams.engine.registry import BrokenEngine


class InstalledEngine(BaseModel):
    """``default`` says that it does the port's work where no engine is named; ``choices`` are its voices or models.

    ``lacks`` says why a sound one cannot work, ``defect`` why a broken one cannot be loaded: words for operators.
    """

    engine_id: str
    port: str
    name: str
    version: str | None = None
    description: str = ""
    paid: bool = False
    default: bool = False
    choices: list[str] | None = None
    lacks: str | None = None
    defect: str | None = None


@dataclass(frozen=True)
class Engines:
    deployment: Deployment

    def installed(self) -> list[InstalledEngine]:
        """Return every engine, port by port, those that are broken last."""
        sound = sorted(self.deployment.registry.engines.items())
        return [
            *(self._sound(each.manifest) for _, each in sound),
            *(_broken(each) for each in self.deployment.registry.broken),
        ]

    def _sound(self, manifest: Manifest[Any]) -> InstalledEngine:
        default, lacks = self._standing(manifest)
        return InstalledEngine(
            engine_id=manifest.engine_id,
            port=manifest.port.name,
            name=manifest.name,
            version=manifest.version,
            description=manifest.description,
            paid=manifest.paid,
            default=default,
            choices=None if manifest.choices is None else list(manifest.choices),
            lacks=lacks,
        )

    def _standing(self, manifest: Manifest[Any]) -> tuple[bool, str | None]:
        """Return whether it is its port's default, and why it cannot work, if so."""
        try:
            default = self.deployment.default(manifest.port) is manifest
        except InvalidRequest as error:
            return False, error.detail
        return default, self.deployment.lacking(manifest) if default else self.deployment.why_not(manifest)


def _broken(broken: BrokenEngine) -> InstalledEngine:
    port, _, name = broken.engine_id.partition(".")
    return InstalledEngine(
        engine_id=broken.engine_id, port=port, name=name, description=broken.distribution, defect=broken.reason
    )
