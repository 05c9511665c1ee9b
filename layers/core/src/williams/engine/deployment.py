"""Which engines a deployment has: those that are installed, whose settings are complete and whose key is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from williams.domain.errors import EngineMissing, InvalidRequest
from williams.engine.manifest import Manifest
from williams.engine.registry import EngineRegistry
from williams.ports.engines import Port

PREFIX = "WILLIAMS_"
# Names the engines that requests may choose beside the defaults; without it, all that are set up.
ALLOWED = f"{PREFIX}ENGINES"


def default_variable(port: Port[Any]) -> str:
    """The setting that names a port's default engine."""
    return f"{PREFIX}{port.name.upper()}_PROVIDER"


def variables(manifest: Manifest[Any], field: str, *, default: bool) -> tuple[str, ...]:
    """The environment variables of one setting of an engine, the first that is there counts."""
    port = manifest.port.name.upper()
    own = f"{PREFIX}{manifest.name.upper()}_{port}_{field.upper()}"
    return (own, f"{PREFIX}{port}_{field.upper()}") if default else (own,)


@dataclass(frozen=True)
class Deployment:
    """``environment`` is the deployment's, of which the variables of engines are read; ``providers_secret`` names the
    secret with the providers' keys, where there is one.
    """

    registry: EngineRegistry
    environment: Mapping[str, str]
    providers_secret: str | None = None

    def default(self, port: Port[Any]) -> Manifest[Any]:
        """Return the engine that the settings name, else the library's own. Raises InvalidRequest where none is."""
        installed = self.registry.of_port(port)
        wanted, variable = self.environment.get(default_variable(port)), default_variable(port)
        if wanted is not None:
            for each in installed:
                if wanted in (each.manifest.name, *each.manifest.aliases):
                    return each.manifest
            raise InvalidRequest(f"{variable} names {wanted!r}, which is no {port.name} engine here. {self._all(port)}")
        if port.named_only:
            raise EngineMissing(f"No {port.name} engine is set up: name one in {variable}. {self._all(port)}")
        if not installed:
            raise EngineMissing(f"No {port.name} engine is installed in this deployment.")
        preferred = [each.manifest for each in installed if each.preferred] or [each.manifest for each in installed]
        if len(preferred) != 1:
            raise InvalidRequest(f"No {port.name} engine is the default: name one in {variable}. {self._all(port)}")
        return preferred[0]

    def engines(self, port: Port[Any]) -> list[Manifest[Any]]:
        """Return the engines that requests may name, the default first; none where none is installed or set up."""
        if not self._has(port):
            return []
        default = self.default(port)
        if port.one_for_all:
            return [default]
        others = (each.manifest for each in self.registry.of_port(port) if each.manifest is not default)
        return [default, *(each for each in others if self.why_not(each) is None)]

    def carried(self, ports: Iterable[Port[Any]]) -> list[Manifest[Any]]:
        """Return the engines of some ports, and the default ones of those that these ask. Raises InvalidRequest."""
        found = {each.engine_id: each for port in ports for each in self.engines(port)}
        asked = [self.default(port) for each in found.values() for port in each.asks]
        return list((found | {each.engine_id: each for each in asked}).values())

    def named(self, port: Port[Any], name: str | None) -> Manifest[Any]:
        """Return one of the engines. Raises InvalidRequest with those that there are."""
        if name is None:
            return self.default(port)
        for each in self.engines(port):
            if name in (each.name, *each.aliases):
                return each
        there = ", ".join(each.name for each in self.engines(port)) or "none"
        raise InvalidRequest(f"This deployment has no {port.name} engine {name!r}. It has: {there}.")

    def settings(self, manifest: Manifest[Any]) -> BaseModel:
        """Return an engine's settings. Raises InvalidRequest with the variables that are missing or wrong."""
        default = self._is_default(manifest)
        names = {field: variables(manifest, field, default=default) for field in manifest.settings.model_fields}
        given = {field: self._first(found) for field, found in names.items()}
        try:
            return manifest.settings.model_validate({f: value for f, value in given.items() if value is not None})
        except ValidationError as error:
            told = "; ".join(f"{names[str(each['loc'][0])][-1]}: {each['msg']}" for each in error.errors())
            raise InvalidRequest(f"The engine {manifest.engine_id} is not set up. {told}.") from None

    def secret(self, manifest: Manifest[Any]) -> str | None:
        """Return the name of the secret that holds the engine's key, None for one without.

        Raises InvalidRequest where there should be one.
        """
        if manifest.secret_field is not None and self.providers_secret is None:
            raise InvalidRequest(
                f"The engine {manifest.engine_id} wants a key: set WILLIAMS_PROVIDERS_SECRET to the name of a secret "
                f'that holds {{"{manifest.secret_field}": "<key>"}}.'
            )
        return self.providers_secret if manifest.secret_field else None

    def why_not(self, manifest: Manifest[Any]) -> str | None:
        """Return why requests cannot name an engine that is installed and not the default; None if they can."""
        if manifest.port.one_for_all:
            return f"A library has one {manifest.port.name} engine. {default_variable(manifest.port)} names it."
        allowed = self.environment.get(ALLOWED)
        if allowed is not None and manifest.engine_id not in [each.strip() for each in allowed.split(",")]:
            return f"{ALLOWED} does not name it."
        return self.lacking(manifest)

    def lacking(self, manifest: Manifest[Any]) -> str | None:
        """Return what an engine lacks of settings or of its key; None if it has them."""
        try:
            self.settings(manifest)
            self.secret(manifest)
        except InvalidRequest as error:
            return error.detail
        return None

    def _has(self, port: Port[Any]) -> bool:
        named = not port.named_only or default_variable(port) in self.environment
        return named and bool(self.registry.of_port(port))

    def _is_default(self, manifest: Manifest[Any]) -> bool:
        try:
            return self.default(manifest.port) is manifest
        except InvalidRequest:
            return False

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((self.environment[name] for name in names if name in self.environment), None)

    def _all(self, port: Port[Any]) -> str:
        names = ", ".join(each.manifest.name for each in self.registry.of_port(port))
        return f"Installed are: {names or 'none'}."
