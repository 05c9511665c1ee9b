"""JobStorePort, taking jobs in and showing them: the fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.records import OWNER, PAST, TRANSIENT, claim, make_job, submit
from williams.domain.errors import IdempotencyKeyReused, NotFound
from williams.domain.executions import Execution
from williams.domain.jobs import JobKind, JobStatus
from williams.ports.jobs import JobStorePort


def test_a_job_comes_back_as_it_went_in(jobs: JobStorePort) -> None:
    job = make_job(priority=9)
    submission = jobs.submit(job, None, "hash")
    assert submission.created
    assert submission.job == job
    assert jobs.job(OWNER, job.job_id) == job
    assert jobs.job_for_execution(job.job_id) == job


def test_an_export_has_no_url(jobs: JobStorePort) -> None:
    job = submit(jobs, kind=JobKind.EXPORT, plugin_id="export.podcast", url=None, content_type="podcast")
    assert jobs.job(OWNER, job.job_id).url is None


def test_the_first_event_tells_of_the_submission(jobs: JobStorePort) -> None:
    job = submit(jobs)
    (event,) = jobs.events(OWNER, job.job_id)
    assert (event.seq, event.kind, event.status, event.at) == (1, "status", JobStatus.PENDING, PAST)


def test_the_same_key_and_body_give_the_same_job(jobs: JobStorePort) -> None:
    first = jobs.submit(make_job(), "key", "hash")
    second = jobs.submit(make_job(), "key", "hash")
    assert (first.created, second.created) == (True, False)
    assert second.job == first.job
    assert len(jobs.jobs(OWNER, 10).items) == 1
    assert len(jobs.events(OWNER, first.job.job_id)) == 1


def test_the_same_key_with_another_body_is_refused(jobs: JobStorePort) -> None:
    jobs.submit(make_job(), "key", "hash")
    with pytest.raises(IdempotencyKeyReused):
        jobs.submit(make_job(), "key", "other")
    assert len(jobs.jobs(OWNER, 10).items) == 1


def test_keys_of_different_owners_do_not_meet(jobs: JobStorePort) -> None:
    assert jobs.submit(make_job("ada"), "key", "hash").created
    assert jobs.submit(make_job("eve"), "key", "other").created


def test_without_a_key_every_submission_is_a_job(jobs: JobStorePort) -> None:
    assert jobs.submit(make_job(), None, "hash").created
    assert jobs.submit(make_job(), None, "hash").created


def test_another_owners_job_is_not_there(jobs: JobStorePort) -> None:
    job = submit(jobs)
    for ask in (jobs.job, jobs.events, jobs.cancel):
        with pytest.raises(NotFound):
            ask("eve", job.job_id)
    with pytest.raises(NotFound):
        jobs.retry("eve", job.job_id, True, PAST)
    with pytest.raises(NotFound):
        jobs.job_for_execution("job_unknown")
    assert jobs.jobs("eve", 10).items == []


def test_only_a_pending_job_becomes_queued(jobs: JobStorePort) -> None:
    job = submit(jobs)
    jobs.mark_queued(job.job_id)
    jobs.mark_queued(job.job_id)
    assert jobs.job(OWNER, job.job_id).status is JobStatus.QUEUED
    taken = claim(jobs, job)
    jobs.begin_stage(taken.execution.attempt("extract"), JobStatus.EXTRACTING, 60)
    jobs.mark_queued(job.job_id)
    jobs.mark_queued("job_unknown")
    assert jobs.job(OWNER, job.job_id).status is JobStatus.EXTRACTING
    told = [event.status for event in jobs.events(OWNER, job.job_id) if event.kind == "status"]
    assert told == [JobStatus.PENDING, JobStatus.QUEUED]


def test_jobs_are_listed_newest_first_in_pages(jobs: JobStorePort) -> None:
    made = [submit(jobs, created_at=PAST + timedelta(minutes=minute // 2)) for minute in range(5)]
    newest = [j.job_id for j in sorted(made, key=lambda j: (j.created_at, j.job_id), reverse=True)]
    first = jobs.jobs(OWNER, 3)
    second = jobs.jobs(OWNER, 3, first.next_after)
    assert [job.job_id for page in (first, second) for job in page.items] == newest
    assert (first.next_after, second.next_after) == (newest[2], None)
    assert jobs.jobs(OWNER, 3, "job_unknown").items == []


def test_jobs_are_listed_by_status(jobs: JobStorePort) -> None:
    made = [submit(jobs, created_at=PAST + timedelta(minutes=minute)) for minute in range(4)]
    for job in made[:3]:
        jobs.mark_queued(job.job_id)
    first = jobs.jobs(OWNER, 2, status=JobStatus.QUEUED)
    second = jobs.jobs(OWNER, 2, first.next_after, JobStatus.QUEUED)
    listed = [job.job_id for page in (first, second) for job in page.items]
    assert listed == [job.job_id for job in reversed(made[:3])]
    assert second.next_after is None


def test_open_jobs_are_those_that_are_not_terminal_or_still_hold_a_place(jobs: JobStorePort) -> None:
    waiting, running, done = (submit(jobs) for _ in range(3))
    assert jobs.open_jobs() == 3
    claims = {taken.job_id: taken for taken in jobs.claim({}, 10, 10)}
    jobs.cancel(OWNER, running.job_id)
    jobs.begin_stage(Execution(done.job_id, 1).attempt("extract"), JobStatus.EXTRACTING, 60)
    assert jobs.open_jobs() == 3
    jobs.settle(Execution(done.job_id, 1), True, PAST)
    jobs.settle(Execution(running.job_id, 1), False, PAST)
    assert jobs.open_jobs() == 1
    jobs.release_claim(claims[waiting.job_id])
    jobs.cancel(OWNER, waiting.job_id)
    assert jobs.open_jobs() == 0


def test_settled_since_tells_of_ends_and_retries(jobs: JobStorePort) -> None:
    started = jobs.job_for_execution(submit(jobs).job_id).created_at
    failed, cancelled, completed = (submit(jobs) for _ in range(3))
    jobs.claim({}, 10, 10)
    jobs.record_failure(Execution(failed.job_id, 1), TRANSIENT)
    jobs.settle(Execution(failed.job_id, 1), False, PAST)
    jobs.cancel(OWNER, cancelled.job_id)
    jobs.begin_stage(Execution(completed.job_id, 1).attempt("store"), JobStatus.STORING, 60)
    jobs.settle(Execution(completed.job_id, 1), True, PAST)
    settled = [(job.job_id, job.status) for job in jobs.settled_since(started)]
    assert settled == [
        (failed.job_id, JobStatus.RETRYING),
        (cancelled.job_id, JobStatus.CANCELLED),
        (completed.job_id, JobStatus.COMPLETED),
    ]
    assert list(jobs.settled_since(started + timedelta(days=1))) == []
