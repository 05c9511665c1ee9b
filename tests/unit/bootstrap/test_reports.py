"""What is reported is a line of CloudWatch's embedded metric format, under the names that the dashboard reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from williams.domain.errors import JobCancelled, StoreUnavailable
from williams.domain.jobs import Job, JobError, JobStatus
from williams.domain.lanes import Lanes
from williams.observability import metrics, reports
from williams.observability.metrics import Metric
from williams.ports.jobs import Backlog
from williams_testing.factories import make_job

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def values(line: dict[str, Any]) -> dict[tuple[str, ...], float]:
    """Each metric of a line, with the values of its dimensions. Checks what CloudWatch needs to see it."""
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == metrics.NAMESPACE
    (names,) = directive["Dimensions"]
    assert line[metrics.SERVICE] == "williams-local"
    own = [line[name] for name in sorted(names) if name != metrics.SERVICE]
    known = {m.name: m for m in vars(metrics).values() if isinstance(m, Metric)}
    for declared in directive["Metrics"]:
        metric = known[declared["Name"]]
        assert (declared["Unit"], set(names)) == (metric.unit, {metrics.SERVICE, *metric.dimensions})
    return {(d["Name"], *own): line[d["Name"]][0] for d in directive["Metrics"]}


def all_values(lines: Lines) -> dict[tuple[str, ...], float]:
    return {name: value for line in lines() for name, value in values(line).items()}


@pytest.mark.parametrize(("status", "errors"), [(200, 0), (404, 0), (429, 0), (500, 1), (503, 1)])
def test_a_request(lines: Lines, status: int, errors: int) -> None:
    reports.request_answered("GET", "/api/jobs/job_1", status, 0.25)
    (line,) = lines()
    assert values(line) == {("Requests",): 1, ("ServerErrors",): errors, ("RequestTime",): 250}
    assert (line["method"], line["path"]) == ("GET", "/api/jobs/job_1")


def test_a_stage_that_succeeds(lines: Lines) -> None:
    with reports.stage_timed("import.pdf", "extract", "job_1"):
        pass
    (line,) = lines()
    found = values(line)
    assert found["StageFailures", "import.pdf", "extract"] == 0
    assert 0 <= found["StageTime", "import.pdf", "extract"] < 5
    assert line["job_id"] == "job_1"


@pytest.mark.parametrize(
    ("error", "failed"), [(StoreUnavailable("away"), 1), (MemoryError(), 1), (JobCancelled("by its owner"), 0)]
)
def test_a_stage_that_raises(lines: Lines, error: BaseException, failed: int) -> None:
    with pytest.raises(type(error)), reports.stage_timed("import.pdf", "extract", "job_1"):
        raise error
    assert all_values(lines)["StageFailures", "import.pdf", "extract"] == failed


def ended(status: JobStatus, error: JobError | None = None) -> Job:
    return make_job("ada", "import.pdf").model_copy(update={"status": status, "error": error})


REFUSED = JobError(code="encrypted-content", message="locked", retryable=False)
DEFECT = JobError(code="plugin-defect", message="no stage", retryable=False)
IN_VAIN = JobError(code="store-unavailable", message="away", retryable=True)


@pytest.mark.parametrize(
    ("job", "counted", "faulted"),
    [
        (ended(JobStatus.COMPLETED), "JobsCompleted", 0),
        (ended(JobStatus.FAILED, REFUSED), "JobsFailed", 0),
        (ended(JobStatus.FAILED, DEFECT), "JobsFailed", 1),
        (ended(JobStatus.FAILED, IN_VAIN), "JobsFailed", 1),
        (ended(JobStatus.FAILED), "JobsFailed", 1),
    ],
)
def test_a_job_that_ended(lines: Lines, job: Job, counted: str, faulted: int) -> None:
    reports.execution_settled(job)
    assert all_values(lines) == {(counted, "import.pdf"): 1, ("JobsEnded",): 1, ("JobsFaulted",): faulted}


def test_a_job_that_is_tried_again_has_not_ended(lines: Lines) -> None:
    reports.execution_settled(ended(JobStatus.RETRYING, IN_VAIN))
    assert all_values(lines) == {("JobsRetried", "import.pdf"): 1}


def test_a_cancelled_job_counts_as_nothing(lines: Lines) -> None:
    reports.execution_settled(ended(JobStatus.CANCELLED))
    assert lines() == []


def test_jobs_that_start(lines: Lines) -> None:
    reports.jobs_started(0)
    reports.jobs_started(3)
    assert all_values(lines) == {("JobsStarted",): 3}


@pytest.mark.parametrize(
    ("running", "waiting", "for_others", "full"),
    [(2, 1, 0, 1), (2, 0, 0, 0), (1, 5, 0, 0), (1, 5, 1, 1), (1, 0, 1, 0), (0, 5, 1, 0)],
)
def test_a_lane_is_full_when_somebody_waits_for_it(
    lines: Lines, running: int, waiting: int, for_others: int, full: int
) -> None:
    seen = [Backlog(plugin_id="import.pdf", running=running, waiting=waiting, oldest_seconds=7.5)]
    reports.backlog_seen(seen, Lanes({"import.pdf": 2}, 9, for_others))
    assert all_values(lines) == {
        ("JobsRunning", "import.pdf"): running,
        ("JobsWaiting", "import.pdf"): waiting,
        ("LaneFull", "import.pdf"): full,
        ("OldestQueued",): 7.5,
    }


def test_a_plugin_without_a_lane_of_its_own(lines: Lines) -> None:
    reports.backlog_seen([Backlog(plugin_id="x", running=2, waiting=1, oldest_seconds=0)], Lanes(default=2))
    assert all_values(lines)["LaneFull", "x"] == 1


def test_nothing_waits_for_no_time(lines: Lines) -> None:
    reports.backlog_seen([], Lanes(default=2, for_others=1))
    assert all_values(lines) == {("OldestQueued",): 0}
