"""Stages say nonsense only once: when they are written."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from williams.domain.jobs import RUNNING, JobStatus
from williams.plugin.stage import FanOut, Poll, Stage, invocation_seconds, progress_bounds

SOUND: dict[str, Any] = {"name": "s", "status": JobStatus.STORING, "share": 1, "message": "m"}


@pytest.mark.parametrize("over", ["script", "script.lines.first", ""])
def test_a_fan_out_goes_over_a_field_of_a_stage(over: str) -> None:
    with pytest.raises(ValueError, match=r"'<stage>\.<field>'"):
        FanOut(over=over)


@pytest.mark.parametrize("at_once", [0, 41])
def test_a_fan_out_keeps_within_an_inline_map(at_once: int) -> None:
    with pytest.raises(ValueError, match="1 to 40"):
        FanOut(over="script.lines", max_concurrency=at_once)


@pytest.mark.parametrize(("every", "at_most"), [(0, 10), (11, 10), (10, 86401)])
def test_a_poll_has_its_bounds(every: int, at_most: int) -> None:
    with pytest.raises(ValueError, match="at least 1 second every time, and at most a day"):
        Poll(every, at_most)


@pytest.mark.parametrize(("said", "expected"), [(None, 30.0), (5.0, 5.0)])
def test_a_stage_mostly_takes_half_of_its_time(said: float | None, expected: float) -> None:
    assert Stage(**SOUND, seconds=60, usual_seconds=said).expected_seconds == expected


def test_an_invocation_has_time_for_all_its_stages() -> None:
    stages = tuple(Stage(**(SOUND | {"seconds": seconds})) for seconds in (60, 300))
    assert invocation_seconds(stages) == 370
    assert invocation_seconds(stages * 3) == 900


def test_a_batch_has_an_item_at_least() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        FanOut(over="script.lines", batch=0)


def test_a_fan_out_knows_what_it_goes_over() -> None:
    fan_out = FanOut(over="script.lines", max_concurrency=40)
    assert (fan_out.stage, fan_out.field) == ("script", "lines")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": JobStatus.QUEUED}, "not 'queued'"),
        ({"status": JobStatus.COMPLETED}, "not 'completed'"),
        ({"share": 0}, "above 0"),
        ({"share": -1.5}, "above 0"),
        ({"seconds": 0}, "1 to 900"),
        ({"seconds": 901}, "1 to 900"),
        ({"seconds": 60, "usual_seconds": 61}, "no more than a stage's seconds"),
        ({"usual_seconds": 0}, "above 0"),
    ],
)
def test_a_stage_that_cannot_be_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Stage(**(SOUND | fields))


SHARES = st.lists(st.floats(min_value=0.01, max_value=1e6), min_size=1, max_size=12)


@given(SHARES, st.sampled_from(sorted(RUNNING)))
def test_the_stages_fill_the_bar_without_a_gap(shares: list[float], status: JobStatus) -> None:
    stages = tuple(Stage(f"s{n}", status, share, "m") for n, share in enumerate(shares))
    bounds = [progress_bounds(stages, stage.name) for stage in stages]
    assert bounds[0][0] == 0.0
    assert bounds[-1][1] == pytest.approx(100.0)
    assert all(0.0 <= begins < ends <= 100.0 for begins, ends in bounds)
    assert all(ends == pytest.approx(next_begins) for (_, ends), (next_begins, _) in pairwise(bounds))
    assert sum(ends - begins for begins, ends in bounds) == pytest.approx(100.0)


def test_a_stage_that_is_not_there_has_no_bounds() -> None:
    with pytest.raises(KeyError):
        progress_bounds((Stage("a", JobStatus.STORING, 1, "m"),), "b")
