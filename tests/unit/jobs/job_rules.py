"""The rules of jobs, lanes, leases and paid calls as a state machine that drives any job store at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from williams.domain.errors import (
    Conflict,
    IllegalMove,
    JobCancelled,
    LeaseHeld,
    StaleExecution,
    WilliamsError,
)
from williams.domain.executions import Execution
from williams.domain.jobs import (
    DEFECT_RETRIES,
    FINAL,
    MANUAL_RETRIES,
    RUNNING,
    TERMINAL,
    WAITING,
    Job,
    JobError,
    JobKind,
    JobStatus,
)
from williams.domain.jobs import check_move as check_domain_move
from williams.ports.jobs import Claim, JobStorePort, PaidCall

T = TypeVar("T")
START = datetime(2026, 1, 1, tzinfo=UTC)
LANES = {"wide": 2, "narrow": 1}
JOBS = [(owner, plugin, priority) for owner in ("ada", "bob") for plugin in LANES for priority in (5, 5, 9)]
# Far longer than an example takes, so that it never runs out by itself.
LEASE_SECONDS = 1000
PAUSES = st.sampled_from([1, 2, 4, 8, LEASE_SECONDS])
ITEMS = st.sampled_from([None, 0, 1])
KEYS = st.sampled_from(["k1", "k2"])
PRICE = 0.25


@dataclass
class Paid:
    """What a call's record is to say."""

    attempts: int = 0
    doubtful: bool = False
    result: str | None = None


