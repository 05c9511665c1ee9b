"""What a stage raised becomes what its job records."""

from __future__ import annotations

import logging

import pytest

from williams.domain.errors import (
    CorruptContent,
    DeadlineExceeded,
    JobCancelled,
    LeaseHeld,
    PluginDefect,
    ProviderThrottled,
    StaleExecution,
    Stop,
    StoreUnavailable,
)
from williams.domain.jobs import JobError
from williams.pipeline.job_errors import classified, root_cause

CANCELLED = JobCancelled("cancelled")
CORRUPT = CorruptContent("torn")
THROTTLED = ProviderThrottled("slow down")
AWAY = StoreUnavailable("away")
DEFECT = KeyError("text")


@pytest.mark.parametrize(
    ("errors", "decides"),
    [
        ([AWAY], AWAY),
        ([AWAY, THROTTLED], AWAY),
        ([AWAY, CORRUPT, THROTTLED], CORRUPT),
        ([CORRUPT, AWAY, CANCELLED], CANCELLED),
        ([DEFECT, CORRUPT], CORRUPT),
        ([DEFECT, AWAY], DEFECT),
        ([AWAY, ExceptionGroup("inner", [DEFECT, CORRUPT])], CORRUPT),
    ],
)
def test_of_several_errors_one_decides(errors: list[Exception], decides: Exception) -> None:
    assert root_cause(ExceptionGroup("items", errors)) is decides


def test_one_error_decides_for_itself() -> None:
    assert root_cause(AWAY) is AWAY


@pytest.mark.parametrize("error", [CORRUPT, THROTTLED, AWAY, PluginDefect("no stage"), DeadlineExceeded("late")])
def test_a_known_error_is_recorded_as_it_is(error: CorruptContent) -> None:
    assert classified(error, "extract", "job_1") == JobError(
        code=error.code, message=error.detail, retryable=error.retryable, stage="extract"
    )


@pytest.mark.parametrize("stop", [CANCELLED, StaleExecution("stale"), LeaseHeld("held")])
def test_being_told_to_stop_is_no_failure(stop: Stop) -> None:
    assert classified(stop, "extract", "job_1") is None


def test_time_that_ran_out_is_told_as_such() -> None:
    error = classified(TimeoutError(), "embed", "job_1")
    assert error is not None
    assert (error.code, error.retryable) == ("deadline-exceeded", True)
    assert "embed ran out of time" in error.message


def test_a_worker_that_ran_out_of_memory_counts_as_one_that_crashed() -> None:
    error = classified(MemoryError(), "compose", "job_1")
    assert error == JobError(
        code="worker-crashed", message="The stage compose ran out of memory.", retryable=True, stage="compose"
    )


def test_anything_else_is_logged_in_its_own_words_and_told_in_ours(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        error = classified(DEFECT, "process", "job_1")
    assert error is not None
    assert (error.code, error.retryable, error.stage) == ("internal-error", True, "process")
    assert error.message == (
        "Something unforeseen went wrong in the stage process. It was logged under job_1. Try again; if it goes wrong "
        "again, tell whoever runs this library, with job_1."
    )
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[1] is DEFECT
    assert record.job_id == "job_1"  # type: ignore[attr-defined]


def test_what_a_driver_said_is_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    away = StoreUnavailable("Postgres cannot be reached.", "10.0.0.7:5432 refused")
    with caplog.at_level(logging.ERROR):
        error = classified(away, "store", "job_1")
    assert error is not None
    assert error.message == "Postgres cannot be reached."
    assert "10.0.0.7:5432 refused" in caplog.text
