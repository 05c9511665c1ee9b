"""What Whisper brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, ModelFile, NoSettings
from williams.ports.engines import TRANSCRIPTION, Port
from williams_engine_whisper.files import MODEL_FILES

if TYPE_CHECKING:
    from williams_engine_whisper.transcription import WhisperTranscription


class WhisperManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = TRANSCRIPTION
    name: ClassVar[str] = "whisper"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Whisper's base model in the function itself: 99 languages, times of words, and free."
    preferred: ClassVar[bool] = True
    layer: ClassVar[LayerRecipe] = LayerRecipe(
        # Declared by CTranslate2 for its converters, which nobody runs here.
        leave_out=("pyyaml", "setuptools"),
        prune=(
            "ctranslate2/converters",
            "ctranslate2/specs",
            "numpy/_core/include",
            "numpy/_core/lib",
            "numpy/f2py",
            "numpy/random/lib",
        ),
        packed=("ctranslate2/_ext.*", "imageio_ffmpeg/binaries/ffmpeg-*"),
    )
    model_files: ClassVar[tuple[ModelFile, ...]] = MODEL_FILES
    memory_mb: ClassVar[int] = 1769

    def make(self, bench: Bench[NoSettings]) -> WhisperTranscription:
        from williams_engine_whisper.transcription import WhisperTranscription

        return WhisperTranscription(bench.model_files)
