"""What ElevenLabs takes: a key, and which model speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, Manifest
from williams.engine.prices import Rate
from williams.ports.engines import SPEECH, Port
from williams_engine_elevenlabs.client import DEFAULT_BASE_URL, ElevenLabsAccess

if TYPE_CHECKING:
    from williams_engine_elevenlabs.speech import ElevenLabsSpeech


class ElevenLabsSettings(BaseModel):
    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model: str = Field(default="eleven_multilingual_v2", description="The speech model.")
    usd_per_million_characters: float = Field(
        default=220.0, ge=0, description="What your plan charges, for the estimate of costs."
    )
    base_url: str = Field(default=DEFAULT_BASE_URL, description="Where the service is that speaks ElevenLabs' API.")


class ElevenLabsManifest(Manifest[ElevenLabsSettings]):
    """A request may name a voice of the account by its id after the slash."""

    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "elevenlabs"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "The voices of ElevenLabs in some thirty languages, with the time of each word."
    paid: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = ElevenLabsSettings
    secret_field: ClassVar[str | None] = "elevenlabs"

    def rate(self, settings: ElevenLabsSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one price for all
        return Rate(settings.usd_per_million_characters)

    def make(self, bench: Bench[ElevenLabsSettings]) -> ElevenLabsSpeech:
        from williams_engine_elevenlabs.speech import ElevenLabsSpeech

        chosen = bench.settings
        access = ElevenLabsAccess(bench.key, chosen.base_url, bench.timeout_seconds)
        price = chosen.usd_per_million_characters
        return ElevenLabsSpeech(access, model=chosen.model, usd_per_million_characters=price)
