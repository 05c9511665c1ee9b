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
from tests.fuzz.mutation import changed, changed_within
from tests.fuzz.parsers import PARSERS, Parser
from williams.domain.errors import CorruptContent

INPUTS = 8


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
    inputs = [changed_within(each, chance, mutate) if parser.packed else mutate(each) for each in drawn]
    findings = [finding for data in (seeds[0], *inputs) if (finding := judged(parser, data))]
    assert findings == []


@pytest.mark.parametrize(("name", "data"), KEPT)
def test_what_was_found_stays_mended(name: str, data: bytes) -> None:
    assert judged(PARSERS[name], data) is None


@pytest.mark.parametrize("name", PARSERS)
def test_seeds_are_read(name: str, tmp_path: Path) -> None:
    """A parser that refuses what the fuzzing begins from is never reached by it."""
    source = tmp_path / "source"
    source.write_bytes(PARSERS[name].seeds()[0])
    assert PARSERS[name].read(source, tmp_path)


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
    finding = judged(_answering(answer), b"")
    assert (finding and finding.where.partition(" ")[0]) == where
