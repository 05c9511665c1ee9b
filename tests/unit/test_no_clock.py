"""No test is judged by how busy the machine is."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.processor import at_most


def test_no_example_is_timed() -> None:
    assert settings().deadline is None


def test_each_run_tries_the_same_examples() -> None:
    assert settings().derandomize


def test_work_beyond_its_bound_is_noticed() -> None:
    with pytest.raises(AssertionError, match="of the processor"), at_most(0.01):
        sum(range(5_000_000))
