"""The measure of search, on rankings whose worth is known; the collection's judgements name what it holds."""

from __future__ import annotations

import math

import pytest

from tests.benchmarks.search_quality import _judged, _lines, ndcg


@pytest.mark.parametrize(
    ("found", "worth"),
    [
        (["a", "b", "x"], 1.0),
        (["x", "y"], 0.0),
        (["b", "a"], (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        (["x"] * 10 + ["a"], 0.0),
    ],
)
def test_the_first_places_count_most(found: list[str], worth: float) -> None:
    assert ndcg(found, {"a": 2, "b": 1}) == pytest.approx(worth)


def test_every_judgement_names_a_paragraph() -> None:
    names = {line.split(" ", 1)[0] for line in _lines("paragraphs.txt")}
    judged = [grades for _, grades in map(_judged, _lines("questions.txt"))]
    assert all(grades and grades.keys() <= names for grades in judged)
