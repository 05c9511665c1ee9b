"""What every engine must do that judges whether a text follows from others."""

from __future__ import annotations

from typing import Any

import pytest

from williams.domain.errors import InvalidRequest
from williams.ports.entailment import EntailmentPort
from williams_testing.engines.manifest import ManifestConformance

PREMISES = ["The number of readers rose from eight to twelve per cent.", "It was measured in the spring."]
FOLLOWS, CONTRADICTS, UNTOLD = (
    "The number of readers rose from eight to twelve per cent.",
    "The number of readers fell from twelve to eight per cent.",
    "The library bought three new shelves.",
)


class EntailmentConformance:
    """Holds for every implementation of EntailmentPort; a subclass says by the fixture ``judge`` which."""

    @pytest.fixture
    def judge(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_what_the_premises_say_follows_and_the_opposite_does_not(self, judge: EntailmentPort) -> None:
        same, opposite, other = (await judge.judge(PREMISES, [FOLLOWS, CONTRADICTS, UNTOLD], "en")).verdicts
        assert same.supported > 0.5 > max(opposite.supported, other.supported)
        assert opposite.contradicted > max(same.contradicted, other.contradicted)
        for verdict in (same, opposite, other):
            assert verdict.supported + verdict.contradicted <= 1.0 + 1e-6

    async def test_each_statement_is_judged_alone(self, judge: EntailmentPort) -> None:
        together = (await judge.judge(PREMISES, [FOLLOWS, UNTOLD], "en")).verdicts
        alone = [(await judge.judge(PREMISES, [each], "en")).verdicts[0] for each in (FOLLOWS, UNTOLD)]
        assert together == alone

    async def test_without_statements_there_is_no_verdict(self, judge: EntailmentPort) -> None:
        assert (await judge.judge(PREMISES, [], "en")).verdicts == []

    async def test_without_premises_nothing_can_follow(self, judge: EntailmentPort) -> None:
        with pytest.raises(InvalidRequest):
            await judge.judge([], [FOLLOWS], "en")


class EntailmentEngineConformance(ManifestConformance, EntailmentConformance):
    """Holds for every engine of the port ``entailment``, its manifest included."""

    @pytest.fixture
    def judge(self) -> Any:
        return self.make()
