"""A stage method that does not fit its pipeline is told what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.plugin.samples import Note, Signatures
from williams.domain.errors import PluginDefect
from williams.domain.jobs import JobStatus
from williams.plugin.signature import signature
from williams.plugin.stage import FanOut, Poll, Stage

PLAIN = Stage("script", JobStatus.SCRIPTING, 1, "m")
POLLED = Stage("film", JobStatus.GENERATING, 1, "m", poll=Poll(every=1, at_most=9))
FANNED = Stage("generate", JobStatus.GENERATING, 1, "m", fan_out=FanOut(over="script.lines"))


def test_what_may_wait_gives_the_rest() -> None:
    assert signature(Signatures().may_wait, POLLED, ()).returns is Note


def test_what_a_stage_takes_and_gives() -> None:
    found = signature(Signatures().sound, PLAIN, ("query", "route"))
    assert (found.takes, found.inputs) == (("request", "query", "ctx"), ("query",))
    assert found.output.validate_json(b'{"text": "t"}') == Note(text="t")


@pytest.mark.parametrize(
    ("method", "stage", "words"),
    [
        (Signatures.asks_too_much, PLAIN, "asks for weather; it may take .* earlier stages query"),
        (Signatures.sound, FANNED, "takes 'item' if, and only if, it is fanned out"),
        (Signatures.item_taker, PLAIN, "takes 'item' if, and only if, it is fanned out"),
        (Signatures.says_nothing, PLAIN, "annotated to return a pydantic model, not None"),
        (Signatures.gives_text, PLAIN, "annotated to return a pydantic model, not <class 'str'>"),
        (Signatures.gives_the_unknown, PLAIN, "'script' .*OnlyForTypeCheckers"),
        (Signatures.blocks, PLAIN, "must be 'async def'"),
        (Signatures.may_wait, PLAIN, "Pending too if, and only if, it has a poll"),
        (Signatures.sound, POLLED, "Pending too if, and only if, it has a poll"),
    ],
)
def test_a_misfit(method: Any, stage: Stage, words: str) -> None:
    with pytest.raises(PluginDefect, match=words):
        signature(method, stage, ("query",))


def test_a_later_stage_is_not_an_input() -> None:
    with pytest.raises(PluginDefect, match=r"asks for query; .* \(none\)"):
        signature(Signatures().sound, PLAIN, ())
