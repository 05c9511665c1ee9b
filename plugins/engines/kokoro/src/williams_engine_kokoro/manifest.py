"""What Kokoro brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, ModelFile, NoSettings, Speaking
from williams.engine.onnxruntime_layer import ONNXRUNTIME
from williams.ports.engines import SPEECH, Port
from williams_engine_kokoro.files import MODEL_FILES
from williams_engine_kokoro.voices import ROLES, accent, why_unspoken

if TYPE_CHECKING:
    from williams_engine_kokoro.speech import KokoroSpeech


class KokoroManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "kokoro"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Kokoro-82M: English and four Romance languages, as natural as it gets without a key."
    choices: ClassVar[tuple[str, ...] | None] = ROLES
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=4.1, effort=0.7)
    layer: ClassVar[LayerRecipe] = ONNXRUNTIME
    model_files: ClassVar[tuple[ModelFile, ...]] = MODEL_FILES
    memory_mb: ClassVar[int] = 1024

    def why_unspoken(self, language: str) -> str | None:
        return why_unspoken(language)

    def accent(self, language: str) -> str | None:
        return accent(language)

    def make(self, bench: Bench[NoSettings]) -> KokoroSpeech:
        from williams_engine_kokoro.speech import KokoroSpeech

        return KokoroSpeech(bench.model_files)
