"""What every embedding engine keeps: the fake and the real model alike."""

from __future__ import annotations

from typing import ClassVar

import pytest
from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.manifest import MiniLmManifest

from williams.ports.embedding import EmbeddingPort
from williams_testing.engines.embedding import EmbeddingConformance, EmbeddingEngineConformance
from williams_testing.memory.embedding import HashEmbedding
from williams_testing.model_files import OriginModelFiles


@pytest.fixture(scope="module")
def minilm() -> MiniLmEmbedding:
    return MiniLmEmbedding(OriginModelFiles(MiniLmManifest))


class TestFake(EmbeddingConformance):
    @pytest.fixture
    def embedding(self) -> EmbeddingPort:
        return HashEmbedding()


class TestMiniLm(EmbeddingEngineConformance):
    manifest_class: ClassVar[type[MiniLmManifest]] = MiniLmManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"onnxruntime", "tokenizers", "numpy"})

    @pytest.fixture
    def embedding(self, minilm: MiniLmEmbedding) -> EmbeddingPort:
        return minilm
