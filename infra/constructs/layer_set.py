"""The layers of one stack."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk.aws_lambda import Architecture, LayerVersion, Runtime
from constructs import Construct

from infra.assets import layer_code, layer_megabytes
from infra.config import Config, ConfigError

LIMIT = 5
MAX_MEGABYTES = 250


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
            ConfigError: there are more than Lambda takes, or they weigh more, or one is not built.
        """
        wanted = list(names)
        if len(wanted) > LIMIT:
            raise ConfigError(f"Lambda takes {LIMIT} layers, not {len(wanted)}: {', '.join(wanted)}.")
        if self._config.on_aws:
            self._weigh(wanted)
        return [self._layer(name) for name in wanted]

    def _weigh(self, names: list[str]) -> None:
        weights = {name: layer_megabytes(self._config, name) for name in names}
        if sum(weights.values()) > MAX_MEGABYTES:
            told = ", ".join(f"{name} ({weight:.0f} MB)" for name, weight in weights.items())
            raise ConfigError(
                f"Lambda takes {MAX_MEGABYTES} MB of layers, not {sum(weights.values()):.0f}: {told}. Of engines, "
                "WILLIAMS_ENGINES in the context's 'environment' says which are deployed beside the defaults."
            )

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
