"""A short form of ``make fuzz``: each parser reads its seeds, a few of them changed, and all that was ever found."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.fuzz.judging import judged
from tests.fuzz.kept import KEPT
from tests.fuzz.mutation import changed
from tests.fuzz.parsers import PARSERS, Parser
from williams.domain.errors import CorruptContent

INPUTS = 8
LEAST_READ = 3
"""Of the inputs. A parser is not tried by what it refuses at the door."""


@pytest.fixture(autouse=True)
def no_remarks() -> Iterator[None]:
    """Libraries warn of what is damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", PARSERS)
def test_nothing_but_the_librarys_own_errors_comes_out(name: str) -> None:
    parser, chance = PARSERS[name], Random(name)
    seeds = parser.seeds()
    mutate = partial(changed, chance=chance)
    drawn = [chance.choice(seeds) for _ in range(INPUTS)]
    readings = [judged(parser, data) for data in (seeds[0], *(parser.shape(each, chance, mutate) for each in drawn))]
    assert [reading.finding for reading in readings if reading.finding] == []
    assert readings[0].to_the_end
    assert sum(reading.to_the_end for reading in readings) >= LEAST_READ


@pytest.mark.parametrize(("name", "data"), KEPT)
def test_what_was_found_stays_mended(name: str, data: bytes) -> None:
    assert judged(PARSERS[name], data).finding is None


def _answering(answer: dict[str, Any] | Exception) -> Parser:
    def read(_source: Path, _folder: Path) -> dict[str, Any]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Parser(read, lambda: [b""])


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        ({"metadata": {}, "paragraphs": [{"text": "Words."}]}, None),
        (CorruptContent("It is damaged."), None),
        (RecursionError(), None),
        (KeyError("a"), "KeyError"),
        ({"metadata": {}, "paragraphs": [{"text": 1}]}, "ValidationError"),
        ({"metadata": {"title": b"bytes"}}, "TypeError"),
    ],
)
def test_the_judge_tells_defects_from_refusals(answer: dict[str, Any] | Exception, where: str | None) -> None:
    finding = judged(_answering(answer), b"").finding
    assert (finding and finding.where.partition(" ")[0]) == where
