"""JobStorePort, providers' bills: the fake and Postgres under the same tests."""

from __future__ import annotations

import pytest

from tests.contract.records import OWNER, PAST, claim, submit, submit_claimed
from williams.domain.errors import JobCancelled, NotFound, StaleExecution
from williams.domain.executions import Execution
from williams.ports.jobs import JobStorePort, PaidCall


def test_a_call_is_written_before_and_after(jobs: JobStorePort) -> None:
    job = submit_claimed(jobs)
    begun = jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), 2, "k1")
    assert begun == PaidCall(call_key="k1", result_key=None, attempts=1, possibly_paid_twice=False)
    assert jobs.spent_usd(job.job_id) == 0
    jobs.end_paid_call(job.job_id, "k1", "jobs/x/k1", 0.25)
    again = jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), 2, "k1")
    assert again == PaidCall(call_key="k1", result_key="jobs/x/k1", attempts=1, possibly_paid_twice=False)
    assert jobs.spent_usd(job.job_id) == 0.25
    assert jobs.job(OWNER, job.job_id).cost_usd == 0.25
    assert [each.cost_usd for each in jobs.jobs(OWNER, 10).items] == [0.25]


def test_a_call_without_a_result_is_possibly_paid_twice(jobs: JobStorePort) -> None:
    job = submit_claimed(jobs)
    jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1")
    second = jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1")
    assert (second.attempts, second.possibly_paid_twice) == (2, True)
    jobs.end_paid_call(job.job_id, "k1", "jobs/x/k1", 0.5)
    third = jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1")
    assert (third.attempts, third.possibly_paid_twice, third.result_key) == (2, True, "jobs/x/k1")
    told = [event for event in jobs.events(OWNER, job.job_id) if event.kind == "possibly-paid-twice"]
    assert [(event.stage, event.message) for event in told] == [("script", "k1")]


def test_a_refused_call_was_not_paid(jobs: JobStorePort) -> None:
    job = submit_claimed(jobs)
    jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1")
    jobs.refuse_paid_call(job.job_id, "k1")
    again = jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1")
    assert (again.attempts, again.possibly_paid_twice) == (1, False)
    assert jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1").possibly_paid_twice
    jobs.refuse_paid_call(job.job_id, "k1")
    jobs.refuse_paid_call(job.job_id, "k2")
    third = jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1")
    assert (third.attempts, third.possibly_paid_twice) == (2, True)
    jobs.end_paid_call(job.job_id, "k1", "jobs/x/k1", 0.5)
    jobs.refuse_paid_call(job.job_id, "k1")
    assert jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), None, "k1").result_key == "jobs/x/k1"


def test_nothing_is_paid_for_what_nobody_wants_any_more(jobs: JobStorePort) -> None:
    cancelled, settled, taken_over = submit_claimed(jobs), submit_claimed(jobs), submit(jobs)
    jobs.cancel(OWNER, cancelled.job_id)
    with pytest.raises(JobCancelled):
        jobs.begin_paid_call(Execution(cancelled.job_id, 1).attempt("script"), None, "k1")
    jobs.settle(Execution(settled.job_id, 1), False, PAST)
    claim(jobs, taken_over)
    jobs.settle(Execution(taken_over.job_id, 1), False, PAST)
    claim(jobs, taken_over)
    for job_id in (settled.job_id, taken_over.job_id):
        with pytest.raises(StaleExecution):
            jobs.begin_paid_call(Execution(job_id, 1).attempt("script"), None, "k1")
    assert jobs.begin_paid_call(Execution(taken_over.job_id, 2).attempt("script"), None, "k1").attempts == 1


def test_a_result_is_counted_once(jobs: JobStorePort) -> None:
    job, other = submit_claimed(jobs), submit(jobs)
    for key, cost in (("k1", 0.25), ("k2", 0.5)):
        jobs.begin_paid_call(Execution(job.job_id, 1).attempt("script"), 1, key)
        jobs.end_paid_call(job.job_id, key, f"jobs/x/{key}", cost)
        jobs.end_paid_call(job.job_id, key, "jobs/x/late", 9.0)
    assert jobs.spent_usd(job.job_id) == 0.75
    assert jobs.spent_usd(other.job_id) == 0
    costs = [event for event in jobs.events(OWNER, job.job_id) if event.kind == "cost"]
    assert [(event.item, event.message, event.cost_usd) for event in costs] == [(1, "k1", 0.25), (1, "k2", 0.5)]


def test_jobs_do_not_share_calls(jobs: JobStorePort) -> None:
    first, second = submit_claimed(jobs), submit_claimed(jobs)
    jobs.begin_paid_call(Execution(first.job_id, 1).attempt("script"), None, "k1")
    assert not jobs.begin_paid_call(Execution(second.job_id, 1).attempt("script"), None, "k1").possibly_paid_twice


def test_a_call_of_no_job_is_refused(jobs: JobStorePort) -> None:
    with pytest.raises(NotFound):
        jobs.begin_paid_call(Execution("job_unknown", 1).attempt("script"), None, "k1")
    jobs.end_paid_call("job_unknown", "k1", "jobs/x", 1.0)
    assert jobs.spent_usd("job_unknown") == 0
    assert jobs.paid_calls("job_unknown") == 0
