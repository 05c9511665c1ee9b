"""Metrics by physical name, so that the dashboard never holds back a queue or a function that is to go."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk.aws_cloudwatch import Metric

PERIOD = Duration.minutes(5)


def waiting(queue: str) -> Metric:
    return _queue(queue, "ApproximateNumberOfMessagesVisible")


def oldest(queue: str) -> Metric:
    """In seconds."""
    return _queue(queue, "ApproximateAgeOfOldestMessage")


def errors(function: str) -> Metric:
    return _function(function, "Errors", "Sum")


def duration(function: str) -> Metric:
    """In milliseconds."""
    return _function(function, "Duration", "p95")


def _queue(name: str, metric: str) -> Metric:
    return Metric(
        namespace="AWS/SQS",
        metric_name=metric,
        dimensions_map={"QueueName": name},
        statistic="Maximum",
        period=PERIOD,
    )


def _function(name: str, metric: str, statistic: str) -> Metric:
    return Metric(
        namespace="AWS/Lambda",
        metric_name=metric,
        dimensions_map={"FunctionName": name},
        statistic=statistic,
        period=PERIOD,
    )
