"""What people look at: alarms and a dashboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aws_cdk import Stack, StackSynthesizer
from aws_cdk.aws_cloudwatch import Dashboard, GraphWidget, Metric
from constructs import Construct

from infra.config import Config
from infra.constructs import metrics
from infra.constructs.queue_alarms import QueueAlarms
from infra.names import PRIORITIES

WIDTH = 12


class ObservabilityStack(Stack):
    """``functions`` are the names of the functions to show."""

    def __init__(
        self, scope: Construct, id: str, config: Config, synthesizer: StackSynthesizer, *, functions: Sequence[str]
    ) -> None:
        names = config.names
        super().__init__(scope, id, stack_name=f"{names.prefix}-observability", synthesizer=synthesizer)
        QueueAlarms(self, "Alarms", config)
        queues = [names.queue(priority) for priority in PRIORITIES]
        dashboard = Dashboard(self, "Dashboard", dashboard_name=names.prefix)
        dashboard.add_widgets(
            _graph("Messages waiting", metrics.waiting, [*queues, names.dead_letter_queue]),
            _graph("Oldest message, seconds", metrics.oldest, queues),
        )
        dashboard.add_widgets(
            _graph("Errors", metrics.errors, functions), _graph("Duration, p95, ms", metrics.duration, functions)
        )


def _graph(title: str, metric: Callable[[str], Metric], names: Sequence[str]) -> GraphWidget:
    return GraphWidget(title=title, width=WIDTH, left=[metric(name) for name in names])
