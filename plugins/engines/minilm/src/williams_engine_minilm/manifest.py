"""What all-MiniLM-L6-v2 brings, and how it is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, LayerRecipe, Manifest
from williams.ports.engines import EMBEDDING, Port

if TYPE_CHECKING:
    from williams_engine_minilm.embedding import MiniLmEmbedding


class MiniLmSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    model_dir: str | None = Field(default=None, description="Folder of the model. Default: the one in its layer.")


class MiniLmManifest(Manifest[MiniLmSettings]):
    port: ClassVar[Port[Any]] = EMBEDDING
    name: ClassVar[str] = "minilm"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "all-MiniLM-L6-v2 in the function itself: 384 numbers, English."
    preferred: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = MiniLmSettings
    layer: ClassVar[LayerRecipe] = LayerRecipe(
        # Declared by onnxruntime, used by its tools only.
        leave_out=("flatbuffers", "packaging", "protobuf"),
        # libonnxruntime.so serves C programs: the Python module has everything linked into itself.
        prune=(
            "onnxruntime/capi/libonnxruntime.so*",
            "onnxruntime/datasets",
            "onnxruntime/quantization",
            "onnxruntime/tools",
            "onnxruntime/transformers",
            "numpy/_core/include",
            "numpy/_core/lib",
            "numpy/f2py",
            "numpy/random/lib",
        ),
        build="williams_engine_minilm.building.build_model",
    )
    memory_mb: ClassVar[int] = 512

    def make(self, bench: Bench[MiniLmSettings]) -> MiniLmEmbedding:
        from williams_engine_minilm.embedding import MiniLmEmbedding

        return MiniLmEmbedding(bench.settings.model_dir)
