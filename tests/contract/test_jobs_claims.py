"""JobStorePort, places in the lanes: the fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.records import OWNER, PAST, TRANSIENT, claim, submit, submit_claimed
from williams.domain.errors import StaleExecution
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobStatus
from williams.ports.jobs import Claim, JobStorePort

PDF, WEB = "import.pdf", "import.web"


def ids(claims: list[Claim]) -> list[str]:
    return [taken.job_id for taken in claims]


def aged(jobs: JobStorePort, minute: int, owner: str = OWNER, **changes: object) -> Job:
    return submit(jobs, owner, created_at=PAST + timedelta(minutes=minute), **changes)


def test_a_claim_counts_the_execution_and_keeps_the_first_start(jobs: JobStorePort) -> None:
    job = submit(jobs)
    (taken,) = jobs.claim({}, 1, 10)
    assert taken == Claim(plugin_id=PDF, execution=Execution(job.job_id, 1))
    claimed = jobs.job(OWNER, job.job_id)
    assert (claimed.status, claimed.execution_no) == (JobStatus.PENDING, 1)
    assert claimed.claimed_at is not None
    assert claimed.started_at is not None
    jobs.release_claim(taken)
    (again,) = jobs.claim({}, 1, 10)
    reclaimed = jobs.job(OWNER, job.job_id)
    assert again.execution == reclaimed.execution == Execution(job.job_id, 2)
    assert reclaimed.started_at == claimed.started_at
    assert [event.kind for event in jobs.events(OWNER, job.job_id)] == ["status", "claim", "release", "claim"]


def test_an_owners_higher_priority_goes_first_then_age(jobs: JobStorePort) -> None:
    old = aged(jobs, 1, priority=5)
    new = aged(jobs, 2, priority=5)
    urgent = aged(jobs, 3, priority=9)
    assert ids(jobs.claim({}, 10, 10)) == [urgent.job_id, old.job_id, new.job_id]


def test_lanes_bound_what_runs_per_plugin(jobs: JobStorePort) -> None:
    pdfs = [aged(jobs, minute, plugin_id=PDF) for minute in range(4)]
    webs = [aged(jobs, minute, plugin_id=WEB) for minute in range(4)]
    closed = aged(jobs, 0, plugin_id="import.closed")
    first = jobs.claim({PDF: 2, "import.closed": 0}, 1, 10)
    assert set(ids(first)) == {pdfs[0].job_id, pdfs[1].job_id, webs[0].job_id}
    assert jobs.claim({PDF: 2, "import.closed": 0}, 1, 10) == []
    jobs.begin_stage(Execution(webs[0].job_id, 1).attempt("extract"), JobStatus.EXTRACTING, 60)
    jobs.settle(Execution(webs[0].job_id, 1), True, PAST)
    assert ids(jobs.claim({PDF: 2, "import.closed": 0}, 1, 10)) == [webs[1].job_id]
    assert jobs.job(OWNER, closed.job_id).claimed_at is None


def test_a_full_lane_does_not_hold_up_others(jobs: JobStorePort) -> None:
    aged(jobs, 1, plugin_id=PDF, priority=10)
    aged(jobs, 2, plugin_id=PDF, priority=10)
    web = aged(jobs, 3, plugin_id=WEB, priority=1)
    assert web.job_id in ids(jobs.claim({PDF: 1}, 1, 10))


def test_the_limit_takes_the_best(jobs: JobStorePort) -> None:
    made = [aged(jobs, minute, priority=minute) for minute in range(1, 6)]
    assert ids(jobs.claim({}, 10, 2)) == [made[4].job_id, made[3].job_id]


def test_a_retry_waits_for_its_time(jobs: JobStorePort) -> None:
    early, late = submit_claimed(jobs), submit_claimed(jobs)
    for taken, now in ((early, PAST), (late, datetime.now(UTC) + timedelta(hours=1))):
        jobs.record_failure(taken.execution, TRANSIENT)
        jobs.settle(taken.execution, False, now)
    assert jobs.claim({}, 10, 10) == [Claim(plugin_id=PDF, execution=Execution(early.job_id, 2))]


def test_terminal_jobs_are_not_claimed(jobs: JobStorePort) -> None:
    cancelled = submit(jobs)
    jobs.cancel(OWNER, cancelled.job_id)
    assert jobs.claim({}, 10, 10) == []


def test_only_the_present_claim_can_be_released(jobs: JobStorePort) -> None:
    job = submit(jobs)
    first = claim(jobs, job)
    jobs.release_claim(first)
    second = claim(jobs, job)
    jobs.release_claim(first)
    assert jobs.job(OWNER, job.job_id).claimed_at is not None
    jobs.release_claim(second)
    jobs.release_claim(second)
    assert jobs.job(OWNER, job.job_id).claimed_at is None
    with pytest.raises(StaleExecution):
        jobs.still_wanted(Execution(job.job_id, 2))


def test_a_claim_whose_execution_has_begun_is_not_released(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.begin_stage(taken.execution.attempt("extract"), JobStatus.EXTRACTING, 60)
    jobs.release_claim(taken)
    jobs.still_wanted(taken.execution)
    assert jobs.claim({}, 10, 10) == []


def test_a_cancelled_job_keeps_its_place_until_its_execution_has_ended(jobs: JobStorePort) -> None:
    first = submit_claimed(jobs)
    second = submit(jobs)
    jobs.cancel(OWNER, first.job_id)
    assert jobs.claim({}, 1, 10) == []
    jobs.settle(Execution(first.job_id, 1), False, PAST)
    assert ids(jobs.claim({}, 1, 10)) == [second.job_id]


def test_unsettled_claims_are_told_by_age(jobs: JobStorePort) -> None:
    first = submit_claimed(jobs)
    second = submit_claimed(jobs)
    settled = submit_claimed(jobs)
    jobs.settle(Execution(settled.job_id, 1), False, PAST)
    found = jobs.unsettled(datetime.now(UTC) + timedelta(minutes=1))
    assert [(each.claim, each.status) for each in found] == [(first, JobStatus.PENDING), (second, JobStatus.PENDING)]
    assert jobs.unsettled(PAST) == []


def test_an_unsettled_claim_tells_what_was_heard_of_it_last(jobs: JobStorePort) -> None:
    later = datetime.now(UTC) + timedelta(minutes=1)
    taken = submit_claimed(jobs)
    (waiting,) = jobs.unsettled(later)
    assert 0 <= waiting.silent_seconds < 30
    assert waiting.overdue_seconds is None
    for item, seconds in ((0, 600.0), (1, 60.0)):
        jobs.begin_stage(taken.execution.attempt("speak", item), JobStatus.GENERATING, seconds)
    (working,) = jobs.unsettled(later)
    assert working.status is JobStatus.GENERATING
    assert -600 <= working.silent_seconds < -570
    assert working.overdue_seconds is not None
    assert -60 <= working.overdue_seconds < -30


def test_the_lease_of_an_old_execution_is_heard_but_not_the_present_ones(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.begin_stage(taken.execution.attempt("speak"), JobStatus.GENERATING, 600)
    jobs.settle(taken.execution, False, PAST)
    jobs.claim({}, 10, 10)
    (found,) = jobs.unsettled(datetime.now(UTC) + timedelta(minutes=1))
    assert found.claim.execution.number == 2
    assert found.silent_seconds < -570
    assert found.overdue_seconds is None