class JobRules(RuleBasedStateMachine):
    """Two owners with jobs of two plugins. A subclass says which store, what time it is, and how time passes."""

    jobs: JobStorePort

    def present(self) -> datetime:
        raise NotImplementedError

    def pass_time(self, seconds: int) -> None:
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.claims: list[Claim] = []
        self.settled: set[Execution] = set()
        self.seen: dict[str, Job] = {}
        self.leases: dict[tuple[str, str, int | None], tuple[int, int]] = {}
        self.calls: dict[tuple[str, str], Paid] = {}
        self.passed = 0

    @initialize()
    def submit(self) -> None:
        for number, (owner, plugin, priority) in enumerate(JOBS):
            job = Job(
                job_id=f"job_{number:02}",
                owner=owner,
                kind=JobKind.IMPORT,
                plugin_id=plugin,
                url="u",
                content_type="document",
                priority=priority,
                created_at=START + timedelta(seconds=number),
            )
            self.jobs.submit(job, None, "hash")
            self.seen[job.job_id] = job

    def stored(self, job_id: str) -> Job:
        return self.jobs.job_for_execution(job_id)

    @rule(seconds=PAUSES)
    def wait(self, seconds: int) -> None:
        self.passed += seconds
        self.pass_time(seconds)

    @rule(number=st.integers(0, len(JOBS) - 1))
    def queue(self, number: int) -> None:
        self.jobs.mark_queued(sorted(self.seen)[number])

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        waiting = [job for job in self.seen.values() if job.status in WAITING and job.claimed_at is None]
        due = [job for job in waiting if job.not_before is None or job.not_before <= self.present()]
        held = [job for job in self.seen.values() if job.claimed_at is not None]
        taken = self.jobs.claim(LANES, 0, limit)
        assert len(taken) <= limit
        for claim in taken:
            before = self.seen[claim.job_id]
            assert before in waiting
            assert before.not_before is None or before.not_before <= self.present()
            assert claim.execution.number == before.execution_no + 1
        self.claims += taken
        chosen = {claim.job_id for claim in taken}
        left = [job for job in due if job.job_id not in chosen]
        self._check_choice([self.seen[job_id] for job_id in chosen], left, held, len(taken) == limit)

    def _check_choice(self, chosen: list[Job], left: list[Job], held: list[Job], cut_short: bool) -> None:
        """No place stays free, no owner's own priority is passed over, and owners take turns whatever the priority."""
        running = Counter((job.plugin_id, job.owner) for job in held)
        for other in left:
            lane = other.plugin_id
            beside = [job for job in chosen if job.plugin_id == lane]
            places = LANES[lane] - sum(job.plugin_id == lane for job in held) - len(beside)
            assert cut_short or places <= 0, f"{other.job_id} could have been taken"
            taken = Counter(job.owner for job in beside)
            assert all(job.priority >= other.priority for job in beside if job.owner == other.owner)
            mine = running[lane, other.owner] + taken[other.owner]
            for owner in taken.keys() - {other.owner}:
                assert running[lane, owner] + taken[owner] <= mine + 1, f"{owner} was preferred to {other.owner}"

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        if self.claims:
            self.jobs.release_claim(data.draw(st.sampled_from(self.claims)))

    def _refusal(self, claim: Claim) -> type[WilliamsError] | None:
        """Why nothing may start for this execution, if so."""
        job = self.stored(claim.job_id)
        if job.status is JobStatus.CANCELLED:
            return JobCancelled
        return StaleExecution if job.execution != claim.execution or job.claimed_at is None else None

    @rule(data=st.data(), status=st.sampled_from(sorted(JobStatus)), item=ITEMS)
    def begin(self, data: st.DataObject, status: JobStatus, item: int | None) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        place = (claim.job_id, status.value, item)
        expected = self._refusal(claim)
        if expected is None and status not in RUNNING:
            expected = IllegalMove
        elif expected is None and self.leases.get(place, (0, 0))[1] > self.passed:
            expected = LeaseHeld
        before = self.stored(claim.job_id)
        job = _tried(
            expected,
            lambda: self.jobs.begin_stage(claim.execution.attempt(status.value, item), status, LEASE_SECONDS).job,
        )
        if job is None:
            assert self.stored(claim.job_id) == before
            return
        assert job.status is status
        assert claim.execution not in self.settled
        self.leases[place] = (claim.execution.number, self.passed + LEASE_SECONDS)

    @rule(data=st.data(), status=st.sampled_from(sorted(RUNNING)), item=ITEMS, renews=st.booleans())
    def end_or_renew(self, data: st.DataObject, status: JobStatus, item: int | None, renews: bool) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        attempt = claim.execution.attempt(status.value, item)
        mine = self.leases.get((claim.job_id, status.value, item), (0, 0))[0] == claim.execution.number
        if renews:
            self.jobs.renew_lease(attempt, LEASE_SECONDS)
            if mine:
                self.leases[claim.job_id, status.value, item] = (claim.execution.number, self.passed + LEASE_SECONDS)
        else:
            self.jobs.end_stage(attempt, None)
            if mine:
                del self.leases[claim.job_id, status.value, item]

    @rule(data=st.data(), code=st.sampled_from(["c", WilliamsError.code]), retryable=st.booleans())
    def fail(self, data: st.DataObject, code: str, retryable: bool) -> None:
        if self.claims:
            claim = data.draw(st.sampled_from(self.claims))
            error = JobError(code=code, message=str(claim.execution), retryable=retryable)
            self.jobs.record_failure(claim.execution, error)

    @rule(data=st.data(), key=KEYS)
    def pay(self, data: st.DataObject, key: str) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        intent = _tried(
            self._refusal(claim),
            lambda: self.jobs.begin_paid_call(claim.execution.attempt("generate"), None, key),
        )
        if intent is None:
            return
        call = self.calls.setdefault((claim.job_id, key), Paid())
        if call.result is None:
            call.doubtful = call.doubtful or call.attempts > 0
            call.attempts += 1
        assert intent == PaidCall(
            call_key=key, result_key=call.result, attempts=call.attempts, possibly_paid_twice=call.doubtful
        )

    @rule(data=st.data(), answers=st.booleans())
    def answer_or_refuse(self, data: st.DataObject, answers: bool) -> None:
        """A provider answers even if the job was cancelled or settled meanwhile: what it costs is counted."""
        if not self.calls:
            return
        job_id, key = data.draw(st.sampled_from(sorted(self.calls)))
        call = self.calls[job_id, key]
        if answers:
            self.jobs.end_paid_call(job_id, key, "result", PRICE)
            call.result = "result"
        elif call.result is None:
            self.jobs.refuse_paid_call(job_id, key)
            call.attempts = max(0, call.attempts - 1)

    @rule(data=st.data(), succeeded=st.booleans())
    def settle(self, data: st.DataObject, succeeded: bool) -> None:
        if not self.claims:
            return
        claim = data.draw(st.sampled_from(self.claims))
        before = self.stored(claim.job_id)
        after = self.jobs.settle(claim.execution, succeeded, self.present())
        if after is None:
            assert self.stored(claim.job_id) == before
            return
        assert claim.execution not in self.settled
        assert after.status in TERMINAL | {JobStatus.RETRYING}
        assert after.claimed_at is None
        self.settled.add(claim.execution)

    @rule(number=st.integers(0, len(JOBS) - 1))
    def cancel(self, number: int) -> None:
        before = self.stored(sorted(self.seen)[number])
        try:
            after = self.jobs.cancel(before.owner, before.job_id)
        except Conflict:
            assert before.status in {JobStatus.COMPLETED, JobStatus.FAILED}
        else:
            assert after.status is JobStatus.CANCELLED

    @rule(number=st.integers(0, len(JOBS) - 1), manual=st.booleans())
    def retry(self, number: int, manual: bool) -> None:
        before = self.stored(sorted(self.seen)[number])
        try:
            after = self.jobs.retry(before.owner, before.job_id, manual, self.present())
        except Conflict:
            allowed = MANUAL_RETRIES if manual else before.max_retries
            assert before.status is not JobStatus.FAILED or before.retry_count >= allowed
        else:
            assert (before.status, after.status) == (JobStatus.FAILED, JobStatus.RETRYING)
            assert after.not_before == self.present() + timedelta(seconds=2**after.retry_count)
            assert after.priority == min(10, before.priority + (2 if manual else 0))

    @invariant()
    def every_move_is_legal(self) -> None:
        for job_id, before in self.seen.items():
            after = self.stored(job_id)
            if after.status is not before.status:
                check_domain_move(before.status, after.status)
            assert after.retry_count in (before.retry_count, before.retry_count + 1)
            assert after.execution_no in (before.execution_no, before.execution_no + 1)
            assert before.started_at is None or after.started_at == before.started_at
            self.seen[job_id] = after

    @invariant()
    def what_a_job_says_of_itself_agrees(self) -> None:
        for job in self.seen.values():
            assert (job.completed_at is not None) == (job.status in TERMINAL)
            assert job.claimed_at is not None or job.status not in RUNNING
            assert (job.status is JobStatus.COMPLETED) == (job.progress_percent == 100.0)
            assert job.status is not JobStatus.FAILED or job.error is not None
            assert job.retry_count <= MANUAL_RETRIES
            assert job.defects <= DEFECT_RETRIES or job.status is JobStatus.FAILED

    @invariant()
    def lanes_never_overflow_and_hold_what_is_unsettled(self) -> None:
        held = {job.job_id: job for job in self.seen.values() if job.claimed_at is not None}
        taken = Counter(job.plugin_id for job in held.values())
        assert all(taken[plugin] <= places for plugin, places in LANES.items())
        unsettled = self.jobs.unsettled(datetime.now(UTC) + timedelta(days=1000))
        assert {each.claim.job_id: each.status for each in unsettled} == {
            job_id: job.status for job_id, job in held.items()
        }

    @invariant()
    def what_may_run_again_is_known(self) -> None:
        may = {job_id for job_id, job in self.seen.items() if job.status not in FINAL}
        assert self.jobs.resumable(list(self.seen)) == may

    def teardown(self) -> None:
        """The stories are long: they are read once, at the end."""
        for job in self.seen.values():
            events = self.jobs.events(job.owner, job.job_id)
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            assert [event.status for event in events if event.status is not None][-1] is job.status
            results = [call.result for (job_id, _), call in self.calls.items() if job_id == job.job_id]
            paid = PRICE * len([result for result in results if result])
            assert sum(event.cost_usd or 0 for event in events) == self.jobs.spent_usd(job.job_id) == paid


def _tried(expected: type[WilliamsError] | None, act: Callable[[], T]) -> T | None:
    """Return what ``act`` gives, or None after it raised the expected error."""
    if expected is None:
        return act()
    with pytest.raises(expected) as caught:
        act()
    assert caught.type is expected
    return None
