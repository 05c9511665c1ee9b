"""Structured logs, one JSON object a line, with the job they belong to, and metrics in lines of CloudWatch's format.

Neither calls anything: Lambda takes what a function prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from aws_lambda_powertools import Logger

from williams.metrics import NAMESPACE, Metric, service


@lru_cache(maxsize=1)
def logger() -> Logger:
    """Return the process's logger; records of the standard library's loggers of this project go through it too."""
    log = Logger(service="williams", use_rfc3339=True)
    from aws_lambda_powertools.logging.utils import copy_config_to_registered_loggers

    copy_config_to_registered_loggers(source_logger=log, include={"williams"})
    return log


def report(values: Mapping[Metric, float], *dimensions: str, **facts: str) -> None:
    """Report numbers that have the same dimensions, whose values are given in the metrics' order.

    ``facts`` stand beside them in the log line; they are no dimensions, which would each cost a metric of its own.
    """
    from aws_lambda_powertools.metrics import EphemeralMetrics

    from williams.bootstrap.configuration import settings

    line = EphemeralMetrics(namespace=NAMESPACE, service=service(settings().stage))
    for metric, value in values.items():
        line.add_metric(metric.name, metric.unit, value)
    (names,) = {metric.dimensions for metric in values}
    for name, dimension in zip(names, dimensions, strict=True):
        line.add_dimension(name, dimension)
    for name, fact in facts.items():
        line.add_metadata(name, fact)
    line.flush_metrics()
