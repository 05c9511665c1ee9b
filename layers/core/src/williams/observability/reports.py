"""What is reported of requests, stages and jobs, in lines of CloudWatch's format."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from williams.domain.errors import Stop, WilliamsError
from williams.domain.jobs import JobStatus
from williams.observability import metrics
from williams.observability.metrics import NAMESPACE, Metric, service

if TYPE_CHECKING:
    from williams.domain.jobs import Job
    from williams.domain.lanes import Lanes
    from williams.ports.jobs import Backlog

_COUNTED = {
    JobStatus.COMPLETED: metrics.JOBS_COMPLETED,
    JobStatus.FAILED: metrics.JOBS_FAILED,
    JobStatus.RETRYING: metrics.JOBS_RETRIED,
}
# A defect that has no code of its own, as a stage records it.
_UNFORESEEN = WilliamsError.code


def report(values: Mapping[Metric, float], *dimensions: str, **facts: str) -> None:
    """Report numbers that have the same dimensions, whose values are given in the metrics' order.

    ``facts`` stand beside them in the log line; they are no dimensions, which would each cost a metric of its own.
    """
    from aws_lambda_powertools.metrics import EphemeralMetrics

    from williams.configuration import settings

    line = EphemeralMetrics(namespace=NAMESPACE, service=service(settings().stage))
    for metric, value in values.items():
        line.add_metric(metric.name, metric.unit, value)
    (names,) = {metric.dimensions for metric in values}
    for name, dimension in zip(names, dimensions, strict=True):
        line.add_dimension(name, dimension)
    for name, fact in facts.items():
        line.add_metadata(name, fact)
    line.flush_metrics()


def request_answered(method: str, path: str, status: int, seconds: float) -> None:
    report(
        {
            metrics.REQUESTS: 1,
            metrics.SERVER_ERRORS: int(status >= 500),
            metrics.REQUEST_TIME: seconds * 1000,
        },
        method=method,
        path=path,
    )


@contextmanager
def stage_timed(plugin_id: str, stage: str, job_id: str) -> Iterator[None]:
    """Report how long the block took, and whether it failed. A job that is no longer wanted has not failed."""
    started, failed = time.perf_counter(), False
    try:
        yield
    except Stop:
        raise
    except BaseException:
        failed = True
        raise
    finally:
        numbers = {metrics.STAGE_TIME: time.perf_counter() - started, metrics.STAGE_FAILURES: int(failed)}
        report(numbers, plugin_id, stage, job_id=job_id)


def jobs_started(number: int) -> None:
    if number:
        report({metrics.JOBS_STARTED: number})


def execution_settled(job: Job) -> None:
    """Count a job once, when an execution of it was settled."""
    if job.status in _COUNTED:
        report({_COUNTED[job.status]: 1}, job.plugin_id, job_id=job.job_id)
    if job.status in (JobStatus.COMPLETED, JobStatus.FAILED):
        report({metrics.JOBS_ENDED: 1, metrics.JOBS_FAULTED: int(_faulted(job))}, job_id=job.job_id)


def _faulted(job: Job) -> bool:
    return job.status is JobStatus.FAILED and (job.error is None or _is_a_fault(job.error.code, job.error.retryable))


def _is_a_fault(code: str, retryable: bool) -> bool:
    """What was tried again in vain is one; of what never is, only a plugin's own defect."""
    return retryable or code in (_UNFORESEEN, "plugin-defect")


def backlog_seen(backlogs: Iterable[Backlog], lanes: Lanes) -> None:
    """Report how full the lanes are, and how long the first job in line has been there.

    A lane is full for whoever may have no more of it.
    """
    oldest = 0.0
    for each in backlogs:
        full = each.waiting > 0 and each.running >= lanes.owner_places(each.plugin_id)
        numbers = {
            metrics.JOBS_RUNNING: each.running,
            metrics.JOBS_WAITING: each.waiting,
            metrics.LANE_FULL: int(full),
        }
        report(numbers, each.plugin_id)
        oldest = max(oldest, each.oldest_seconds)
    report({metrics.OLDEST_QUEUED: oldest})
