"""The legal moves themselves, as v2 describes them."""

from __future__ import annotations

import pytest

from williams.domain.errors import IllegalMove
from williams.domain.jobs import (
    RUNNING,
    TERMINAL,
    WAITING,
    JobStatus,
    boosted_priority,
    check_move,
    legal_sources,
    retry_delay_seconds,
)


def test_every_status_is_waiting_running_or_terminal() -> None:
    assert set(JobStatus) == WAITING | RUNNING | TERMINAL
    assert len(WAITING) + len(RUNNING) + len(TERMINAL) == len(JobStatus)


@pytest.mark.parametrize("end", [JobStatus.COMPLETED, JobStatus.CANCELLED])
@pytest.mark.parametrize("target", list(JobStatus))
def test_nothing_follows_completed_or_cancelled(end: JobStatus, target: JobStatus) -> None:
    with pytest.raises(IllegalMove, match=f"{end.value} cannot become {target.value}"):
        check_move(end, target)


def test_only_retrying_follows_failed() -> None:
    assert [status for status in JobStatus if JobStatus.FAILED in legal_sources(status)] == [JobStatus.RETRYING]


def test_only_a_running_job_completes() -> None:
    assert legal_sources(JobStatus.COMPLETED) == RUNNING


def test_nothing_returns_to_pending() -> None:
    assert legal_sources(JobStatus.PENDING) == frozenset()


def test_a_stage_may_follow_any_waiting_or_running_status() -> None:
    for status in RUNNING:
        assert legal_sources(status) == WAITING | RUNNING


def test_every_open_job_can_be_cancelled() -> None:
    assert legal_sources(JobStatus.CANCELLED) == WAITING | RUNNING


def test_waits_double_and_priority_is_bounded() -> None:
    assert [retry_delay_seconds(attempt) for attempt in (1, 2, 3)] == [2, 4, 8]
    assert [boosted_priority(priority) for priority in (1, 8, 9, 10)] == [3, 10, 10, 10]
