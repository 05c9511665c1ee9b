"""Identifiers fit their columns, sort by time and do not collide."""

from __future__ import annotations

import re
import time

import pytest

from williams.domain.ids import new_id, paragraph_id


@pytest.mark.parametrize("prefix", ["j", "up", "job"])
def test_an_id_says_what_it_names_and_fits_32_characters(prefix: str) -> None:
    made = new_id(prefix)
    assert re.fullmatch(rf"{prefix}_[0-9a-f]{{28}}", made)
    assert len(made) <= 32


@pytest.mark.parametrize("prefix", ["", "jobs"])
def test_a_prefix_that_would_not_fit_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="one to three letters"):
        new_id(prefix)


def test_later_ids_sort_after_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for milliseconds in (1, 999, 1_000_000, 1_700_000_000_000, 2_000_000_000_000):
        monkeypatch.setattr(time, "time_ns", lambda now=milliseconds: now * 1_000_000)
        made.append(new_id("job"))
    assert made == sorted(made)


def test_ids_of_the_same_moment_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    assert len({new_id("job") for _ in range(1000)}) == 1000


def test_a_paragraphs_id_is_made_of_its_place() -> None:
    assert paragraph_id("doc_1", 2, 7) == "doc_1.v2.p7"
