"""What Tesseract brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, ModelFile, NoSettings
from williams.ports.engines import RECOGNITION, Port
from williams_engine_tesseract.files import MODEL_FILES

if TYPE_CHECKING:
    from williams_engine_tesseract.recognition import TesseractRecognition


class TesseractManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = RECOGNITION
    name: ClassVar[str] = "tesseract"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Tesseract 5 in the function itself: English, German and Japanese, and free."
    preferred: ClassVar[bool] = True
    layer: ClassVar[LayerRecipe] = LayerRecipe(prune=("PIL/_avif*", "pillow.libs/libavif*"))
    model_files: ClassVar[tuple[ModelFile, ...]] = MODEL_FILES
    memory_mb: ClassVar[int] = 512

    def make(self, bench: Bench[NoSettings]) -> TesseractRecognition:
        from williams_engine_tesseract.recognition import TesseractRecognition

        return TesseractRecognition(bench.model_files)
