"""What every embedding adapter keeps: the fake and the real model alike."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import pytest
from williams_engine_minilm.building.build_model import PACKAGE, build
from williams_engine_minilm.embedding import MiniLmEmbedding

from williams.ports.embedding import EmbeddingPort
from williams_testing.memory.embedding import HashEmbedding

CACHE = Path(__file__).parents[2] / "build" / "models"
TEXTS = ["The library opens at nine.", "", "A cat sleeps.", "ünï", "The library opens at nine."]


@pytest.fixture(scope="module", params=["fake", "minilm"])
def embedding(request: pytest.FixtureRequest) -> EmbeddingPort:
    if request.param == "fake":
        return HashEmbedding()
    build(CACHE / PACKAGE)
    return MiniLmEmbedding(CACHE / PACKAGE)


async def test_one_float32_unit_vector_per_text(embedding: EmbeddingPort) -> None:
    vectors = await embedding.embed(TEXTS)
    assert len(vectors) == len(TEXTS)
    for vector in vectors:
        assert isinstance(vector, array)
        assert vector.typecode == "f"
        assert len(vector) == embedding.dimensions
        assert math.isclose(math.hypot(*vector), 1, abs_tol=1e-5)


async def test_vectors_come_in_the_order_of_the_texts(embedding: EmbeddingPort) -> None:
    texts = ["one", "two words", "three words here " * 60, "four"]
    together = await embedding.embed(texts)
    assert together == [(await embedding.embed([text]))[0] for text in texts]


async def test_same_text_same_vector_and_other_text_another(embedding: EmbeddingPort) -> None:
    first, empty, cat, _, again = await embedding.embed(TEXTS)
    assert first == again
    assert first != cat
    assert empty not in (first, cat)


async def test_no_texts_no_vectors(embedding: EmbeddingPort) -> None:
    assert await embedding.embed([]) == []


async def test_related_texts_are_closer(embedding: EmbeddingPort) -> None:
    question, answer, other = await embedding.embed(
        ["When does the library open?", "The library opens at nine in the morning.", "Volcanic rock cools slowly."]
    )
    near = sum(a * b for a, b in zip(question, answer, strict=True))
    far = sum(a * b for a, b in zip(question, other, strict=True))
    assert near > far + 0.1


async def test_the_model_has_a_name(embedding: EmbeddingPort) -> None:
    assert embedding.model
    assert embedding.model == embedding.model.strip()
