"""JobStorePort, what a running execution calls: the fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.contract.records import (
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
from williams.domain.errors import IllegalMove, JobCancelled, LeaseHeld, NotFound, StaleExecution
from williams.domain.executions import Execution
from williams.domain.jobs import TERMINAL, WAITING, Job, JobStatus
from williams.ports.catalog import CatalogPort
from williams.ports.jobs import Claim, JobStorePort


def begin(
    jobs: JobStorePort, taken: Claim, stage: str = "extract", item: int | None = None, seconds: float = 60
) -> Job:
    return jobs.begin_stage(taken.execution.attempt(stage, item), JobStatus.EXTRACTING, seconds).job


def test_beginning_a_stage_changes_the_status_and_returns_the_job(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    job = begin(jobs, taken)
    assert (job.status, job.current_stage) == (JobStatus.EXTRACTING, "extract")
    assert job == jobs.job(OWNER, taken.job_id)
    jobs.end_stage(taken.execution.attempt("extract"), None)
    job = jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 60).job
    assert (job.status, job.current_stage) == (JobStatus.EMBEDDING, "embed")


def test_a_stage_is_the_first_only_if_none_was_entered_before(jobs: JobStorePort) -> None:
    job = submit(jobs)

    def first(execution_no: int, stage: str, status: JobStatus) -> bool:
        return jobs.begin_stage(Execution(job.job_id, execution_no).attempt(stage), status, 0).first

    claim(jobs, job)
    assert first(1, "download", JobStatus.DOWNLOADING)
    assert not first(1, "download", JobStatus.DOWNLOADING), "another delivery of the same"
    assert not first(1, "extract", JobStatus.EXTRACTING)
    jobs.settle(Execution(job.job_id, 1), False, PAST)
    claim(jobs, job)
    assert not first(2, "download", JobStatus.DOWNLOADING), "another execution"


def test_events_tell_of_each_stage_in_order(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    begin(jobs, taken, item=3)
    jobs.end_stage(taken.execution.attempt("extract", 3), "It broke.")
    events = jobs.events(OWNER, taken.job_id)
    assert [event.seq for event in events] == [1, 2, 3, 4]
    begun, ended = events[2:]
    assert (begun.kind, begun.status, begun.stage, begun.batch) == ("begin", JobStatus.EXTRACTING, "extract", 3)
    assert (ended.kind, ended.stage, ended.batch, ended.message) == ("end", "extract", 3, "It broke.")
    assert begun.execution_no == ended.execution_no == 1


def test_a_held_stage_cannot_be_begun_again_until_it_ends(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    begin(jobs, taken)
    before = jobs.events(OWNER, taken.job_id)
    with pytest.raises(LeaseHeld):
        begin(jobs, taken)
    assert jobs.events(OWNER, taken.job_id) == before
    jobs.end_stage(taken.execution.attempt("extract"), None)
    begin(jobs, taken)


def test_items_and_stages_hold_leases_of_their_own(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    for item in (None, 0, 1):
        begin(jobs, taken, item=item)
    begin(jobs, taken, stage="other")
    with pytest.raises(LeaseHeld):
        begin(jobs, taken, item=0)


def test_an_expired_lease_is_taken_over(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    begin(jobs, taken, seconds=0)
    begin(jobs, taken, seconds=60)
    with pytest.raises(LeaseHeld):
        begin(jobs, taken)


def test_a_new_execution_waits_for_the_worker_of_an_old_one(jobs: JobStorePort) -> None:
    job = submit(jobs)
    begin(jobs, claim(jobs, job))
    jobs.settle(Execution(job.job_id, 1), False, PAST)
    second = claim(jobs, job)
    with pytest.raises(LeaseHeld):
        begin(jobs, second)
    jobs.end_stage(Execution(job.job_id, 1).attempt("extract"), "It was told to stop.")
    ended = jobs.events(OWNER, job.job_id)[-1]
    assert (ended.kind, ended.execution_no, ended.message) == ("end", 1, "It was told to stop.")
    begin(jobs, second)


def test_a_worker_whose_lease_was_taken_over_leaves_it(jobs: JobStorePort) -> None:
    job = submit(jobs)
    begin(jobs, claim(jobs, job), seconds=0)
    jobs.settle(Execution(job.job_id, 1), False, PAST)
    second = claim(jobs, job)
    begin(jobs, second)
    jobs.end_stage(Execution(job.job_id, 1).attempt("extract"), None)
    jobs.renew_lease(Execution(job.job_id, 1).attempt("extract"), 0)
    with pytest.raises(LeaseHeld):
        begin(jobs, second)


@pytest.mark.parametrize("item", [None, 4])
def test_a_renewed_lease_lasts(jobs: JobStorePort, item: int | None) -> None:
    taken = submit_claimed(jobs)
    begin(jobs, taken, item=item, seconds=0)
    before = jobs.events(OWNER, taken.job_id)
    jobs.renew_lease(taken.execution.attempt("extract", item), 60)
    assert jobs.events(OWNER, taken.job_id) == before
    with pytest.raises(LeaseHeld):
        begin(jobs, taken, item=item)
    jobs.end_stage(taken.execution.attempt("extract", item), None)
    jobs.renew_lease(taken.execution.attempt("extract", item), 60)
    jobs.renew_lease(Execution("job_unknown", 1).attempt("extract", item), 60)
    begin(jobs, taken, item=item)


def test_ending_what_was_not_begun_says_nothing(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.end_stage(taken.execution.attempt("extract"), None)
    jobs.end_stage(Execution("job_unknown", 1).attempt("extract"), None)
    assert [event.kind for event in jobs.events(OWNER, taken.job_id)] == ["status", "claim"]


def test_nothing_begins_in_a_cancelled_job(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.still_wanted(taken.execution)
    jobs.cancel(OWNER, taken.job_id)
    with pytest.raises(JobCancelled):
        begin(jobs, taken)
    with pytest.raises(JobCancelled):
        jobs.still_wanted(taken.execution)
    assert jobs.job(OWNER, taken.job_id).status is JobStatus.CANCELLED


def test_nothing_begins_in_an_old_execution(jobs: JobStorePort) -> None:
    job = submit(jobs)
    first = claim(jobs, job)
    jobs.release_claim(first)
    second = claim(jobs, job)
    with pytest.raises(StaleExecution):
        begin(jobs, first)
    with pytest.raises(StaleExecution):
        jobs.still_wanted(Execution(job.job_id, 1))
    begin(jobs, second)


def test_nothing_begins_after_settling(jobs: JobStorePort) -> None:
    retrying, failed = submit_claimed(jobs), submit_claimed(jobs)
    jobs.settle(Execution(retrying.job_id, 1), False, PAST)
    jobs.record_failure(Execution(failed.job_id, 1), PERMANENT)
    jobs.settle(Execution(failed.job_id, 1), False, PAST)
    for taken, status in ((retrying, JobStatus.RETRYING), (failed, JobStatus.FAILED)):
        with pytest.raises(StaleExecution):
            begin(jobs, taken)
        assert jobs.job(OWNER, taken.job_id).status is status


def test_nothing_begins_in_a_job_that_was_never_claimed(jobs: JobStorePort) -> None:
    job = submit(jobs)
    with pytest.raises(StaleExecution):
        jobs.begin_stage(Execution(job.job_id, 0).attempt("extract"), JobStatus.EXTRACTING, 60)
    with pytest.raises(NotFound):
        jobs.begin_stage(Execution("job_unknown", 1).attempt("extract"), JobStatus.EXTRACTING, 60)
    with pytest.raises(NotFound):
        jobs.still_wanted(Execution("job_unknown", 1))


@pytest.mark.parametrize("status", sorted(WAITING | TERMINAL))
def test_a_stage_has_a_status_of_a_running_job(jobs: JobStorePort, status: JobStatus) -> None:
    taken = submit_claimed(jobs)
    begin(jobs, taken)
    with pytest.raises(IllegalMove):
        jobs.begin_stage(taken.execution.attempt("other"), status, 60)
    assert jobs.job(OWNER, taken.job_id).status is JobStatus.EXTRACTING


def test_the_first_failure_of_an_execution_stays(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.record_failure(taken.execution, PERMANENT)
    jobs.record_failure(taken.execution, TRANSIENT)
    job = jobs.job(OWNER, taken.job_id)
    assert (job.error, job.status) == (PERMANENT, JobStatus.PENDING)
    errors = [event for event in jobs.events(OWNER, taken.job_id) if event.kind == "error"]
    assert [(event.stage, event.message) for event in errors] == [("extract", "corrupt-content: It is damaged.")]


def test_a_stale_execution_records_nothing(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.record_failure(Execution(taken.job_id, 2), PERMANENT)
    jobs.settle(taken.execution, False, PAST)
    jobs.record_failure(taken.execution, PERMANENT)
    jobs.record_failure(Execution("job_unknown", 1), PERMANENT)
    error = jobs.job(OWNER, taken.job_id).error
    assert error is not None
    assert error.code == "worker-crashed"


def test_a_job_is_linked_to_what_it_made(jobs: JobStorePort, catalog: CatalogPort) -> None:
    content, artifact = make_content(), make_artifact()
    catalog.commit_import(content, [])
    catalog.commit_artifact(artifact)
    job = submit(jobs)
    jobs.link(job.job_id, content.content_id, None)
    jobs.link(job.job_id, None, artifact.artifact_id)
    linked = jobs.job(OWNER, job.job_id)
    assert (linked.content_id, linked.artifact_id) == (content.content_id, artifact.artifact_id)
    with pytest.raises(NotFound):
        jobs.link("job_unknown", content.content_id, None)


def go_on(jobs: JobStorePort, taken: Claim, after: int | None = None, item: int | None = None) -> Job:
    return jobs.begin_stage(
        taken.execution.attempt("embed", item), JobStatus.EMBEDDING, 60, taken.execution.attempt("extract", after)
    ).job


@pytest.mark.parametrize("item", [None, 0])
def test_one_stage_ends_as_the_next_begins(jobs: JobStorePort, item: int | None) -> None:
    taken, apart = submit_claimed(jobs), submit_claimed(jobs)
    begin(jobs, taken, item=item)
    job = go_on(jobs, taken, item)
    assert (job.status, job.current_stage) == (JobStatus.EMBEDDING, "embed")
    assert job == jobs.job(OWNER, taken.job_id)
    begin(jobs, apart, item=item)
    jobs.end_stage(Execution(apart.job_id, 1).attempt("extract", item), None)
    jobs.begin_stage(Execution(apart.job_id, 1).attempt("embed"), JobStatus.EMBEDDING, 60)
    moments = [event.at for event in jobs.events(OWNER, taken.job_id)]
    assert moments == sorted(moments)
    told, told_apart = (
        [event.model_copy(update={"job_id": "", "at": PAST}) for event in jobs.events(OWNER, each.job_id)]
        for each in (taken, apart)
    )
    assert told == told_apart
    with pytest.raises(LeaseHeld):
        go_on(jobs, taken, item)
    begin(jobs, taken, item=item)


def test_a_stage_ends_where_the_next_cannot_begin(jobs: JobStorePort) -> None:
    held, cancelled, stale = (submit_claimed(jobs) for _ in range(3))
    jobs.begin_stage(Execution(held.job_id, 1).attempt("embed"), JobStatus.EMBEDDING, 60)
    for taken in (held, cancelled, stale):
        begin(jobs, taken)
    jobs.cancel(OWNER, cancelled.job_id)
    jobs.settle(Execution(stale.job_id, 1), False, PAST)
    for taken, refusal in ((held, LeaseHeld), (cancelled, JobCancelled), (stale, StaleExecution)):
        with pytest.raises(refusal):
            go_on(jobs, taken)
        ended = jobs.events(OWNER, taken.job_id)[-1]
        assert (ended.kind, ended.stage, ended.execution_no) == ("end", "extract", 1)
        with pytest.raises(refusal):
            go_on(jobs, taken)
        assert jobs.events(OWNER, taken.job_id)[-1] == ended


def test_a_stage_whose_lease_another_execution_took_over_is_left_alone(jobs: JobStorePort) -> None:
    job = submit(jobs)
    first = claim(jobs, job)
    begin(jobs, first, seconds=0)
    jobs.settle(Execution(job.job_id, 1), False, PAST)
    second = claim(jobs, job)
    begin(jobs, second)
    with pytest.raises(StaleExecution):
        go_on(jobs, first)
    with pytest.raises(LeaseHeld):
        begin(jobs, second)


def test_a_stage_begins_where_the_one_before_has_ended_already(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    go_on(jobs, taken)
    assert [event.kind for event in jobs.events(OWNER, taken.job_id)] == ["status", "claim", "begin"]


@pytest.mark.parametrize("item", [None, 2])
def test_an_execution_that_waits_is_not_silent(jobs: JobStorePort, item: int | None) -> None:
    taken = submit_claimed(jobs)
    begin(jobs, taken, item=item)
    jobs.wait_stage(taken.execution.attempt("extract_wait", item), 500)
    jobs.end_stage(taken.execution.attempt("extract", item), "Waits.")
    before = jobs.events(OWNER, taken.job_id)
    (waiting,) = (each for each in jobs.unsettled(datetime.max.replace(tzinfo=UTC)) if each.claim == taken)
    assert -500 <= waiting.silent_seconds < -400
    jobs.wait_stage(taken.execution.attempt("extract_wait", item), 0)
    (waiting,) = (each for each in jobs.unsettled(datetime.max.replace(tzinfo=UTC)) if each.claim == taken)
    assert waiting.silent_seconds >= 0
    assert jobs.events(OWNER, taken.job_id) == before
    jobs.begin_stage(
        taken.execution.attempt("extract", item),
        JobStatus.EXTRACTING,
        60,
        taken.execution.attempt("extract_wait", item),
    )


def test_an_old_execution_does_not_wait(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.settle(taken.execution, False, PAST)
    jobs.wait_stage(taken.execution.attempt("extract_wait"), 500)
    jobs.wait_stage(Execution("job_unknown", 1).attempt("extract_wait"), 500)
    second = claim(jobs, jobs.job(OWNER, taken.job_id))
    (waiting,) = (each for each in jobs.unsettled(datetime.max.replace(tzinfo=UTC)) if each.claim == second)
    assert waiting.silent_seconds >= 0
