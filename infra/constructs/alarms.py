"""Alarms that mean that a person has to look. Each says in its description what it means and what to do."""

from __future__ import annotations

from aws_cdk.aws_cloudwatch import Alarm, ComparisonOperator, IMetric, TreatMissingData
from aws_cdk.aws_cloudwatch_actions import SnsAction
from aws_cdk.aws_sns import Topic
from constructs import Construct

from infra.config import Config
from infra.constructs import metrics
from infra.names import PRIORITIES
from infra.plugins import Plugins
from williams.observability.metrics import LANE_FULL, OLDEST_QUEUED, REQUEST_TIME

OLDEST_SECONDS = 900
ERROR_PERCENT = 0.1
AVAILABLE_PERCENT = 99.9
P95_MILLISECONDS = 200
LANE_FULL_MINUTES = 15
SLOW_PERIODS = 3

_AT_LEAST = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
_MORE = ComparisonOperator.GREATER_THAN_THRESHOLD
_LESS = ComparisonOperator.LESS_THAN_THRESHOLD


class Alarms(Construct):
    """What nobody reports raises no alarm: an idle library reports nothing."""

    def __init__(self, scope: Construct, id: str, config: Config, plugins: Plugins) -> None:
        super().__init__(scope, id)
        self._config = config
        topic_arn = config.alarm_topic_arn
        self._action = SnsAction(Topic.from_topic_arn(self, "Topic", topic_arn)) if topic_arn else None
        self._of_wake_ups()
        self._of_jobs(plugins)
        self._of_requests()
        # The local cloud's emulator takes no alarm on an expression.
        if config.on_aws:
            self._of_rates()

    def _of_wake_ups(self) -> None:
        """They are taken at once: an old one, or a dead one, means that dispatch does not work."""
        self._alarm(
            "dead-letters",
            "Wake-ups failed five times. Read the dispatch function's log, then redrive the dead-letter queue.",
            metrics.waiting(self._config.names.dead_letter_queue),
            _AT_LEAST,
            1,
        )
        for priority in PRIORITIES:
            self._alarm(
                f"oldest-message-{priority}",
                "A wake-up has waited for 15 minutes: dispatch is throttled, disabled or failing.",
                metrics.oldest(self._config.names.queue(priority)),
                _AT_LEAST,
                OLDEST_SECONDS,
            )

    def _of_jobs(self, plugins: Plugins) -> None:
        self._alarm(
            "oldest-queued",
            "A job has waited for its first start for 15 minutes. Look for a full lane, or an error of dispatch.",
            metrics.reported(self._config, OLDEST_QUEUED, statistic="Maximum", period=metrics.TICK),
            _AT_LEAST,
            OLDEST_SECONDS,
            SLOW_PERIODS,
        )
        for plugin_id in plugins:
            self._alarm(
                f"lane-full-{plugin_id.replace('.', '-')}",
                f"Jobs of {plugin_id} waited for a place for 15 minutes. Give its lane more, or find what hangs.",
                metrics.reported(self._config, LANE_FULL, plugin_id, statistic="Minimum", period=metrics.TICK),
                _AT_LEAST,
                1,
                LANE_FULL_MINUTES,
            )

    def _of_requests(self) -> None:
        self._alarm(
            "slow-requests",
            "One request in twenty took over 200 ms for 15 minutes. The function's log has each request's time.",
            metrics.reported(self._config, REQUEST_TIME, statistic="p95"),
            _MORE,
            P95_MILLISECONDS,
            SLOW_PERIODS,
        )

    def _of_rates(self) -> None:
        self._alarm(
            "error-rate",
            "Over 0.1 % of an hour's jobs failed through no fault of the request. Read the errors of the failed jobs.",
            metrics.error_rate(self._config),
            _MORE,
            ERROR_PERCENT,
        )
        self._alarm(
            "availability",
            "Under 99.9 % of an hour's requests were answered. Ask GET /api/health which store does not answer.",
            metrics.availability(self._config),
            _LESS,
            AVAILABLE_PERCENT,
        )

    def _alarm(
        self,
        name: str,
        description: str,
        metric: IMetric,
        comparison: ComparisonOperator,
        threshold: float,
        periods: int = 1,
    ) -> None:
        alarm = Alarm(
            self,
            name,
            alarm_name=f"{self._config.names.prefix}-{name}",
            alarm_description=description,
            metric=metric,
            threshold=threshold,
            comparison_operator=comparison,
            evaluation_periods=periods,
            treat_missing_data=TreatMissingData.NOT_BREACHING,
        )
        if self._action:
            alarm.add_alarm_action(self._action)
