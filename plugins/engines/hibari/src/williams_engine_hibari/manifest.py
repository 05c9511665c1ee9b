"""What hibari brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, LayerRecipe, Manifest, NoSettings, Speaking
from williams.engine.onnxruntime_layer import ONNXRUNTIME
from williams.ports.engines import SPEECH, Port
from williams_engine_hibari.voices import VOICES, accent, why_unspoken

if TYPE_CHECKING:
    from williams_engine_hibari.speech import HibariSpeech


class HibariManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "hibari"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "hibari: natural American English, a hundred times faster than speech, and free."
    preferred: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = tuple(VOICES)
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=3.7, effort=0.01)
    layer: ClassVar[LayerRecipe] = ONNXRUNTIME.model_copy(
        update={"prune": (*ONNXRUNTIME.prune, "hibari/assets/lexicon_gb_*", "hibari/assets/oov_gb.*")}
    )
    memory_mb: ClassVar[int] = 512

    def why_unspoken(self, language: str) -> str | None:
        return why_unspoken(language)

    def accent(self, language: str) -> str | None:
        return accent(language)

    def make(self, bench: Bench[NoSettings]) -> HibariSpeech:  # noqa: ARG002  # it has no settings
        from williams_engine_hibari.speech import HibariSpeech

        return HibariSpeech()
