"""A ranking that is read to some depth begins as the ranking of everything does."""

from __future__ import annotations

import random
from array import array
from math import hypot

import pytest

from williams.domain.search import SearchMode
from williams.services.ranking import Ranker
from williams_testing.memory.vectors import InMemoryVectors

OWNER, MODEL, MANY, DIMENSIONS = "ada", "m", 300, 6


def unit(chance: random.Random) -> array[float]:
    numbers = [chance.gauss(0.0, 1.0) for _ in range(DIMENSIONS)]
    return array("f", [number / hypot(*numbers) for number in numbers])


def library(chance: random.Random) -> InMemoryVectors:
    """Return a store in which many have the same vectors, and many the same words, but seldom the same ones both."""
    vectors, shapes = InMemoryVectors(), [unit(chance) for _ in range(40)]
    terms = [{chance.randrange(12): chance.choice((0.5, 1.0, 1.5)) for _ in range(2)} for _ in range(MANY)]
    names = [f"p{n:03d}" for n in range(MANY)]
    vectors.upsert(OWNER, "doc_1", MODEL, names, [chance.choice(shapes) for _ in names], terms)
    return vectors


def ranker(vectors: InMemoryVectors, mode: SearchMode, chance: random.Random) -> Ranker:
    weights = {chance.randrange(12): chance.uniform(0.5, 3) for _ in range(3)}
    return Ranker(vectors, OWNER, MODEL, mode, unit(chance), weights, 2 * sum(weights.values()), None)


@pytest.mark.parametrize("mode", SearchMode)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_certain_stands_where_it_does_among_all(mode: SearchMode, seed: int) -> None:
    chance = random.Random(seed)
    asked = ranker(library(chance), mode, chance)
    whole = asked.ranking(MANY + 1)
    assert whole.complete
    assert whole.order == sorted(whole.order, key=lambda each: (-each.score, each.paragraph_id))
    certain = []
    for depth in (5, 20, 80, 250):
        ranking = asked.ranking(depth)
        certain.append(len(ranking.order))
        assert ranking.order == whole.order[: certain[-1]]
        assert ranking.complete is (len(ranking.order) == len(whole.order))
    assert certain == sorted(certain)
    assert certain[2] > 10


def test_by_both_a_paragraph_counts_that_stands_low_in_one_list() -> None:
    vectors, east, north, between = InMemoryVectors(), *(array("f", each) for each in ((1, 0), (0, 1), (0.8, 0.6)))
    names = ["near", "both", *(f"worded{n}" for n in range(20))]
    terms = [{2: 1.0}, {1: 0.9}, *({1: 1.0} for _ in range(20))]
    vectors.upsert(OWNER, "doc_1", MODEL, names, [east, between, *[north] * 20], terms)
    asked = Ranker(vectors, OWNER, MODEL, SearchMode.HYBRID, east, {1: 1.0}, 1.0, None)
    (first,) = asked.ranking(5).order
    assert first.paragraph_id == "both"
    assert first[1:] == pytest.approx((0.85, 0.8, 0.9))
    assert asked.ranking(2).order == []
    assert asked.ranking(22).order[0] == first
