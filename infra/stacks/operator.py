"""What an operator does, and what a deployment does before it changes any other function."""

from __future__ import annotations

from aws_cdk import Duration, Stack, StackSynthesizer
from aws_cdk.triggers import Trigger
from constructs import Construct

from infra.config import Config
from infra.constructs.layer_set import LayerSet
from infra.constructs.model_files import ModelFiles
from infra.constructs.operator import MIGRATE_SECONDS, Operator
from infra.constructs.service_function import FunctionSpec, ServiceFunction
from infra.engines import of_all_functions
from infra.place import Place
from infra.plugins import Plugins

TRIGGER = "AWSCDK.TriggerCustomResourceProviderCustomResourceProvider"


class OperatorStack(Stack):
    """On AWS the deployment fails here when the stores cannot be brought up to date, or the engines' model files into
    the bucket; all else is still as it was.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        plugins: Plugins,
        synthesizer: StackSynthesizer,
        place: Place | None,
    ) -> None:
        super().__init__(scope, id, stack_name=f"{config.names.prefix}-operator", synthesizer=synthesizer)
        self._config = config
        self._place = place
        self._layers = LayerSet(self, "Layers", config)
        specs = Operator(config)
        self.migrate = self._function("Migrate", specs.migrate())
        self.grant_token = self._function("GrantToken", specs.grant_token())
        self.weigh_owner = self._function("WeighOwner", specs.weigh_owner())
        # The local cloud's supervisor prepares its stores itself, and its emulator knows no such custom resource.
        if config.on_aws:
            self._migrate_on_deployment()
        ModelFiles(self, "ModelFiles", config, of_all_functions(config, plugins))

    def _function(self, id: str, spec: FunctionSpec) -> ServiceFunction:
        return ServiceFunction(self, id, self._config, self._layers, spec, self._place)

    def _migrate_on_deployment(self) -> None:
        trigger = Trigger(
            self, "Prepared", handler=self.migrate.function, timeout=Duration.seconds(MIGRATE_SECONDS + 10)
        )
        trigger.execute_after(self.migrate)
