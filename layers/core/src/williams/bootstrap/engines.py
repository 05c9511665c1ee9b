"""The engines that read, write and speak, chosen by the settings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from williams.bootstrap import stores
from williams.bootstrap.configuration import settings
from williams.domain.errors import InvalidRequest

if TYPE_CHECKING:
    from williams.adapters.openai.client import OpenAiAccess
    from williams.ports.chat import ChatPort
    from williams.ports.embedding import EmbeddingPort
    from williams.ports.fetch import FetchPort
    from williams.ports.media import MediaPort
    from williams.ports.speech import SpeechPort
    from williams.ports.text import TextPort


def _openai(base_url: str | None) -> OpenAiAccess:
    from williams.adapters.openai.client import DEFAULT_BASE_URL, OpenAiAccess

    name = settings().providers_secret
    if name is None:
        raise InvalidRequest(
            "A provider is set to 'openai', but no secret with its key: set WILLIAMS_PROVIDERS_SECRET to the name of a "
            'secret that holds {"openai": "<key>"}.'
        )
    key = stores.secret(name).get("openai", "")
    return OpenAiAccess(key, base_url or DEFAULT_BASE_URL, settings().provider_timeout_seconds)


@cache
def text() -> TextPort:
    """Return the writer: one that quotes, unless the settings name a chat model.

    Raises InvalidRequest when the settings lack something, or the library that writes is not installed.
    """
    try:
        from williams_writing.asking import Asking
        from williams_writing.quoting import Quoting
    except ImportError as error:
        raise InvalidRequest("Nothing here can write: install the package williams-writing.") from error
    provider = settings().text_provider
    return Quoting() if provider == "extractive" else Asking(_chat(provider))


def _chat(provider: Literal["openai", "bedrock"]) -> ChatPort:
    chosen, model = settings(), settings().text_model
    if provider == "openai":
        from williams.adapters.chat.openai import DEFAULT_MODEL, OpenAiChat

        return OpenAiChat(_openai(chosen.text_base_url), model=model or DEFAULT_MODEL)
    from williams.adapters.chat.bedrock import BedrockAccess, BedrockChat

    if model is None:
        raise InvalidRequest(
            "Texts come from Amazon Bedrock, but no model is named: set WILLIAMS_TEXT_MODEL to the id of a model or of "
            "an inference profile, such as eu.amazon.nova-pro-v1:0."
        )
    access = BedrockAccess(chosen.region, chosen.text_base_url, chosen.provider_timeout_seconds)
    return BedrockChat(access, model=model)


@cache
def speech() -> SpeechPort:
    if settings().speech_provider == "openai":
        from williams.adapters.speech.openai import OpenAiSpeech

        return OpenAiSpeech(_openai(settings().speech_base_url), model=settings().speech_model)
    from williams.adapters.speech.espeak import EspeakSpeech

    return EspeakSpeech()


@cache
def embedding() -> EmbeddingPort:
    if settings().embedding_provider == "openai":
        from williams.adapters.embedding.openai import OpenAiEmbedding

        access = _openai(settings().embedding_base_url)
        return OpenAiEmbedding(access, model=settings().embedding_model, dimensions=settings().embedding_dimensions)
    from williams.adapters.embedding.minilm import MiniLmEmbedding

    return MiniLmEmbedding(settings().embedding_model_dir)


@cache
def media() -> MediaPort:
    from williams.adapters.media.ffmpeg import FfmpegMedia

    return FfmpegMedia()


def fetch(owner: str) -> FetchPort:
    """Return the fetcher that sees this owner's uploads only."""
    from williams.adapters.fetch import make_fetch

    respect_robots = settings().fetch_robots == "respect"
    return make_fetch(stores.objects(), owner, settings().fetch_allowed, respect_robots)


class ConfiguredEngines:
    """The engines that the settings choose, each made when it is first asked for."""

    @property
    def text(self) -> TextPort:
        return text()

    @property
    def speech(self) -> SpeechPort:
        return speech()

    @property
    def media(self) -> MediaPort:
        return media()

    @property
    def embedding(self) -> EmbeddingPort:
        return embedding()
