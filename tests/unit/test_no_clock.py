"""No test is judged by how busy the machine is."""

from __future__ import annotations

from hypothesis import settings


def test_no_example_is_timed() -> None:
    assert settings().deadline is None


def test_each_run_tries_the_same_examples() -> None:
    assert settings().derandomize
