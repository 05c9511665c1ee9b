"""Every pair of statuses: written down here a second time, by v2's life of a job."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from williams.domain.errors import IllegalMove
from williams.domain.jobs import (
    AUTOMATIC_RETRIES,
    HIGHEST_PRIORITY,
    LOWEST_PRIORITY,
    JobStatus,
    boosted_priority,
    check_move,
    legal_sources,
    retry_delay_seconds,
)

STAGES = (
    "downloading extracting processing transcribing embedding storing querying scripting routing generating composing"
)
STAGE_STATUSES = frozenset(map(JobStatus, STAGES.split()))
ENDS = {JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.RETRYING}
LEGAL = {
    JobStatus.PENDING: STAGE_STATUSES | ENDS | {JobStatus.QUEUED},
    JobStatus.QUEUED: STAGE_STATUSES | ENDS,
    JobStatus.RETRYING: STAGE_STATUSES | ENDS,
    JobStatus.FAILED: {JobStatus.RETRYING},
    JobStatus.COMPLETED: set[JobStatus](),
    JobStatus.CANCELLED: set[JobStatus](),
} | dict.fromkeys(STAGE_STATUSES, STAGE_STATUSES | ENDS | {JobStatus.COMPLETED})
PAIRS = [(source, target) for source in JobStatus for target in JobStatus]


@pytest.mark.parametrize(("source", "target"), PAIRS, ids=lambda status: status.value)
def test_each_move(source: JobStatus, target: JobStatus) -> None:
    legal = target in LEGAL[source]
    assert (source in legal_sources(target)) is legal
    if legal:
        check_move(source, target)
        return
    with pytest.raises(IllegalMove) as refused:
        check_move(source, target)
    assert refused.value.detail == f"A job that is {source.value} cannot become {target.value}."
    assert refused.value.status == 409


@given(st.integers(1, AUTOMATIC_RETRIES))
def test_each_wait_is_twice_the_one_before(attempt: int) -> None:
    assert retry_delay_seconds(1) == 2
    assert retry_delay_seconds(attempt + 1) == 2 * retry_delay_seconds(attempt)


@given(st.integers(LOWEST_PRIORITY, HIGHEST_PRIORITY))
def test_a_boost_raises_by_two_and_stays_a_priority(priority: int) -> None:
    assert boosted_priority(priority) == min(priority + 2, 10)
