"""How the benchmark of main texts compares two texts."""

from __future__ import annotations

import pytest

from tests.benchmarks.main_text import Score, mean, score

TEXT = "one two three four five"


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        (TEXT, 1.0, 1.0),
        ("one two,\nthree four; five!", 1.0, 1.0),
        ("one two three four", 1.0, 0.5),
        ("one two three four five six seven", 0.5, 1.0),
        ("six seven eight nine ten", 0.0, 0.0),
        ("", 0.0, 0.0),
    ],
)
def test_runs_of_words_are_compared(found: str, precision: float, recall: float) -> None:
    assert score(TEXT, found, 1.0) == Score(precision, recall, 1.0)


def test_f1_is_that_of_the_means() -> None:
    total = mean([Score(1.0, 0.5, 2.0), Score(0.5, 0.5, 4.0)])
    assert (total.precision, total.recall, total.milliseconds) == (0.75, 0.5, 3.0)
    assert total.f1 == pytest.approx(0.6)
    assert Score(0.0, 0.0, 1.0).f1 == 0.0
