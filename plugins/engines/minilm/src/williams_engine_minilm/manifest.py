"""What all-MiniLM-L6-v2 brings, and how it is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, ModelFile, NoSettings
from williams.engine.onnxruntime_layer import ONNXRUNTIME
from williams.ports.engines import EMBEDDING, Port
from williams_engine_minilm.files import MODEL_FILES

if TYPE_CHECKING:
    from williams_engine_minilm.embedding import MiniLmEmbedding


class MiniLmManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = EMBEDDING
    name: ClassVar[str] = "minilm"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "all-MiniLM-L6-v2 in the function itself: 384 numbers, English."
    preferred: ClassVar[bool] = True
    layer: ClassVar[LayerRecipe] = ONNXRUNTIME
    model_files: ClassVar[tuple[ModelFile, ...]] = MODEL_FILES
    memory_mb: ClassVar[int] = 512

    def make(self, bench: Bench[NoSettings]) -> MiniLmEmbedding:
        from williams_engine_minilm.embedding import MiniLmEmbedding

        return MiniLmEmbedding(bench.model_files)
