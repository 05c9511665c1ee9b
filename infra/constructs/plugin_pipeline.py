"""One plugin: the function that runs its stages, with its own layer, and the state machine that calls it."""

from __future__ import annotations

from aws_cdk.aws_iam import PolicyStatement
from aws_cdk.aws_stepfunctions import DefinitionBody, LogLevel, LogOptions, StateMachine, StateMachineType
from constructs import Construct

from infra.acknowledge import acknowledge_wildcard
from infra.config import Config
from infra.constructs.service_function import ServiceFunction
from infra.constructs.vended_log import vended_log
from williams.pipeline.asl import rendered_text
from williams.plugin.base import Plugin


class PluginPipeline(Construct):
    """The state machine of a plugin, which may call its own ``run_stage`` and ``settle_job``, and nothing else."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        *,
        plugin: Plugin,
        run_stage: ServiceFunction,
        settle_job: ServiceFunction,
    ) -> None:
        super().__init__(scope, id)
        self.state_machine = StateMachine(
            self,
            "StateMachine",
            state_machine_name=config.names.state_machine(plugin.plugin_id),
            state_machine_type=StateMachineType.STANDARD,
            definition_body=DefinitionBody.from_string(definition(config, plugin)),
            definition_substitutions={
                "RunStageFunctionArn": run_stage.function.function_arn,
                "SettleJobFunctionArn": settle_job.function.function_arn,
            },
            tracing_enabled=config.on_aws,
            logs=self._logs(config, plugin) if config.on_aws else None,
        )
        for called in (run_stage, settle_job):
            self.state_machine.add_to_role_policy(
                PolicyStatement(actions=["lambda:InvokeFunction"], resources=[called.function.function_arn])
            )
        if config.on_aws:
            acknowledge_wildcard(self, "*", "X-Ray and the delivery of logs have no resources to name.")

    def _logs(self, config: Config, plugin: Plugin) -> LogOptions:
        group = vended_log(self, "Logs", config, f"states/{config.names.state_machine(plugin.plugin_id)}")
        return LogOptions(destination=group, level=LogLevel.ALL, include_execution_data=False)


def definition(config: Config, plugin: Plugin) -> str:
    """The committed definition of a built-in plugin; any other plugin's is rendered now."""
    committed = config.sources.definitions / f"{plugin.plugin_id}.asl.json"
    return committed.read_text(encoding="utf-8") if committed.is_file() else rendered_text(plugin)
