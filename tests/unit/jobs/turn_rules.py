"""The rules of turns in the lanes as a state machine that fills any job store with random backlogs and claims them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from williams.domain.jobs import Job, JobError, JobKind, boosted_priority
from williams.domain.lanes import owner_places
from williams.ports.jobs import Claim, JobStorePort

START = datetime(2026, 1, 1, tzinfo=UTC)
LANES = {"narrow": 1, "pair": 2, "wide": 5}
OWNERS = ("ada", "bob", "cyd", "dee")
PERMANENT = JobError(code="c", message="m", retryable=False)

Place = tuple[str, str]


class TurnRules(RuleBasedStateMachine):
    """Each claim is looked at alone: whom it passed over, and how often that happened before.

    A subclass says which store.
    """

    jobs: JobStorePort

    def __init__(self) -> None:
        super().__init__()
        self.weights = dict.fromkeys(OWNERS, 1)
        self.for_others = 0
        self.waiting: dict[str, Job] = {}
        self.running: dict[str, tuple[Job, Claim]] = {}
        self.failed: dict[str, Job] = {}
        self.passed_over: Counter[Place] = Counter()
        self.submitted = 0

    @initialize(weights=st.tuples(*[st.sampled_from([1, 1, 2, 3])] * len(OWNERS)), for_others=st.integers(0, 2))
    def weigh(self, weights: tuple[int, ...], for_others: int) -> None:
        self.weights = dict(zip(OWNERS, weights, strict=True))
        self.for_others = for_others
        for owner, weight in self.weights.items():
            self.jobs.weigh(owner, weight)

    @rule(
        owner=st.sampled_from(OWNERS),
        lane=st.sampled_from(sorted(LANES)),
        priorities=st.lists(st.integers(1, 10), min_size=1, max_size=12),
    )
    def submit(self, owner: str, lane: str, priorities: list[int]) -> None:
        """All at the same moment: between equals the ids decide."""
        created_at = START + timedelta(seconds=self.submitted)
        for priority in priorities:
            self.submitted += 1
            job = Job(
                job_id=f"job_{self.submitted:04}",
                owner=owner,
                kind=JobKind.IMPORT,
                plugin_id=lane,
                url="u",
                content_type="document",
                priority=priority,
                created_at=created_at,
            )
            self.jobs.submit(job, None, "hash")
            self.waiting[job.job_id] = job

    @rule(limit=st.integers(1, 8))
    def claim(self, limit: int) -> None:
        taken = self.jobs.claim(LANES, 0, limit, places_for_others=self.for_others)
        assert len(taken) <= limit
        for claim in taken:
            self._take(claim)
        if len(taken) < limit:
            assert not [job for job in self.waiting.values() if self._fits(job)], "a place stayed free"

    def _take(self, claim: Claim) -> None:
        job = self.waiting[claim.job_id]
        lane = job.plugin_id
        assert self._fits(job)
        assert job == min(self._waiting(lane, job.owner), key=lambda own: (-own.priority, own.created_at, own.job_id))
        for other in OWNERS:
            if other == job.owner or not self._is_up(lane, other):
                self.passed_over[lane, other] = 0
                continue
            self.passed_over[lane, other] += 1
            assert self.passed_over[lane, other] <= self._bound(other), f"{other} is starved of {lane}"
        del self.waiting[job.job_id]
        self.running[job.job_id] = job, claim

    def _waiting(self, lane: str, owner: str) -> list[Job]:
        return [job for job in self.waiting.values() if (job.plugin_id, job.owner) == (lane, owner)]

    def _held(self, lane: str, *owners: str) -> int:
        return sum(job.plugin_id == lane and job.owner in owners for job, _ in self.running.values())

    def _fits(self, job: Job) -> bool:
        places = LANES[job.plugin_id]
        mine = self._held(job.plugin_id, job.owner) < owner_places(places, self.for_others)
        return mine and self._held(job.plugin_id, *OWNERS) < places

    def _is_up(self, lane: str, owner: str) -> bool:
        """Whether the owner waits and holds less than is its own: others may then pass it over for a while only."""
        own = min(self.weights[owner], owner_places(LANES[lane], self.for_others))
        return bool(self._waiting(lane, owner)) and self._held(lane, owner) < own

    def _bound(self, owner: str) -> int:
        mine = self.weights[owner]
        return sum(theirs // mine + 1 for other, theirs in self.weights.items() if other != owner)

    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        if self.running:
            self._end(data.draw(st.sampled_from(sorted(self.running))))

    @rule()
    def fail_all(self) -> None:
        for job_id in sorted(self.running):
            self._end(job_id)

    def _end(self, job_id: str) -> None:
        job, claim = self.running.pop(job_id)
        self.jobs.record_failure(claim.execution, PERMANENT)
        self.jobs.settle(claim.execution, False, START)
        if not job.retry_count:
            self.failed[job_id] = job

    @rule(data=st.data())
    def retry_by_hand(self, data: st.DataObject) -> None:
        """It comes back with a higher priority among its owner's own."""
        if self.failed:
            job = self.failed.pop(data.draw(st.sampled_from(sorted(self.failed))))
            self.jobs.retry(job.owner, job.job_id, True, START)
            changes = {"priority": boosted_priority(job.priority), "retry_count": 1}
            self.waiting[job.job_id] = job.model_copy(update=changes)
