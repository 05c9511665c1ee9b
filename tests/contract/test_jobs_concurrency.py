"""JobStorePort with many callers at once: the fake and Postgres under the same tests."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine

from tests.contract.records import OWNER, PAST, TRANSIENT, make_job, submit, submit_claimed
from williams.adapters.postgres.engine import transaction
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.prepared import run
from williams.domain.errors import Conflict, LeaseHeld, Stop
from williams.domain.jobs import TERMINAL, Job, JobStatus
from williams.ports.jobs import Claim, JobStorePort, Submission
from williams_testing.memory.jobs import InMemoryJobs

T = TypeVar("T")
THREADS = 8


def at_once(work: Callable[[int], T], callers: int = THREADS) -> list[T]:
    """Call ``work`` with 0, 1, … from as many threads, started together."""
    barrier = threading.Barrier(callers)

    def start(number: int) -> T:
        barrier.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(callers) as pool:
        return [future.result(timeout=60) for future in [pool.submit(start, number) for number in range(callers)]]


def check_story(jobs: JobStorePort, job_id: str) -> None:
    """Every event has the next number, and no number is missing."""
    numbers = [event.seq for event in jobs.events(OWNER, job_id)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_job_is_claimed_twice_and_no_lane_overflows(jobs: JobStorePort) -> None:
    made = [submit(jobs, f"owner{n % 3}") for n in range(40)]

    def drain(_: int) -> list[Claim]:
        return [taken for _ in range(20) for taken in jobs.claim({"import.pdf": 25}, 0, 3)]

    taken = [found.job_id for claims in at_once(drain) for found in claims]
    taken += [found.job_id for found in jobs.claim({"import.pdf": 25}, 0, 50)]
    assert len(taken) == len(set(taken)) == 25
    assert set(taken) <= {job.job_id for job in made}
    assert jobs.claim({"import.pdf": 25}, 0, 50) == []


class SlowLanes(dict[str, int]):
    """Lanes that a claim does not get to know before it may."""

    def __init__(self) -> None:
        super().__init__({"import.pdf": 10})
        self.asked, self.may = threading.Event(), threading.Event()

    def __iter__(self) -> Iterator[str]:
        self._wait()
        return super().__iter__()

    def get(self, plugin_id: str, default: Any = None) -> Any:
        self._wait()
        return super().get(plugin_id, default)

    def _wait(self) -> None:
        self.asked.set()
        assert self.may.wait(timeout=10)


def test_a_claim_that_comes_while_another_is_made_waits_and_takes_what_is_left() -> None:
    """In memory; the next test is of Postgres, which makes the whole of a claim by itself."""
    jobs = InMemoryJobs()
    first, second = submit(jobs), submit(jobs)
    slow = SlowLanes()
    with ThreadPoolExecutor(2) as pool:
        under_way = pool.submit(jobs.claim, slow, 0, 1)
        assert slow.asked.wait(timeout=10)
        waiting = pool.submit(jobs.claim, {}, 10, 10)
        try:
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        finally:
            slow.may.set()
        (taken,), (left,) = under_way.result(timeout=10), waiting.result(timeout=10)
        assert {taken.job_id, left.job_id} == {first.job_id, second.job_id}


def test_a_second_claim_waits_its_turn_and_sees_what_was_submitted_meanwhile(engine: Engine) -> None:
    jobs = PostgresJobs(engine)
    job = submit(jobs)
    with ThreadPoolExecutor(2) as pool:
        with transaction(engine) as connection:
            connection.exec_driver_sql("SELECT FROM processing_jobs FOR UPDATE")
            first = pool.submit(jobs.claim, {}, 10, 10)
            wait_until_somebody_waits(engine)
            late = submit(jobs, priority=10)
            second = pool.submit(jobs.claim, {}, 10, 10)
        assert [taken.job_id for taken in first.result(timeout=10)] == [job.job_id]
        assert [taken.job_id for taken in second.result(timeout=10)] == [late.job_id]


def test_a_job_that_is_cancelled_while_it_is_being_claimed_is_not_taken(engine: Engine) -> None:
    jobs = PostgresJobs(engine)
    submit(jobs)
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as connection:
            connection.exec_driver_sql("UPDATE processing_jobs SET status = 'cancelled', completed_at = now()")
            claiming = pool.submit(jobs.claim, {}, 10, 10)
            wait_until_somebody_waits(engine)
        assert claiming.result(timeout=10) == []


def test_ending_a_stage_takes_its_locks_in_the_order_of_settling(engine: Engine) -> None:
    jobs = PostgresJobs(engine)
    taken = submit_claimed(jobs)
    jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 60)
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as connection:
            connection.exec_driver_sql("SELECT FROM processing_jobs FOR NO KEY UPDATE")
            ending = pool.submit(jobs.end_stage, taken.execution.attempt("embed"), None)
            wait_until_somebody_waits(engine)
            connection.exec_driver_sql("DELETE FROM leases")
        ending.result(timeout=10)
    assert jobs.events(OWNER, taken.job_id)[-1].kind == "begin"


def wait_until_somebody_waits(engine: Engine) -> None:
    """Return once a connection waits for a lock in this database."""
    waiting = (
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(500):
        if run(engine, waiting)[0]["n"]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_one_delivery_of_a_stage_wins(jobs: JobStorePort) -> None:
    for _ in range(5):
        taken = submit_claimed(jobs)

        def begin(_: int, taken: Claim = taken) -> str:
            try:
                jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 60)
            except LeaseHeld:
                return "held"
            return "won"

        assert Counter(at_once(begin)) == {"won": 1, "held": THREADS - 1}
        check_story(jobs, taken.job_id)


def test_one_delivery_takes_over_an_expired_lease(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 0)

    def begin(_: int) -> bool:
        try:
            jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 60)
        except LeaseHeld:
            return False
        return True

    assert sum(at_once(begin)) == 1


def test_items_run_side_by_side_and_every_event_is_kept(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)

    def run_items(number: int) -> None:
        for item in range(number * 5, number * 5 + 5):
            jobs.begin_stage(taken.execution.attempt("speak", item), JobStatus.GENERATING, 60)
            key = f"k{item}"
            jobs.begin_paid_call(taken.execution.attempt("speak"), item, key)
            jobs.end_paid_call(taken.job_id, key, f"jobs/{key}", 0.5)
            jobs.end_stage(taken.execution.attempt("speak", item), None)

    at_once(run_items)
    kinds = Counter(event.kind for event in jobs.events(OWNER, taken.job_id))
    assert kinds == {"status": 1, "claim": 1, "begin": 40, "cost": 40, "end": 40}
    assert jobs.spent_usd(taken.job_id) == 20
    check_story(jobs, taken.job_id)


def test_one_settling_counts(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs)
    jobs.record_failure(taken.execution, TRANSIENT)
    settled = at_once(lambda _: jobs.settle(taken.execution, False, PAST))
    assert [job.status for job in settled if job is not None] == [JobStatus.RETRYING]
    assert jobs.job(OWNER, taken.job_id).retry_count == 1
    check_story(jobs, taken.job_id)


def test_one_key_makes_one_job(jobs: JobStorePort) -> None:
    def send(_: int) -> Submission:
        return jobs.submit(make_job(), "key", "hash")

    submissions = at_once(send)
    assert sum(submission.created for submission in submissions) == 1
    assert len({submission.job.job_id for submission in submissions}) == 1
    assert len(jobs.jobs(OWNER, 10).items) == 1


def test_one_retry_counts(jobs: JobStorePort) -> None:
    taken = submit_claimed(jobs, max_retries=0)
    jobs.settle(taken.execution, False, PAST)

    def retry(_: int) -> bool:
        try:
            jobs.retry(OWNER, taken.job_id, True, PAST)
        except Conflict:
            return False
        return True

    assert sum(at_once(retry)) == 1
    assert jobs.job(OWNER, taken.job_id).retry_count == 1


def test_cancel_and_settle_and_stages_at_once_end_in_one_truth(jobs: JobStorePort) -> None:
    for _ in range(10):
        taken = submit_claimed(jobs)
        jobs.begin_stage(taken.execution.attempt("embed"), JobStatus.EMBEDDING, 60)

        def act(number: int, taken: Claim = taken) -> Job | None:
            if number % 4 == 0:
                return jobs.settle(taken.execution, True, PAST)
            try:
                if number % 4 == 1:
                    return jobs.cancel(OWNER, taken.job_id)
                jobs.end_stage(taken.execution.attempt("embed"), None)
                return jobs.begin_stage(taken.execution.attempt("store", number), JobStatus.STORING, 60).job
            except (Stop, Conflict):
                return None

        at_once(act)
        final = jobs.job(OWNER, taken.job_id)
        assert final.status in TERMINAL
        assert final.claimed_at is None
        told = [event.status for event in jobs.events(OWNER, taken.job_id) if event.status in TERMINAL]
        assert set(told) == {final.status}
        check_story(jobs, taken.job_id)
