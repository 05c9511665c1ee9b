"""What every engine must do that makes vectors. Subclass the suite in your tests::

class TestMyVectors(EmbeddingEngineConformance):
    manifest_class = MyVectorsManifest
"""

from __future__ import annotations

import math
from array import array
from typing import Any

import pytest

from williams.ports.embedding import EmbeddingPort
from williams_testing.engines.manifest import ManifestConformance

TEXTS = ["The library opens at nine.", "", "A cat sleeps.", "ünï", "The library opens at nine."]


class EmbeddingConformance:
    """Holds for every implementation of EmbeddingPort; a subclass says by the fixture ``embedding`` which."""

    @pytest.fixture
    def embedding(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_one_float32_unit_vector_per_text(self, embedding: EmbeddingPort) -> None:
        vectors = await embedding.embed(TEXTS)
        assert len(vectors) == len(TEXTS)
        for vector in vectors:
            assert isinstance(vector, array)
            assert vector.typecode == "f"
            assert len(vector) == embedding.dimensions
            assert math.isclose(math.hypot(*vector), 1, abs_tol=1e-5)

    async def test_vectors_come_in_the_order_of_the_texts(self, embedding: EmbeddingPort) -> None:
        texts = ["one", "two words", "three words here " * 60, "four"]
        together = await embedding.embed(texts)
        assert together == [(await embedding.embed([text]))[0] for text in texts]

    async def test_same_text_same_vector_and_other_text_another(self, embedding: EmbeddingPort) -> None:
        first, empty, cat, _, again = await embedding.embed(TEXTS)
        assert first == again
        assert first != cat
        assert empty not in (first, cat)

    async def test_no_texts_no_vectors(self, embedding: EmbeddingPort) -> None:
        assert await embedding.embed([]) == []

    async def test_related_texts_are_closer(self, embedding: EmbeddingPort) -> None:
        asked = "When does the library open?"
        question, answer, other = await embedding.embed(
            [asked, "The library opens at nine in the morning.", "Volcanic rock cools slowly."]
        )
        near = sum(a * b for a, b in zip(question, answer, strict=True))
        far = sum(a * b for a, b in zip(question, other, strict=True))
        assert near > far + 0.1
        least = embedding.unrelated_below(asked)
        assert least is None or far < least < near

    async def test_the_model_has_a_name(self, embedding: EmbeddingPort) -> None:
        assert embedding.model
        assert embedding.model == embedding.model.strip()


class EmbeddingEngineConformance(ManifestConformance, EmbeddingConformance):
    """Holds for every engine of the port ``embedding``, its manifest included."""

    @pytest.fixture
    def embedding(self) -> Any:
        return self.make()
