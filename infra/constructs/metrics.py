"""Metrics by physical name, so that the dashboard never holds back a queue or a function that is to go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aws_cdk import Duration
from aws_cdk.aws_cloudwatch import MathExpression, Metric

from infra.config import Config
from williams.observability import metrics
from williams.observability.metrics import Metric as Reported

PERIOD = Duration.minutes(5)
TICK = Duration.minutes(1)
HOUR = Duration.hours(1)
DAY = Duration.days(1)


def waiting(queue: str) -> Metric:
    return _queue(queue, "ApproximateNumberOfMessagesVisible")


def oldest(queue: str) -> Metric:
    """In seconds."""
    return _queue(queue, "ApproximateAgeOfOldestMessage")


def errors(function: str, period: Duration = PERIOD) -> Metric:
    return _function(function, "Errors", "Sum", period)


def duration(function: str) -> Metric:
    """In milliseconds."""
    return _function(function, "Duration", "p95", PERIOD)


def reported(
    config: Config, metric: Reported, *dimensions: str, statistic: str = "Sum", period: Duration = PERIOD
) -> Metric:
    """What the functions report; ``dimensions`` are values in the metric's order."""
    values = dict(zip(metric.dimensions, dimensions, strict=True))
    return Metric(
        namespace=metrics.NAMESPACE,
        metric_name=metric.name,
        dimensions_map={metrics.SERVICE: metrics.service(config.stage), **values},
        statistic=statistic,
        period=period,
    )


def error_rate(config: Config) -> MathExpression:
    """How many of a hundred jobs that ended failed through no fault of the request."""
    return _expression(
        "100 * faulted / ended",
        {
            "faulted": reported(config, metrics.JOBS_FAULTED, period=HOUR),
            "ended": reported(config, metrics.JOBS_ENDED, period=HOUR),
        },
        "Jobs that failed, %",
    )


def availability(config: Config) -> MathExpression:
    """How many of a hundred requests were answered, also by a refusal. A crash of the function reports nothing."""
    return _expression(
        "100 * (1 - (failed + FILL(crashed, 0)) / (asked + FILL(crashed, 0)))",
        {
            "failed": reported(config, metrics.SERVER_ERRORS, period=HOUR),
            "crashed": errors(config.names.function("api"), HOUR),
            "asked": reported(config, metrics.REQUESTS, period=HOUR),
        },
        "Requests that were answered, %",
    )


def completed_per_day(config: Config, plugin_ids: Iterable[str], label: str) -> MathExpression:
    counted = {
        plugin_id.replace(".", "_"): reported(config, metrics.JOBS_COMPLETED, plugin_id, period=DAY)
        for plugin_id in plugin_ids
    }
    return _expression(" + ".join(f"FILL({name}, 0)" for name in counted), counted, label, DAY)


def _expression(expression: str, using: Mapping[str, Metric], label: str, period: Duration = HOUR) -> MathExpression:
    return MathExpression(expression=expression, using_metrics=dict(using), label=label, period=period)


def _queue(name: str, metric: str) -> Metric:
    return Metric(
        namespace="AWS/SQS",
        metric_name=metric,
        dimensions_map={"QueueName": name},
        statistic="Maximum",
        period=PERIOD,
    )


def _function(name: str, metric: str, statistic: str, period: Duration) -> Metric:
    return Metric(
        namespace="AWS/Lambda",
        metric_name=metric,
        dimensions_map={"FunctionName": name},
        statistic=statistic,
        period=period,
    )
