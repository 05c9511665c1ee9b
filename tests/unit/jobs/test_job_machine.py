"""Whatever is asked in whatever order, a job only ever moves as the domain allows, and its records agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from williams.adapters.memory.jobs import InMemoryJobs
from williams.domain.errors import Conflict, WilliamsError
from williams.domain.jobs import MANUAL_RETRIES, RUNNING, TERMINAL, WAITING, Job, JobError, JobKind, JobStatus
from williams.domain.jobs import check_move as check_domain_move
from williams.ports.jobs import Claim

OWNER = "ada"
START = datetime(2026, 1, 1, tzinfo=UTC)
LANE = 2


class JobMachine(RuleBasedStateMachine):
    """Three jobs in a lane of two places, driven at random; the clock only moves when a rule says so."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.jobs = InMemoryJobs(lambda: self.now)
        self.claims: list[Claim] = []
        self.settled: set[tuple[str, int]] = set()
        self.seen: dict[str, Job] = {}

    @initialize()
    def submit(self) -> None:
        for priority in (1, 5, 10):
            job = Job(
                job_id=f"job_{priority}",
                owner=OWNER,
                kind=JobKind.IMPORT,
                plugin_id="p",
                url="u",
                content_type="document",
                priority=priority,
                created_at=START,
            )
            self.jobs.submit(job, None, "hash")
            self.seen[job.job_id] = job

    def pick(self, number: int) -> str:
        return sorted(self.seen)[number]

    @rule(seconds=st.integers(1, 10))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(number=st.integers(0, 2))
    def queue(self, number: int) -> None:
        self.jobs.mark_queued(self.pick(number))

    @rule(limit=st.integers(1, 3))
    def claim(self, limit: int) -> None:
        taken = self.jobs.claim({"p": LANE}, 0, limit)
        assert len(taken) <= limit
        for claim in taken:
            before = self.seen[claim.job_id]
            assert before.status in WAITING
            assert before.claimed_at is None
            assert before.not_before is None or before.not_before <= self.now
            assert claim.execution_no == before.execution_no + 1
        self.claims += taken

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        if self.claims:
            self.jobs.release_claim(data.draw(st.sampled_from(self.claims)))

    @rule(data=st.data(), status=st.sampled_from(sorted(JobStatus)), item=st.sampled_from([None, 0, 1]))
    def begin(self, data: st.DataObject, status: JobStatus, item: int | None) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        before = self.jobs.job_for_execution(claim.job_id)
        try:
            job = self.jobs.begin_stage(claim.job_id, claim.execution_no, status.value, status, item, 5)
        except WilliamsError:
            assert self.jobs.job_for_execution(claim.job_id) == before
            return
        assert job.status is status
        assert before.execution_no == claim.execution_no
        assert (claim.job_id, claim.execution_no) not in self.settled

    @rule(data=st.data(), status=st.sampled_from(sorted(RUNNING)), item=st.sampled_from([None, 0, 1]))
    def end(self, data: st.DataObject, status: JobStatus, item: int | None) -> None:
        if self.claims:
            claim = data.draw(st.sampled_from(self.claims))
            self.jobs.end_stage(claim.job_id, claim.execution_no, status.value, item, None)

    @rule(data=st.data(), retryable=st.booleans())
    def fail(self, data: st.DataObject, retryable: bool) -> None:
        if self.claims:
            claim = data.draw(st.sampled_from(self.claims))
            error = JobError(code="c", message=f"{claim.execution_no}", retryable=retryable)
            self.jobs.record_failure(claim.job_id, claim.execution_no, error)

    @rule(data=st.data(), succeeded=st.booleans())
    def settle(self, data: st.DataObject, succeeded: bool) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        key = (claim.job_id, claim.execution_no)
        before = self.jobs.job_for_execution(claim.job_id)
        after = self.jobs.settle(*key, succeeded, self.now)
        if after is None:
            assert self.jobs.job_for_execution(claim.job_id) == before
            return
        assert key not in self.settled
        assert after.status in TERMINAL | {JobStatus.RETRYING}
        self.settled.add(key)

    @rule(number=st.integers(0, 2))
    def cancel(self, number: int) -> None:
        before = self.jobs.job(OWNER, self.pick(number))
        try:
            after = self.jobs.cancel(OWNER, before.job_id)
        except Conflict:
            assert before.status in {JobStatus.COMPLETED, JobStatus.FAILED}
        else:
            assert after.status is JobStatus.CANCELLED

    @rule(number=st.integers(0, 2), manual=st.booleans())
    def retry(self, number: int, manual: bool) -> None:
        before = self.jobs.job(OWNER, self.pick(number))
        try:
            after = self.jobs.retry(OWNER, before.job_id, manual)
        except Conflict:
            allowed = MANUAL_RETRIES if manual else before.max_retries
            assert before.status is not JobStatus.FAILED or before.retry_count >= allowed
        else:
            assert (before.status, after.status) == (JobStatus.FAILED, JobStatus.RETRYING)
            assert after.priority >= before.priority

    @invariant()
    def every_move_is_legal(self) -> None:
        for job_id, before in self.seen.items():
            after = self.jobs.job(OWNER, job_id)
            if after.status is not before.status:
                check_domain_move(before.status, after.status)
            assert after.retry_count in (before.retry_count, before.retry_count + 1)
            assert after.execution_no in (before.execution_no, before.execution_no + 1)
            self.seen[job_id] = after

    @invariant()
    def what_a_job_says_of_itself_agrees(self) -> None:
        for job_id in self.seen:
            job = self.jobs.job(OWNER, job_id)
            assert (job.completed_at is not None) == (job.status in TERMINAL)
            assert job.claimed_at is not None or job.status not in RUNNING
            assert (job.status is JobStatus.COMPLETED) == (job.progress_percent == 100.0)
            assert job.status is not JobStatus.FAILED or job.error is not None
            assert job.retry_count <= MANUAL_RETRIES

    @invariant()
    def the_lane_never_overflows(self) -> None:
        held = [job for job in self.jobs.jobs(OWNER, 10).items if job.claimed_at is not None]
        assert len(held) <= LANE

    @invariant()
    def the_events_tell_the_status(self) -> None:
        for job_id in self.seen:
            events = self.jobs.events(OWNER, job_id)
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            told = [event.status for event in events if event.status is not None]
            assert told[-1] is self.jobs.job(OWNER, job_id).status


JobMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestJobMachine = JobMachine.TestCase
