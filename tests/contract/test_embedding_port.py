"""What every embedding engine keeps: the fake and the real model alike."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from williams_engine_minilm.building.build_model import PACKAGE, build
from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.manifest import MiniLmManifest

from williams.ports.embedding import EmbeddingPort
from williams_testing.engines.embedding import EmbeddingConformance, EmbeddingEngineConformance
from williams_testing.memory.embedding import HashEmbedding

CACHE = Path(__file__).parents[2] / "build" / "models"


@pytest.fixture(scope="module")
def minilm() -> MiniLmEmbedding:
    build(CACHE / PACKAGE)
    return MiniLmEmbedding(CACHE / PACKAGE)


class TestFake(EmbeddingConformance):
    @pytest.fixture
    def embedding(self) -> EmbeddingPort:
        return HashEmbedding()


class TestMiniLm(EmbeddingEngineConformance):
    manifest_class: ClassVar[type[MiniLmManifest]] = MiniLmManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"onnxruntime", "tokenizers", "numpy"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_EMBEDDING_MODEL_DIR": str(CACHE / PACKAGE)}

    @pytest.fixture
    def embedding(self, minilm: MiniLmEmbedding) -> EmbeddingPort:
        return minilm
