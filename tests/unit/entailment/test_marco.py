"""The local judge on a table of pairs, and on pairs that were written after its rules."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, ClassVar

import pytest
from williams_engine_marco.entailment import MarcoEntailment
from williams_engine_marco.manifest import MarcoManifest
from williams_engine_marco.relevance import Relevance

from williams.engine.manifest import Manifest
from williams_testing.engines.entailment import EntailmentEngineConformance
from williams_testing.model_files import OriginModelFiles

HERE = Path(__file__).parent


class TestMarco(EntailmentEngineConformance):
    manifest_class: ClassVar[type[Manifest[Any]]] = MarcoManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"onnxruntime", "tokenizers", "numpy"})


@pytest.fixture(scope="module")
def judge() -> MarcoEntailment:
    return MarcoEntailment(OriginModelFiles(MarcoManifest()))


def pairs(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("name", "count", "precision", "recall"), [("pairs", 74, 0.98, 0.98), ("unseen", 32, 0.88, 0.75)]
)
async def test_faults_are_found_and_what_follows_is_let_through(
    judge: MarcoEntailment, name: str, count: int, precision: float, recall: float
) -> None:
    """Precision and recall are those of faults: statements that do not follow."""
    told = pairs(name)
    assert len(told) == count
    right = wrong = missed = 0
    for pair in told:
        (verdict,) = (await judge.judge([pair["premise"]], [pair["statement"]], pair["language"])).verdicts
        fault, follows = verdict.supported < 0.5, pair["follows"] == "yes"
        right, wrong, missed = (
            right + (fault and not follows),
            wrong + (fault and follows),
            missed + (not fault and not follows),
        )
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall


def test_the_cross_encoder_gives_its_published_order() -> None:
    relevance = Relevance(OriginModelFiles(MarcoManifest()))
    berlin = "Berlin has a population of 3,520,031 registered inhabitants in an area of 891.82 square kilometers."
    york = "New York City is famous for the Metropolitan Museum of Art."
    question = "How many people live in Berlin?"
    assert relevance.of(question, [berlin]) == pytest.approx(9.13, abs=0.3)
    assert relevance.of(question, [york]) == pytest.approx(-11.0, abs=0.5)
    assert relevance.of(question, [york, f"{york} " * 60 + berlin]) > 0, "the end of a long passage counts"


@pytest.mark.parametrize(
    ("statement", "supported"),
    [("Die Brücke wurde 1932 eröffnet.", True), ("Die Brücke wurde 1923 eröffnet.", False)],
)
async def test_in_another_language_figures_alone_are_compared(
    judge: MarcoEntailment, statement: str, supported: bool
) -> None:
    premise = "The bridge over the river was opened in 1932, when the old ferry had been given up for two years."
    (verdict,) = (await judge.judge([premise], [statement], "de")).verdicts
    assert (verdict.supported >= 0.5) is supported
