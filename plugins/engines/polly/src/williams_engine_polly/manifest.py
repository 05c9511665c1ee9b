"""What Amazon Polly takes: the right to ask it. There is no key: functions ask as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, Manifest, Right
from williams.engine.prices import Rate
from williams.ports.engines import SPEECH, Port
from williams_engine_polly.prices import rate
from williams_engine_polly.voices import ROLES, why_unspoken

if TYPE_CHECKING:
    from williams_engine_polly.speech import PollySpeech

_SPEAK: Final = Right(
    ("polly:SynthesizeSpeech",), ("*",), "Polly's voices have no ARN; only lexicons have, and none is used."
)


class PollySettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    engine: Literal["neural"] = Field(description="`neural`: set it to have Polly's neural voices.")
    word_times: Literal["no", "yes"] = Field(
        default="no", description="Whether to ask when each word begins. Polly bills for the text a second time then."
    )
    base_url: str | None = Field(default=None, description="Another endpoint. Default: Polly's, in the region.")


class PollyManifest(Manifest[PollySettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = "polly"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "The neural voices of Amazon Polly, in 36 languages and accents."
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = tuple(ROLES)
    settings: ClassVar[type[BaseModel]] = PollySettings

    def why_unspoken(self, language: str) -> str | None:
        return why_unspoken(language)

    def rights(self, settings: PollySettings) -> tuple[Right, ...]:  # noqa: ARG002  # the same for all
        return (_SPEAK,)

    def rate(self, settings: PollySettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one price for all
        return rate(word_times=settings.word_times == "yes")

    def make(self, bench: Bench[PollySettings]) -> PollySpeech:
        from williams_engine_polly.client import PollyAccess
        from williams_engine_polly.speech import PollySpeech

        access = PollyAccess(bench.region, bench.settings.base_url, bench.timeout_seconds)
        return PollySpeech(access, word_times=bench.settings.word_times == "yes")
