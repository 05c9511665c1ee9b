"""What OpenAI's API, and every service that speaks it, can do: texts, speech, transcripts and embeddings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, LayerRecipe, Manifest
from williams.engine.prices import CHARACTERS_PER_TOKEN, Rate
from williams.ports.engines import EMBEDDING, ENTAILMENT, SPEECH, TEXT, TRANSCRIPTION, Port
from williams.ports.text import WINDOW_TOKENS
from williams_engine_openai.client import DEFAULT_BASE_URL, OpenAiAccess
from williams_engine_openai.prices import OPENAI, SPEECH_USD_PER_MILLION
from williams_engine_openai.prices import TRANSCRIPTION as TRANSCRIPTION_RATE
from williams_engine_openai.voices import VOICES

if TYPE_CHECKING:
    from williams_writing.asking import Asking
    from williams_writing.judging import Judging

    from williams_engine_openai.embedding import OpenAiEmbedding
    from williams_engine_openai.speech import OpenAiSpeech
    from williams_engine_openai.transcription import OpenAiTranscription

_NAME = "openai"


class _Service(BaseModel):
    model_config = ConfigDict(frozen=True, protected_namespaces=())

    base_url: str = Field(default=DEFAULT_BASE_URL, description="Where the service is that speaks OpenAI's API.")


class TextSettings(_Service):
    model: str = Field(default="gpt-5-mini", description="The chat model.")
    window_tokens: int = Field(
        default=WINDOW_TOKENS,
        ge=4000,
        description="How many tokens the model reads and writes at once. Longer sources are asked in parts.",
    )


class JudgeSettings(_Service):
    model: str = Field(default="gpt-5-mini", description="The chat model that judges.")


class SpeechSettings(_Service):
    model: str = Field(default="gpt-4o-mini-tts", description="The speech model.")


class TranscriptionSettings(_Service):
    model: str = Field(default="whisper-1", description="The model that writes speech down, and gives times.")


class EmbeddingSettings(_Service):
    model: str = Field(default="text-embedding-3-small", description="The embedding model.")
    dimensions: int = Field(default=384, gt=0, description="Numbers in a vector. The vector store holds 384 only.")


def _access(bench: Bench[Any]) -> OpenAiAccess:
    return OpenAiAccess(bench.key, bench.settings.base_url, bench.timeout_seconds)


class OpenAiTextManifest(Manifest[TextSettings]):
    """A request may name another model after the slash."""

    port: ClassVar[Port[Any]] = TEXT
    name: ClassVar[str] = _NAME
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A chat model, which has to cite the passages that it writes from."
    paid: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = TextSettings
    secret_field: ClassVar[str | None] = _NAME
    asks: ClassVar[tuple[Port[Any], ...]] = (ENTAILMENT,)

    def make(self, bench: Bench[TextSettings]) -> Asking:
        from williams_writing.asking import Asking, Window

        from williams_engine_openai.chat import OpenAiChat

        chat = OpenAiChat(_access(bench), model=bench.model or bench.settings.model)
        window, rate = Window(bench.settings.window_tokens), self.rate(bench.settings, bench.model)
        return Asking(chat, window=window, judge=bench.engine(ENTAILMENT), rate=rate)

    def rate(self, settings: TextSettings, model: str | None) -> Rate | None:
        price = OPENAI.get(model or settings.model)
        return price.rate(CHARACTERS_PER_TOKEN * settings.window_tokens) if price else None


class OpenAiEntailmentManifest(Manifest[JudgeSettings]):
    port: ClassVar[Port[Any]] = ENTAILMENT
    name: ClassVar[str] = _NAME
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A chat model, which says whether statements follow from what they cite."
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    settings: ClassVar[type[BaseModel]] = JudgeSettings
    secret_field: ClassVar[str | None] = _NAME

    def make(self, bench: Bench[JudgeSettings]) -> Judging:
        from williams_writing.judging import Judging

        from williams_engine_openai.chat import OpenAiChat

        chat = OpenAiChat(_access(bench), model=bench.settings.model)
        return Judging(chat, rate=self.rate(bench.settings, None))

    def rate(self, settings: JudgeSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # requests name none
        price = OPENAI.get(settings.model)
        return price.rate() if price else None


class OpenAiSpeechManifest(Manifest[SpeechSettings]):
    port: ClassVar[Port[Any]] = SPEECH
    name: ClassVar[str] = _NAME
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Five voices of a speech model. It gives no times of words."
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = tuple(VOICES)
    settings: ClassVar[type[BaseModel]] = SpeechSettings
    secret_field: ClassVar[str | None] = _NAME

    def rate(self, settings: SpeechSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one price for all
        return Rate(SPEECH_USD_PER_MILLION)

    def make(self, bench: Bench[SpeechSettings]) -> OpenAiSpeech:
        from williams_engine_openai.speech import OpenAiSpeech

        return OpenAiSpeech(_access(bench), model=bench.settings.model)


class OpenAiTranscriptionManifest(Manifest[TranscriptionSettings]):
    """A request may name another model after the slash."""

    port: ClassVar[Port[Any]] = TRANSCRIPTION
    name: ClassVar[str] = _NAME
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Whisper as a service: 98 languages, with times of words."
    paid: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = TranscriptionSettings
    secret_field: ClassVar[str | None] = _NAME
    layer: ClassVar[LayerRecipe] = LayerRecipe(packed=("imageio_ffmpeg/binaries/ffmpeg-*",))

    def rate(self, settings: TranscriptionSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # one for all
        return TRANSCRIPTION_RATE

    def make(self, bench: Bench[TranscriptionSettings]) -> OpenAiTranscription:
        from williams_engine_openai.transcription import OpenAiTranscription

        return OpenAiTranscription(_access(bench), model=bench.model or bench.settings.model)


class OpenAiEmbeddingManifest(Manifest[EmbeddingSettings]):
    port: ClassVar[Port[Any]] = EMBEDDING
    name: ClassVar[str] = _NAME
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "Vectors of an embedding model. What they cost is not counted."
    paid: ClassVar[bool] = True
    settings: ClassVar[type[BaseModel]] = EmbeddingSettings
    secret_field: ClassVar[str | None] = _NAME

    def make(self, bench: Bench[EmbeddingSettings]) -> OpenAiEmbedding:
        from williams_engine_openai.embedding import OpenAiEmbedding

        return OpenAiEmbedding(_access(bench), model=bench.settings.model, dimensions=bench.settings.dimensions)
