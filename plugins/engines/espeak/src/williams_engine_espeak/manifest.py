"""What espeak-ng brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from williams.engine import Bench, Manifest, NoSettings, Speaking
from williams.ports.engines import SPEECH, Port
from williams_engine_espeak.voices import VOICES, why_unspoken

if TYPE_CHECKING:
    from williams_engine_espeak.speech import EspeakSpeech


class EspeakManifest(Manifest[NoSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "espeak"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "espeak-ng: a hundred languages, a thousand times faster than speech, and free."
    choices: ClassVar[tuple[str, ...] | None] = tuple(VOICES)
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=1.6, effort=0.007)

    def why_unspoken(self, language: str) -> str | None:
        return why_unspoken(language)

    def make(self, bench: Bench[NoSettings]) -> EspeakSpeech:  # noqa: ARG002  # it has no settings
        from williams_engine_espeak.speech import EspeakSpeech

        return EspeakSpeech()
