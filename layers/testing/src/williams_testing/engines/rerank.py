"""What every engine must do that says how well texts answer a question."""

from __future__ import annotations

from typing import Any

import pytest

from williams.ports.rerank import RerankPort
from williams_testing.engines.manifest import ManifestConformance

QUESTION = "When does the library open?"
TEXTS = ["Volcanic rock cools slowly.", "The library opens at nine in the morning.", "A cat sleeps."]


class RerankConformance:
    """Holds for every implementation of RerankPort; a subclass says by the fixture ``reranker`` which."""

    @pytest.fixture
    def reranker(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_the_answer_comes_first(self, reranker: RerankPort) -> None:
        scores = (await reranker.score(QUESTION, TEXTS)).scores
        assert len(scores) == len(TEXTS)
        assert scores.index(max(scores)) == 1

    async def test_a_score_does_not_depend_on_the_other_texts(self, reranker: RerankPort) -> None:
        together = (await reranker.score(QUESTION, TEXTS)).scores
        alone = [(await reranker.score(QUESTION, [text])).scores[0] for text in TEXTS]
        assert together == pytest.approx(alone, abs=1e-3)

    async def test_no_texts_no_scores(self, reranker: RerankPort) -> None:
        assert (await reranker.score(QUESTION, [])).scores == []


class RerankEngineConformance(ManifestConformance, RerankConformance):
    """Holds for every engine of the port ``rerank``, its manifest included."""

    @pytest.fixture
    def reranker(self) -> Any:
        return self.make()
