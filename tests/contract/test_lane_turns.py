"""JobStorePort, whose turn it is in the lanes: the fake and Postgres under the same tests, and side by side."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from tests.contract.records import OWNER, PAST, PERMANENT, submit
from tests.unit.jobs.turn_rules import TurnRules
from williams.adapters.postgres.engine import transaction
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.schema import metadata
from williams.domain.executions import Execution
from williams.domain.jobs import Job, JobError
from williams.ports.jobs import Claim, JobStorePort
from williams_testing.memory.jobs import InMemoryJobs

PDF, WEB = "import.pdf", "import.web"


def aged(jobs: JobStorePort, minute: int, owner: str = OWNER, **changes: object) -> Job:
    return submit(jobs, owner, created_at=PAST + timedelta(minutes=minute), **changes)


def many(jobs: JobStorePort, owner: str, count: int, **changes: object) -> list[str]:
    return [aged(jobs, minute, owner, **changes).job_id for minute in range(count)]


def ids(claims: list[Claim]) -> list[str]:
    return [taken.job_id for taken in claims]


def one_after_another(jobs: JobStorePort, count: int, lane: int = 1, for_others: int = 0) -> list[str]:
    """Return whose jobs get a place, when each ends before the next is claimed."""
    owners = []
    for _ in range(count):
        for taken in jobs.claim({}, lane, 1, places_for_others=for_others):
            owners.append(jobs.job_for_execution(taken.job_id).owner)
            end(jobs, taken)
    return owners


def end(jobs: JobStorePort, taken: Claim) -> None:
    jobs.record_failure(taken.execution, PERMANENT)
    jobs.settle(taken.execution, False, PAST)


def test_owners_take_turns_within_one_claim(jobs: JobStorePort) -> None:
    greedy = many(jobs, "greedy", 4)
    modest = aged(jobs, 30, "modest")
    other = aged(jobs, 40, "other")
    taken = ids(jobs.claim({}, 4, 10))
    assert taken == [greedy[0], modest.job_id, other.job_id, greedy[1]]


def test_owners_who_hold_fewer_places_go_first(jobs: JobStorePort) -> None:
    running = many(jobs, "greedy", 2)
    assert ids(jobs.claim({}, 10, 10)) == running
    waiting = aged(jobs, 3, "greedy", priority=10)
    modest = [aged(jobs, minute, "modest") for minute in (10, 11, 12)]
    assert ids(jobs.claim({}, 4, 10)) == [modest[0].job_id, modest[1].job_id]
    assert jobs.job("greedy", waiting.job_id).claimed_at is None


def test_priority_orders_an_owners_own_jobs_only(jobs: JobStorePort) -> None:
    many(jobs, "greedy", 20, priority=10)
    jobs.claim({}, 1, 1)
    modest = [aged(jobs, minute, "modest", priority=priority) for minute, priority in enumerate((5, 6, 1))]
    taken = jobs.claim({}, 6, 10)
    modest_ones = [job_id for job_id in ids(taken) if job_id in {job.job_id for job in modest}]
    assert modest_ones == [modest[1].job_id, modest[0].job_id, modest[2].job_id]
    assert ids(taken)[0] == modest[1].job_id


def test_in_a_lane_of_one_the_next_place_is_for_who_had_none(jobs: JobStorePort) -> None:
    """Nothing runs when the place falls free, so what runs cannot say whose turn it is; age and priority must not."""
    many(jobs, "greedy", 6, priority=10)
    assert one_after_another(jobs, 2) == ["greedy", "greedy"]
    aged(jobs, 30, "modest", priority=1)
    assert one_after_another(jobs, 2) == ["modest", "greedy"]


def test_nobody_saves_turns_up_by_staying_away(jobs: JobStorePort) -> None:
    aged(jobs, 0, "away")
    many(jobs, "busy", 9)
    one_after_another(jobs, 7)
    for minute in range(10, 14):
        aged(jobs, minute, "away")
    assert one_after_another(jobs, 6) == ["away", "busy", "away", "busy", "away", "busy"]


def test_a_weight_gives_more_turns(jobs: JobStorePort) -> None:
    jobs.weigh("favoured", 3)
    many(jobs, "favoured", 12)
    many(jobs, "other", 12)
    assert one_after_another(jobs, 8).count("favoured") == 6


def test_a_weight_gives_more_places(jobs: JobStorePort) -> None:
    jobs.weigh("favoured", 3)
    many(jobs, "other", 12)
    many(jobs, "favoured", 12)
    taken = [jobs.job_for_execution(job_id).owner for job_id in ids(jobs.claim({}, 8, 20))]
    assert (taken.count("favoured"), taken.count("other")) == (6, 2)


def test_weights_are_told_and_taken_back(jobs: JobStorePort) -> None:
    assert jobs.weights() == {}
    for owner, weight in (("bob", 2), ("ada", 100), ("bob", 7), ("cyd", 3), ("cyd", 1), ("dee", 1)):
        jobs.weigh(owner, weight)
    assert jobs.weights() == {"ada": 100, "bob": 7}


@pytest.mark.parametrize(
    ("places", "for_others", "held"), [(4, 0, 4), (4, 1, 3), (4, 3, 1), (4, 9, 1), (2, 1, 1), (1, 1, 1), (0, 1, 0)]
)
def test_one_owner_leaves_places_for_others(jobs: JobStorePort, places: int, for_others: int, held: int) -> None:
    many(jobs, "greedy", 6)
    assert len(jobs.claim({}, places, 10, places_for_others=for_others)) == held
    assert jobs.claim({}, places, 10, places_for_others=for_others) == []
    modest = aged(jobs, 30, "modest")
    taken = ids(jobs.claim({}, places, 10, places_for_others=for_others))
    assert taken == ([modest.job_id] if held < places else [])


def test_a_lane_that_became_narrower_than_what_one_owner_holds(jobs: JobStorePort) -> None:
    many(jobs, "greedy", 6)
    assert len(jobs.claim({}, 4, 10, places_for_others=0)) == 4
    modest = aged(jobs, 30, "modest")
    assert ids(jobs.claim({}, 5, 10, places_for_others=3)) == [modest.job_id]


def test_each_lane_has_turns_of_its_own(jobs: JobStorePort) -> None:
    aged(jobs, 0, "both", plugin_id=WEB)
    jobs.claim({}, 10, 10)
    first = aged(jobs, 1, "both", plugin_id=PDF)
    aged(jobs, 2, "one", plugin_id=PDF)
    assert ids(jobs.claim({PDF: 1}, 10, 10)) == [first.job_id]


def test_a_claim_that_is_cut_short_takes_from_every_lane(jobs: JobStorePort) -> None:
    many(jobs, OWNER, 5, plugin_id=PDF, priority=10)
    many(jobs, OWNER, 5, plugin_id=WEB, priority=1)
    taken = jobs.claim({}, 10, 4)
    assert sorted(each.plugin_id for each in taken) == [PDF, PDF, WEB, WEB]


def test_a_manual_retry_moves_up_among_its_owners_own_only(jobs: JobStorePort) -> None:
    again = aged(jobs, 0, "greedy", priority=9)
    end(jobs, *jobs.claim({}, 1, 1))
    older = aged(jobs, 1, "greedy", priority=10)
    modest = aged(jobs, 2, "modest", priority=1)
    jobs.retry("greedy", again.job_id, True, PAST)
    taken = ids(jobs.claim({}, 3, 10))
    assert taken == [modest.job_id, again.job_id, older.job_id]


class Twins:
    """The fake and Postgres, asked the same; what they hand out has to be the same."""

    def __init__(self, fake: InMemoryJobs, real: PostgresJobs) -> None:
        self.both = fake, real

    def submit(self, job: Job, idempotency_key: str | None, body_hash: str) -> None:
        for store in self.both:
            store.submit(job, idempotency_key, body_hash)

    def weigh(self, owner: str, weight: int) -> None:
        for store in self.both:
            store.weigh(owner, weight)

    def claim(self, lanes: dict[str, int], default_lane: int, limit: int, places_for_others: int) -> list[Claim]:
        fake, real = (store.claim(lanes, default_lane, limit, places_for_others) for store in self.both)
        assert fake == real
        return real

    def record_failure(self, execution: Execution, error: JobError) -> None:
        for store in self.both:
            store.record_failure(execution, error)

    def settle(self, execution: Execution, succeeded: bool, now: datetime) -> None:
        for store in self.both:
            store.settle(execution, succeeded, now)

    def retry(self, owner: str, job_id: str, manual: bool, now: datetime) -> None:
        for store in self.both:
            store.retry(owner, job_id, manual, now)


class TwinTurns(TurnRules):
    def __init__(self, engine: Engine) -> None:
        super().__init__()
        with transaction(engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        self.jobs = cast(JobStorePort, Twins(InMemoryJobs(), PostgresJobs(engine)))


def test_turns_on_postgres_keep_the_rules_and_are_those_of_the_fake(engine: Engine) -> None:
    bounded = settings(
        max_examples=15,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    # Hypothesis takes any maker of machines, but declares a class.
    run_state_machine_as_test(cast(type[TwinTurns], lambda: TwinTurns(engine)), settings=bounded)
