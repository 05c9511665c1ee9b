"""The simulation does what arithmetic says where arithmetic can say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.simulation.__main__ import PAGE, with_tables
from tests.benchmarks.simulation.costs import idle_month
from tests.benchmarks.simulation.model import Scenario, simulate
from tests.benchmarks.simulation.quotas import Bucket, Prices, Quotas
from tests.benchmarks.simulation.tables import all_tables, errors
from tests.benchmarks.simulation.timings import Timings, measured

TIMINGS = Timings(
    submit_ms=10,
    queue_ms=5,
    claim_ms=2,
    start_ms=5,
    enter_ms=5,
    state_ms=10,
    run_ms=(50.0, 50.0),
    settle_ms=10,
    transitions=3,
)
FREE = Scenario(TIMINGS, lane=1000)


def test_every_job_of_a_burst_ends() -> None:
    done = simulate(replace(FREE, lane=3, burst=200))
    assert (done.submitted, done.completed, done.backlog, len(done.waits)) == (200, 200, 0, 200)


def test_the_same_seed_gives_the_same_outcome_and_another_seed_another() -> None:
    scenario = replace(FREE, per_second=20, seconds=5)
    assert simulate(scenario) == simulate(scenario)
    assert simulate(scenario) != simulate(replace(scenario, seed=2))


def test_a_lane_that_is_never_empty_gives_its_places_over_the_time_of_a_job() -> None:
    done = simulate(replace(FREE, lane=4, burst=1000, submitters=50))
    assert done.per_second == pytest.approx(4 / TIMINGS.job_seconds, rel=0.1)


def test_a_rate_below_every_limit_comes_out_as_it_goes_in_and_hardly_waits() -> None:
    done = simulate(replace(FREE, per_second=50, seconds=40))
    assert done.per_second == pytest.approx(50, rel=0.1)
    assert done.wait(50) < 0.1


def test_what_a_lane_cannot_take_piles_up() -> None:
    done = simulate(replace(FREE, lane=1, per_second=50, seconds=20))
    assert done.backlog > 0.7 * done.submitted
    assert done.wait(95) > 5


@pytest.mark.parametrize(
    ("quotas", "limit"),
    [
        (Quotas(start_execution=Bucket(1, 10)), 10),
        (Quotas(state_transitions=Bucket(1, 30)), 10),
        (Quotas(api_requests=Bucket(1, 10)), 10),
    ],
    ids=["starts", "three transitions for each job", "requests"],
)
def test_a_quota_bounds_the_rate(quotas: Quotas, limit: float) -> None:
    done = simulate(replace(FREE, burst=300, submitters=50, quotas=quotas))
    assert done.per_second == pytest.approx(limit, rel=0.1)


def test_a_quota_that_was_not_used_allows_a_burst() -> None:
    done = simulate(replace(FREE, burst=100, submitters=50, quotas=Quotas(start_execution=Bucket(100, 1))))
    assert done.start_waited == 0.0


def test_lambda_concurrency_is_never_exceeded() -> None:
    done = simulate(replace(FREE, per_second=100, seconds=10, quotas=Quotas(lambda_concurrency=5)))
    assert done.peak_functions == 5
    assert done.per_second < 50


def test_the_claims_lock_bounds_the_rate_whatever_the_lane() -> None:
    slow = replace(TIMINGS, claim_ms=50)
    done = simulate(replace(FREE, timings=slow, per_second=100, seconds=30, quotas=Quotas(lambda_concurrency=50)))
    assert done.lock_busy > 0.95
    assert done.per_second < 25


def test_cores_are_shared() -> None:
    one = simulate(replace(FREE, timings=replace(TIMINGS, busy=1.0), cores=1, burst=200))
    two = simulate(replace(FREE, timings=replace(TIMINGS, busy=1.0), cores=2, burst=200))
    assert two.per_second == pytest.approx(2 * one.per_second, rel=0.15)


def test_an_idle_month_pays_for_polls_and_alarms() -> None:
    month = idle_month(Prices(), alarms=10)
    assert month["SQS polls by Lambda, of 11 queues"] == pytest.approx(2.8908)
    assert month["alarms, on 10 metrics"] == pytest.approx(1.0)


def test_the_simulation_agrees_with_the_local_cloud() -> None:
    """But for the longest waits, which are too short in it, as the page says."""
    found = errors(measured())
    assert len(found) == 3
    assert found.pop("half of that, queue to start p95, ms") <= 0.5
    assert all(abs(error) <= 0.5 for error in found.values()), found


def test_the_page_holds_what_is_simulated_from_the_figures_that_are_kept() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_tables(page, all_tables(measured())) == page, "run `make simulate`"


def test_a_mark_without_a_table_is_refused() -> None:
    with pytest.raises(KeyError, match="unknown"):
        with_tables("<!-- simulated: unknown -->\n<!-- end -->", {})
