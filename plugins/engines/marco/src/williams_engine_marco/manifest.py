"""What compares statements with what they cite, and how it is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, ModelFile, NoSettings
from williams.engine.onnxruntime_layer import ONNXRUNTIME
from williams.ports.engines import ENTAILMENT, Port
from williams_engine_marco.files import MODEL_FILES

if TYPE_CHECKING:
    from williams_engine_marco.entailment import MarcoEntailment


class MarcoManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = ENTAILMENT
    name: ClassVar[str] = "marco"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "Compares figures, names, negation, quantifiers and words; ms-marco-MiniLM-L-12-v2 tells what is about nothing "
        "that is cited."
    )
    preferred: ClassVar[bool] = True
    layer: ClassVar[LayerRecipe] = ONNXRUNTIME
    model_files: ClassVar[tuple[ModelFile, ...]] = MODEL_FILES
    memory_mb: ClassVar[int] = 512

    def make(self, bench: Bench[NoSettings]) -> MarcoEntailment:
        from williams_engine_marco.entailment import MarcoEntailment

        return MarcoEntailment(bench.model_files)
