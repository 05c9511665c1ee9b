"""What the engines of a stage take: layers, rights, memory and keys. All of it is read off their manifests."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from aws_cdk import Aws

from infra.config import Config, ConfigError
from infra.environment import QDRANT, as_environment, chosen
from infra.names import Names
from infra.permissions import Permission, read_objects
from infra.plugins import Plugins
from williams.domain.bucket import MODELS
from williams.domain.errors import InvalidRequest
from williams.domain.model_files import ModelFile
from williams.engine import Manifest, Right
from williams.engine.deployment import Deployment
from williams.engine.registry import engine_registry
from williams.ports.engines import EMBEDDING, PORTS


class StageEngines:
    """The engines that a stage has for some ports: the default of each, and those that requests may name.

    ``model_files`` are those of the plugins themselves.
    """

    def __init__(self, config: Config, ports: Iterable[str], model_files: Iterable[ModelFile] = ()) -> None:
        self._own_files = tuple(model_files)
        self._config = config
        self._ports = frozenset(ports)
        self._deployment = Deployment(engine_registry(), config.environment, config.providers_secret)

    @property
    def manifests(self) -> list[Manifest[Any]]:
        """Raises ConfigError for settings that name an engine which is not installed."""
        try:
            return self._deployment.carried(PORTS[name] for name in sorted(self._ports))
        except InvalidRequest as error:
            raise ConfigError(error.detail) from error

    @property
    def layers(self) -> tuple[str, ...]:
        """One layer with all of them, as Lambda takes five: the names of what it is made of, joined by ``+``."""
        installed = engine_registry().engines
        names = {installed[each.engine_id].distribution for each in self.manifests}
        # Who embeds stores or searches vectors.
        if EMBEDDING.name in self._ports and chosen(self._config, "vectors_provider", QDRANT):
            names.add(QDRANT)
        return ("+".join(sorted(names)),) if names else ()

    @property
    def rights(self) -> tuple[Permission, ...]:
        """What a function may do for their sake. Raises ConfigError for a setting that is missing."""
        models = (read_objects(self._config.names, MODELS),) if self.model_files else ()
        found: list[Right] = []
        for manifest in self.manifests:
            try:
                found += manifest.rights(self._deployment.settings(manifest))
            except InvalidRequest as error:
                raise ConfigError(f"{error.detail} Settings stand in the context's 'environment'.") from error
        return (*models, *(_permission(right, self._config.names) for right in dict.fromkeys(found)))

    @property
    def secret(self) -> str | None:
        """The name of the secret with the keys, where one of them has a key."""
        return self._config.providers_secret if any(each.secret_field for each in self.manifests) else None

    @property
    def model_files(self) -> tuple[ModelFile, ...]:
        engines = (file for each in self.manifests for file in each.model_files)
        return tuple({file.sha256: file for file in (*engines, *self._own_files)}.values())

    @property
    def scratch_mb(self) -> int:
        """What their model files take of a function's scratch, in units of 2**20 bytes."""
        return math.ceil(sum(file.size for file in self.model_files) / 2**20)

    @property
    def memory_mb(self) -> int:
        return max((each.memory_mb for each in self.manifests), default=0)


def of_all_functions(config: Config, plugins: Plugins) -> StageEngines:
    """The engines of every port that a function asks for: search embeds what is looked for."""
    ports = {EMBEDDING.name}.union(*(plugin.needs for plugin in plugins.values()))
    return StageEngines(config, ports, (file for plugin in plugins.values() for file in plugin.model_files))


def identity_layers(config: Config) -> list[str]:
    """What checks the tokens of an issuer, where one is set."""
    (variable,) = as_environment(jwt_issuer="")
    return ["jwt"] if config.environment.get(variable) else []


def _permission(right: Right, names: Names) -> Permission:
    place = {"partition": Aws.PARTITION, "region": Aws.REGION, "account": Aws.ACCOUNT_ID, "bucket": names.bucket}
    return Permission(right.actions, tuple(each.format(**place) for each in right.resources), right.wildcard_reason)
