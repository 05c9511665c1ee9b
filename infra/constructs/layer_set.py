"""The layers of one stack."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk.aws_lambda import Architecture, LayerVersion, Runtime
from constructs import Construct

from infra.assets import layer_code
from infra.config import Config, ConfigError

LIMIT = 5


class LayerSet(Construct):
    """Layer versions by name, made when first asked for.

    Each stack has its own: a new layer version has a new ARN, and CloudFormation refuses to change a value that
    another stack imports.
    """

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self._config = config
        self._layers: dict[str, LayerVersion] = {}

    def named(self, names: Iterable[str]) -> list[LayerVersion]:
        """The layers of one function, in order.

        Raises:
            ConfigError: there are more than Lambda takes, or one is not built.
        """
        wanted = list(names)
        if len(wanted) > LIMIT:
            raise ConfigError(f"Lambda takes {LIMIT} layers, not {len(wanted)}: {', '.join(wanted)}.")
        return [self._layer(name) for name in wanted]

    def _layer(self, name: str) -> LayerVersion:
        if name not in self._layers:
            with layer_code(self._config, name) as code:
                self._layers[name] = LayerVersion(
                    self,
                    name.replace(".", "-").replace("+", "-"),
                    code=code,
                    compatible_runtimes=[Runtime.PYTHON_3_13],
                    compatible_architectures=[Architecture.ARM_64],
                    description=f"Williams Librarian: {name}",
                )
        return self._layers[name]
