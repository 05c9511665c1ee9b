"""How jobs move: queues, dispatch, one state machine per plugin, settling and healing."""

from __future__ import annotations

from aws_cdk import CfnOutput, Duration, Stack, StackSynthesizer
from aws_cdk.aws_events import EventPattern, Match, Rule, Schedule
from aws_cdk.aws_events_targets import LambdaFunction
from constructs import Construct

from infra.config import Config
from infra.constructs.coordination import DISPATCH_SECONDS, Coordination
from infra.constructs.drop_folder import DropFolder, drop_folder_spec
from infra.constructs.layer_set import LayerSet
from infra.constructs.plugin_function import run_stage_spec
from infra.constructs.plugin_pipeline import PluginPipeline
from infra.constructs.priority_queues import PriorityQueues
from infra.constructs.service_function import FunctionSpec, ServiceFunction
from infra.environment import as_environment, base_environment, lanes
from infra.place import Place
from infra.plugins import Plugins

UNSETTLED = ("FAILED", "TIMED_OUT", "ABORTED")
TICK = Duration.minutes(1)
HEARTBEAT = Duration.hours(6)


class PipelinesStack(Stack):
    """``coordination`` is the environment of every function that makes, starts or ends jobs."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        plugins: Plugins,
        synthesizer: StackSynthesizer,
        place: Place | None,
    ) -> None:
        super().__init__(scope, id, stack_name=f"{config.names.prefix}-pipelines", synthesizer=synthesizer)
        self._config = config
        self._place = place
        self._layers = LayerSet(self, "Layers", config)
        self.queues = PriorityQueues(self, "Queues", config, consumer_timeout_seconds=DISPATCH_SECONDS)
        self.coordination = {
            **base_environment(config),
            **as_environment(queue_urls=self.queues.urls, lanes=lanes(plugins)),
            # The local cloud's tick never rests: its database costs nothing, and a killed emulator loses the rule.
            **(as_environment(tick_rule=config.names.tick_rule) if config.on_aws else {}),
        }
        specs = Coordination(config, plugins, self.coordination)
        self.dispatch = self._function("Dispatch", specs.dispatch())
        self.settle_job = self._function("SettleJob", specs.settle_job())
        self.reconcile = self._function("Reconcile", specs.reconcile())
        self.run_stages = {plugin_id: self._pipeline(plugins, plugin_id) for plugin_id in plugins}
        self.drop_folder = self._function("DropFolder", drop_folder_spec(config, self.coordination))
        DropFolder(self, "Drops", config, function=self.drop_folder, dead_letters=self.queues.dead_letters)
        self.queues.feed(self.dispatch)
        self._settle_what_no_catch_saw()
        self._tick()
        CfnOutput(self, "StateMachinePrefix", value=config.names.state_machine_prefix)

    def _function(self, id: str, spec: FunctionSpec) -> ServiceFunction:
        return ServiceFunction(self, id, self._config, self._layers, spec, self._place)

    def _pipeline(self, plugins: Plugins, plugin_id: str) -> ServiceFunction:
        title = "".join(word.capitalize() for word in plugin_id.replace("-", ".").split("."))
        run_stage = self._function(f"RunStage{title}", run_stage_spec(self._config, plugins, plugin_id))
        PluginPipeline(
            self,
            f"Pipeline{title}",
            self._config,
            plugin=plugins[plugin_id],
            run_stage=run_stage,
            settle_job=self.settle_job,
        )
        return run_stage

    def _settle_what_no_catch_saw(self) -> None:
        Rule(
            self,
            "ExecutionEnded",
            rule_name=f"{self._config.names.prefix}-execution-ended",
            event_pattern=EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={
                    "status": list(UNSETTLED),
                    "stateMachineArn": Match.prefix(self._config.names.state_machine_prefix),
                },
            ),
            targets=[LambdaFunction(self.settle_job.function)],
        )

    def _tick(self) -> None:
        self._schedule("Tick", self._config.names.tick_rule, TICK)
        if self._config.on_aws:
            # The tick rests while no job is open. This one never does, should the tick not have been started.
            self._schedule("Heartbeat", f"{self._config.names.prefix}-heartbeat", HEARTBEAT)

    def _schedule(self, id: str, name: str, every: Duration) -> None:
        Rule(
            self,
            id,
            rule_name=name,
            schedule=Schedule.rate(every),
            # A tick that was missed is made good by the next one.
            targets=[LambdaFunction(self.reconcile.function, retry_attempts=0)],
        )
