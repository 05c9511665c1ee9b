"""Alarms that mean work is stuck."""

from __future__ import annotations

from aws_cdk.aws_cloudwatch import Alarm, ComparisonOperator, Metric, TreatMissingData
from aws_cdk.aws_cloudwatch_actions import SnsAction
from aws_cdk.aws_sns import Topic
from constructs import Construct

from infra.config import Config
from infra.constructs import metrics
from infra.names import PRIORITIES

OLDEST_SECONDS = 900


class QueueAlarms(Construct):
    """Messages are wake-ups that are taken at once: an old one, or a dead one, means that dispatch does not work."""

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        self._config = config
        topic_arn = config.alarm_topic_arn
        self._action = SnsAction(Topic.from_topic_arn(self, "Topic", topic_arn)) if topic_arn else None
        self._alarm(
            "dead-letters",
            "Wake-ups failed five times. Read the dispatch function's log, then redrive the dead-letter queue.",
            metrics.waiting(config.names.dead_letter_queue),
            threshold=1,
        )
        for priority in PRIORITIES:
            self._alarm(
                f"oldest-message-{priority}",
                "A wake-up has waited for 15 minutes: dispatch is throttled, disabled or failing.",
                metrics.oldest(config.names.queue(priority)),
                threshold=OLDEST_SECONDS,
            )

    def _alarm(self, name: str, description: str, metric: Metric, *, threshold: int) -> None:
        alarm = Alarm(
            self,
            name,
            alarm_name=f"{self._config.names.prefix}-{name}",
            alarm_description=description,
            metric=metric,
            threshold=threshold,
            comparison_operator=ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=TreatMissingData.NOT_BREACHING,
        )
        if self._action:
            alarm.add_alarm_action(self._action)
