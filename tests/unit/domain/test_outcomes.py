"""What becomes of a job whose execution ended, that is cancelled, or that is retried."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from williams.domain.errors import Conflict, MaxRetriesExceeded
from williams.domain.jobs import Job, JobError, JobStatus
from williams.domain.outcomes import cancelled, retried, settled, stage_sources
from williams_testing.factories import WHEN, make_job

TRANSIENT = JobError(code="store-unavailable", message="away", retryable=True, stage="embed")
DEFECT = JobError(code="internal-error", message="unforeseen", retryable=True, stage="embed")
PERMANENT = JobError(code="corrupt-content", message="torn", retryable=False, stage="extract")


def running(**fields: Any) -> Job:
    given: dict[str, Any] = {
        "status": JobStatus.EMBEDDING,
        "execution_no": 1,
        "claimed_at": WHEN,
        "current_stage": "embed",
    }
    return make_job(**(given | fields))


def test_success_completes_and_clears_what_went_wrong_before() -> None:
    job = settled(running(error=TRANSIENT, retry_count=1, progress_percent=60.0), True, None, WHEN)
    assert (job.status, job.progress_percent, job.completed_at) == (JobStatus.COMPLETED, 100.0, WHEN)
    assert (job.error, job.claimed_at, job.not_before) == (None, None, None)
    assert job.retry_count == 1


@pytest.mark.parametrize(("retry_count", "seconds"), [(0, 2), (1, 4), (2, 8)])
def test_a_transient_failure_waits_longer_each_time(retry_count: int, seconds: int) -> None:
    job = settled(running(retry_count=retry_count), False, TRANSIENT, WHEN)
    assert (job.status, job.retry_count) == (JobStatus.RETRYING, retry_count + 1)
    assert job.not_before == WHEN + timedelta(seconds=seconds)
    assert (job.error, job.claimed_at, job.completed_at) == (TRANSIENT, None, None)


def test_the_fourth_transient_failure_is_final() -> None:
    job = settled(running(retry_count=3), False, TRANSIENT, WHEN)
    assert (job.status, job.retry_count, job.completed_at) == (JobStatus.FAILED, 3, WHEN)


def test_a_defect_is_tried_once_more_and_soon() -> None:
    first = settled(running(retry_count=2), False, DEFECT, WHEN)
    assert (first.status, first.retry_count, first.defects) == (JobStatus.RETRYING, 3, 1)
    assert first.not_before == WHEN + timedelta(seconds=2)
    second = settled(running(retry_count=1, defects=1), False, DEFECT, WHEN)
    assert (second.status, second.retry_count, second.defects) == (JobStatus.FAILED, 1, 2)
    assert second.not_before is None


def test_a_failure_of_another_kind_is_tried_again_after_a_defect() -> None:
    job = settled(running(retry_count=1, defects=1), False, TRANSIENT, WHEN)
    assert (job.status, job.retry_count, job.defects) == (JobStatus.RETRYING, 2, 1)


def test_a_retry_forgives_the_defects_before_it() -> None:
    assert retried(running(status=JobStatus.FAILED, defects=2), True, WHEN).defects == 0


def test_a_permanent_failure_is_final_at_once() -> None:
    job = settled(running(), False, PERMANENT, WHEN)
    assert (job.status, job.error, job.retry_count) == (JobStatus.FAILED, PERMANENT, 0)


@pytest.mark.parametrize(
    ("status", "succeeded", "stage"),
    [(JobStatus.EMBEDDING, False, "embed"), (JobStatus.QUEUED, True, None), (JobStatus.PENDING, False, None)],
)
def test_an_end_without_a_word_is_a_crash_and_tried_again(
    status: JobStatus, succeeded: bool, stage: str | None
) -> None:
    job = settled(running(status=status), succeeded, None, WHEN)
    assert job.status is JobStatus.RETRYING
    assert job.error is not None
    assert (job.error.code, job.error.retryable, job.error.stage) == ("worker-crashed", True, stage)


@pytest.mark.parametrize("succeeded", [True, False])
def test_a_cancelled_job_only_gives_its_place_back(succeeded: bool) -> None:
    before = running(status=JobStatus.CANCELLED, completed_at=WHEN)
    assert settled(before, succeeded, PERMANENT, WHEN) == before.model_copy(update={"claimed_at": None})


def test_cancelling_keeps_the_claim_until_the_execution_has_ended() -> None:
    job = cancelled(running(), WHEN)
    assert (job.status, job.completed_at, job.claimed_at) == (JobStatus.CANCELLED, WHEN, WHEN)


@pytest.mark.parametrize("status", [JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED])
def test_what_has_ended_cannot_be_cancelled(status: JobStatus) -> None:
    with pytest.raises(Conflict, match=status.value):
        cancelled(running(status=status), WHEN)


def test_a_manual_retry_is_urgent_and_keeps_the_count() -> None:
    job = retried(running(status=JobStatus.FAILED, retry_count=3, priority=9, completed_at=WHEN), True, WHEN)
    assert (job.status, job.retry_count, job.priority) == (JobStatus.RETRYING, 4, 10)
    assert (job.not_before, job.completed_at) == (WHEN + timedelta(seconds=16), None)


@pytest.mark.parametrize("manual", [True, False])
@pytest.mark.parametrize("error", [TRANSIENT, PERMANENT, DEFECT])
@pytest.mark.parametrize(("retry_count", "seconds"), [(0, 2), (1, 4), (2, 8)])
def test_a_retry_that_somebody_asks_for_waits_longer_each_time(
    manual: bool, error: JobError, retry_count: int, seconds: int
) -> None:
    failed = running(status=JobStatus.FAILED, error=error, defects=error.is_defect, retry_count=retry_count)
    assert retried(failed, manual, WHEN).not_before == WHEN + timedelta(seconds=seconds)


def test_a_retry_that_is_not_manual_keeps_the_priority() -> None:
    job = retried(running(status=JobStatus.FAILED, retry_count=0, priority=5), False, WHEN)
    assert (job.priority, job.retry_count) == (5, 1)


@pytest.mark.parametrize(("manual", "count", "limit"), [(True, 10, 10), (False, 3, 3)])
def test_retries_have_an_end(manual: bool, count: int, limit: int) -> None:
    with pytest.raises(MaxRetriesExceeded, match=f"{limit} is the limit"):
        retried(running(status=JobStatus.FAILED, retry_count=count), manual, WHEN)


@pytest.mark.parametrize("status", [status for status in JobStatus if status is not JobStatus.FAILED])
def test_only_what_failed_is_retried(status: JobStatus) -> None:
    with pytest.raises(Conflict, match=status.value):
        retried(running(status=status), True, WHEN)


def test_no_stage_has_the_status_of_a_job_at_rest() -> None:
    assert stage_sources(JobStatus.QUEUED) == frozenset()
    assert JobStatus.QUEUED in stage_sources(JobStatus.DOWNLOADING)
