"""What people look at: alarms and a dashboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aws_cdk import Stack, StackSynthesizer
from aws_cdk.aws_cloudwatch import Dashboard, GraphWidget, IMetric, Metric
from constructs import Construct

from infra.config import Config
from infra.constructs import metrics
from infra.constructs.alarms import Alarms
from infra.names import PRIORITIES
from infra.plugins import Plugins
from williams.domain.jobs import JobKind
from williams.observability.metrics import JOBS_RUNNING, JOBS_WAITING, OLDEST_QUEUED, REQUEST_TIME, STAGE_TIME

WIDTH = 12


class ObservabilityStack(Stack):
    """``functions`` are the names of the functions to show."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        synthesizer: StackSynthesizer,
        *,
        functions: Sequence[str],
        plugins: Plugins,
    ) -> None:
        names = config.names
        super().__init__(scope, id, stack_name=f"{names.prefix}-observability", synthesizer=synthesizer)
        self._config = config
        Alarms(self, "Alarms", config, plugins)
        queues = [names.queue(priority) for priority in PRIORITIES]
        dashboard = Dashboard(self, "Dashboard", dashboard_name=names.prefix)
        dashboard.add_widgets(*self._outcomes(plugins))
        dashboard.add_widgets(*self._requests())
        dashboard.add_widgets(*self._lanes(plugins))
        dashboard.add_widgets(*self._stages(plugins))
        dashboard.add_widgets(
            _graph("Messages waiting", metrics.waiting, [*queues, names.dead_letter_queue]),
            _graph("Oldest message, seconds", metrics.oldest, queues),
        )
        dashboard.add_widgets(
            _graph("Errors", metrics.errors, functions), _graph("Duration, p95, ms", metrics.duration, functions)
        )

    def _outcomes(self, plugins: Plugins) -> tuple[GraphWidget, GraphWidget]:
        def of(kind: JobKind) -> list[str]:
            return [plugin_id for plugin_id, plugin in plugins.items() if plugin.kind is kind]

        kinds = {kind: of(kind) for kind in JobKind}
        per_day = [
            metrics.completed_per_day(self._config, plugin_ids, f"{kind.value}s")
            for kind, plugin_ids in kinds.items()
            if plugin_ids
        ]
        return (
            _widget("Imports and exports per day", *per_day),
            _widget("Jobs that failed, % of an hour's", metrics.error_rate(self._config)),
        )

    def _requests(self) -> tuple[GraphWidget, GraphWidget]:
        times = [metrics.reported(self._config, REQUEST_TIME, statistic=statistic) for statistic in ("p50", "p95")]
        return (
            _widget("Requests that were answered, % of an hour's", metrics.availability(self._config)),
            _widget("Requests, p50 and p95, ms", *times),
        )

    def _lanes(self, plugins: Plugins) -> tuple[GraphWidget, GraphWidget]:
        counts = [
            metrics.reported(self._config, metric, plugin_id, statistic="Maximum", period=metrics.TICK)
            for metric in (JOBS_RUNNING, JOBS_WAITING)
            for plugin_id in plugins
        ]
        oldest = metrics.reported(self._config, OLDEST_QUEUED, statistic="Maximum", period=metrics.TICK)
        return _widget("Jobs running and waiting", *counts), _widget("Oldest queued job, seconds", oldest)

    def _stages(self, plugins: Plugins) -> list[GraphWidget]:
        return [
            _widget(
                f"Stages of {plugin_id}, p95, seconds",
                *(
                    metrics.reported(self._config, STAGE_TIME, plugin_id, stage.name, statistic="p95")
                    for stage in plugin.stages
                ),
            )
            for plugin_id, plugin in plugins.items()
        ]


def _graph(title: str, metric: Callable[[str], Metric], names: Sequence[str]) -> GraphWidget:
    return _widget(title, *map(metric, names))


def _widget(title: str, *shown: IMetric) -> GraphWidget:
    return GraphWidget(title=title, width=WIDTH, left=list(shown))
