"""JobStorePort, how jobs end: the fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.records import (
    DEFECT,
    NOW,
    OWNER,
    PAST,
    PERMANENT,
    TRANSIENT,
    claim,
    make_artifact,
    make_content,
    submit,
    submit_claimed,
)
from williams.domain.errors import Conflict, MaxRetriesExceeded, NotFound
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobError, JobStatus
from williams.ports.catalog import CatalogPort
from williams.ports.jobs import JobStorePort


def run_to_failure(jobs: JobStorePort, job: Job) -> Job:
    """Claim the job and settle it with a permanent failure."""
    return run_and_fail(jobs, job, PERMANENT)


def run_and_fail(jobs: JobStorePort, job: Job, error: JobError) -> Job:
    """Claim the job and settle it with a failure, an hour ago."""
    taken = claim(jobs, job)
    jobs.record_failure(taken.execution, error)
    settled = jobs.settle(taken.execution, False, PAST)
    assert settled is not None
    return settled


def test_success_completes(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.begin_stage(taken.execution.attempt("store"), JobStatus.STORING, 60)
    settled = jobs.settle(taken.execution, True, NOW)
    assert settled is not None
    assert (settled.status, settled.progress_percent, settled.completed_at) == (JobStatus.COMPLETED, 100.0, NOW)
    assert (settled.claimed_at, settled.error) == (None, None)
    assert jobs.job(OWNER, taken.job_id) == settled
    assert jobs.events(OWNER, taken.job_id)[-1].status is JobStatus.COMPLETED


def test_success_after_a_failed_attempt_leaves_no_error(jobs: JobStorePort) -> None:
    job = submit(jobs)
    claim(jobs, job)
    jobs.record_failure(Execution(job.job_id, 1), TRANSIENT)
    jobs.settle(Execution(job.job_id, 1), False, PAST)
    claim(jobs, job)
    jobs.begin_stage(Execution(job.job_id, 2).attempt("store"), JobStatus.STORING, 60)
    settled = jobs.settle(Execution(job.job_id, 2), True, NOW)
    assert settled is not None
    assert (settled.status, settled.error, settled.retry_count) == (JobStatus.COMPLETED, None, 1)


def test_success_without_a_single_stage_counts_as_a_crash(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    settled = jobs.settle(taken.execution, True, PAST)
    assert settled is not None
    assert settled.status is JobStatus.RETRYING


def test_settling_twice_or_an_old_execution_is_nothing(jobs: JobStorePort) -> None:
    job = submit(jobs)
    claim(jobs, job)
    assert jobs.settle(Execution(job.job_id, 1), False, PAST) is not None
    after = jobs.job(OWNER, job.job_id)
    assert jobs.settle(Execution(job.job_id, 1), False, PAST) is None
    claim(jobs, job)
    assert jobs.settle(Execution(job.job_id, 1), True, PAST) is None
    assert jobs.settle(Execution("job_unknown", 1), True, PAST) is None
    assert jobs.job(OWNER, job.job_id).retry_count == after.retry_count == 1


def test_transient_failures_are_retried_three_times_with_longer_waits(jobs: JobStorePort) -> None:
    job = submit(jobs)
    waits = []
    for execution in (1, 2, 3):
        claim(jobs, job)
        jobs.record_failure(Execution(job.job_id, execution), TRANSIENT)
        settled = jobs.settle(Execution(job.job_id, execution), False, PAST)
        assert settled is not None
        assert settled.not_before is not None
        assert (settled.status, settled.retry_count, settled.claimed_at) == (JobStatus.RETRYING, execution, None)
        waits.append((settled.not_before - PAST).total_seconds())
    assert waits == [2, 4, 8]
    claim(jobs, job)
    jobs.record_failure(Execution(job.job_id, 4), TRANSIENT)
    settled = jobs.settle(Execution(job.job_id, 4), False, NOW)
    assert settled is not None
    assert (settled.status, settled.error, settled.completed_at) == (JobStatus.FAILED, TRANSIENT, NOW)
    assert settled.retry_count == 3


def test_a_defect_is_tried_once_more_whatever_happens_in_between(jobs: JobStorePort) -> None:
    job = submit(jobs)
    ended = [run_and_fail(jobs, job, error) for error in (DEFECT, TRANSIENT, DEFECT)]
    assert [each.status for each in ended] == [JobStatus.RETRYING, JobStatus.RETRYING, JobStatus.FAILED]
    assert [each.defects for each in ended] == [1, 1, 2]
    waits = [(each.not_before - PAST).total_seconds() for each in ended if each.not_before]
    assert waits == [2, 4]
    assert jobs.job(OWNER, job.job_id) == ended[-1]


def test_who_retries_a_defect_by_hand_gets_both_runs_again(jobs: JobStorePort) -> None:
    job = submit(jobs)
    run_and_fail(jobs, job, DEFECT)
    assert run_and_fail(jobs, job, DEFECT).status is JobStatus.FAILED
    assert jobs.retry(OWNER, job.job_id, True, PAST).defects == 0
    again = run_and_fail(jobs, job, DEFECT)
    assert (again.status, again.defects, again.retry_count) == (JobStatus.RETRYING, 1, 3)
    assert run_and_fail(jobs, job, DEFECT).status is JobStatus.FAILED


def test_a_permanent_failure_fails_at_once(jobs: JobStorePort) -> None:
    job = submit(jobs)
    settled = run_to_failure(jobs, job)
    assert (settled.status, settled.error, settled.retry_count) == (JobStatus.FAILED, PERMANENT, 0)
    last = jobs.events(OWNER, job.job_id)[-1]
    assert (last.status, last.message) == (JobStatus.FAILED, PERMANENT.message)


def test_an_execution_without_a_word_is_a_crash_even_after_a_recorded_one(jobs: JobStorePort) -> None:
    job = submit(jobs, max_retries=2)
    run_one = claim(jobs, job)
    jobs.record_failure(run_one.execution, TRANSIENT)
    jobs.settle(Execution(job.job_id, 1), False, PAST)
    claim(jobs, job)
    jobs.begin_stage(Execution(job.job_id, 2).attempt("embed"), JobStatus.EMBEDDING, 60)
    settled = jobs.settle(Execution(job.job_id, 2), False, PAST)
    assert settled is not None
    assert settled.error is not None
    assert (settled.status, settled.error.code, settled.error.stage) == (
        JobStatus.RETRYING,
        "worker-crashed",
        "embed",
    )


def test_an_error_is_of_the_execution_that_is_told_of(jobs: JobStorePort) -> None:
    job = submit(jobs)
    first = claim(jobs, job)
    embedding = first.execution.attempt("embed")
    jobs.begin_stage(embedding, JobStatus.EMBEDDING, 60)
    jobs.record_failure(first.execution, TRANSIENT)
    jobs.end_stage(embedding, TRANSIENT.message)
    failed = jobs.settle(first.execution, False, PAST)
    assert failed is not None
    assert failed.failure == TRANSIENT
    crashed = jobs.settle(claim(jobs, job).execution, False, PAST)
    assert crashed is not None
    assert crashed.failure is not None
    assert (crashed.failure.message, crashed.failure.stage) == (
        "Execution 2 ended without recording an outcome.",
        None,
    )
    jobs.begin_stage(claim(jobs, job).execution.attempt("embed"), JobStatus.EMBEDDING, 60)
    assert jobs.job(OWNER, job.job_id).failure is None
    assert jobs.cancel(OWNER, job.job_id).failure is None
    assert jobs.events(OWNER, job.job_id)[-1].message is None


def test_what_may_run_again_is_told(jobs: JobStorePort) -> None:
    waiting, running, failed, completed, cancelled = (submit(jobs) for _ in range(5))
    claim(jobs, running)
    jobs.record_failure(Execution(failed.job_id, 1), PERMANENT)
    jobs.settle(Execution(failed.job_id, 1), False, PAST)
    for job in (running, completed):
        jobs.begin_stage(Execution(job.job_id, 1).attempt("store"), JobStatus.STORING, 60)
    jobs.settle(Execution(completed.job_id, 1), True, NOW)
    jobs.settle(Execution(waiting.job_id, 1), False, PAST)
    jobs.cancel(OWNER, cancelled.job_id)
    asked = [job.job_id for job in (waiting, running, failed, completed, cancelled)] + ["job_unknown"]
    assert jobs.resumable(asked) == {waiting.job_id, running.job_id, failed.job_id}
    assert jobs.resumable([]) == set()


def test_cancel_ends_a_waiting_job(jobs: JobStorePort) -> None:
    job = submit(jobs)
    cancelled = jobs.cancel(OWNER, job.job_id)
    assert cancelled.status is JobStatus.CANCELLED
    assert cancelled.completed_at is not None
    assert jobs.cancel(OWNER, job.job_id) == cancelled
    assert [event.status for event in jobs.events(OWNER, job.job_id)] == [JobStatus.PENDING, JobStatus.CANCELLED]


def test_a_cancelled_job_stays_cancelled_whatever_its_execution_says(jobs: JobStorePort) -> None:
    for succeeded in (True, False):
        taken = submit_claimed(jobs)
        jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 60)
        cancelled = jobs.cancel(OWNER, taken.job_id)
        assert cancelled.claimed_at is not None
        settled = jobs.settle(taken.execution, succeeded, NOW)
        assert settled is not None
        assert (settled.status, settled.completed_at) == (JobStatus.CANCELLED, cancelled.completed_at)
        assert settled.claimed_at is None
        assert jobs.settle(taken.execution, succeeded, NOW) is None


def test_what_has_ended_cannot_be_cancelled(jobs: JobStorePort) -> None:
    failed = submit(jobs)
    run_to_failure(jobs, failed)
    completed = submit_claimed(jobs)
    jobs.begin_stage(Execution(completed.job_id, 1).attempt("store"), JobStatus.STORING, 60)
    jobs.settle(Execution(completed.job_id, 1), True, NOW)
    for job_id in (failed.job_id, completed.job_id):
        with pytest.raises(Conflict):
            jobs.cancel(OWNER, job_id)


def test_a_manual_retry_runs_after_its_pause_with_more_priority(jobs: JobStorePort) -> None:
    job = submit(jobs, priority=5)
    run_to_failure(jobs, job)
    retried = jobs.retry(OWNER, job.job_id, True, PAST)
    assert (retried.status, retried.priority, retried.retry_count) == (JobStatus.RETRYING, 7, 1)
    assert (retried.completed_at, retried.error) == (None, PERMANENT)
    assert retried.not_before == PAST + timedelta(seconds=2)
    assert claim(jobs, job).execution.number == 2


def test_a_manual_retry_is_not_claimed_before_its_pause_is_over(jobs: JobStorePort) -> None:
    job, now = submit(jobs), datetime.now(UTC)
    run_to_failure(jobs, job)
    assert jobs.retry(OWNER, job.job_id, True, now).not_before == now + timedelta(seconds=2)
    assert jobs.claim({}, 10, 10) == []


def test_priority_never_exceeds_the_highest(jobs: JobStorePort) -> None:
    job = submit(jobs, priority=9)
    run_to_failure(jobs, job)
    assert jobs.retry(OWNER, job.job_id, True, PAST).priority == 10


def test_manual_retries_end_at_ten(jobs: JobStorePort) -> None:
    job = submit(jobs)
    for _ in range(10):
        run_to_failure(jobs, job)
        jobs.retry(OWNER, job.job_id, True, PAST)
    assert run_to_failure(jobs, job).retry_count == 10
    with pytest.raises(MaxRetriesExceeded):
        jobs.retry(OWNER, job.job_id, True, PAST)
    assert jobs.job(OWNER, job.job_id).status is JobStatus.FAILED


def test_a_retry_that_is_not_manual_ends_at_three_and_keeps_the_priority(jobs: JobStorePort) -> None:
    job = submit(jobs)
    for _ in range(3):
        run_to_failure(jobs, job)
        assert jobs.retry(OWNER, job.job_id, False, PAST).priority == 5
    run_to_failure(jobs, job)
    with pytest.raises(MaxRetriesExceeded):
        jobs.retry(OWNER, job.job_id, False, PAST)


def test_only_a_failed_job_is_retried(jobs: JobStorePort) -> None:
    waiting, cancelled = submit(jobs), submit(jobs)
    jobs.cancel(OWNER, cancelled.job_id)
    for job in (waiting, cancelled):
        with pytest.raises(Conflict):
            jobs.retry(OWNER, job.job_id, True, PAST)


def test_after_many_manual_retries_a_transient_failure_is_final(jobs: JobStorePort) -> None:
    job = submit(jobs)
    for _ in range(4):
        run_to_failure(jobs, job)
        jobs.retry(OWNER, job.job_id, True, PAST)
    taken = claim(jobs, job)
    jobs.record_failure(taken.execution, TRANSIENT)
    settled = jobs.settle(taken.execution, False, PAST + timedelta(seconds=1))
    assert settled is not None
    assert settled.status is JobStatus.FAILED


def test_a_job_that_has_made_its_artifact_completes_whatever_becomes_of_its_execution(
    jobs: JobStorePort, catalog: CatalogPort
) -> None:
    taken = submit_claimed(jobs)
    artifact = make_artifact(job_id=taken.job_id)
    jobs.begin_stage(taken.execution.attempt("store"), JobStatus.STORING, 60)
    catalog.commit_artifact(artifact)
    with pytest.raises(Conflict):
        jobs.cancel(OWNER, taken.job_id)
    settled = jobs.settle(taken.execution, False, NOW)
    assert settled is not None
    assert (settled.status, settled.progress_percent, settled.retry_count) == (JobStatus.COMPLETED, 100.0, 0)


def test_a_commit_ties_the_job_to_what_stands_of_it(jobs: JobStorePort, catalog: CatalogPort) -> None:
    first, second = submit_claimed(jobs), submit_claimed(jobs)
    made, same = make_content(), make_content()
    assert catalog.commit_import(made, [], once=True, job_id=first.job_id) == made.content_id
    assert catalog.commit_import(same, [], once=True, job_id=second.job_id) == made.content_id
    assert jobs.job(OWNER, first.job_id).content_id == made.content_id
    assert jobs.job(OWNER, second.job_id).content_id is None, "it has yet to take back what it wrote"
    with pytest.raises(NotFound):
        catalog.commit_import(made.model_copy(update={"owner": "eve"}), [], job_id=second.job_id)
    assert jobs.job(OWNER, second.job_id).content_id is None
