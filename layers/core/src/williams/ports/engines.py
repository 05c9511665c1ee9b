"""The ports that engines stand behind, and what a pipeline asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from williams.domain.provenance import ModelUsed
    from williams.ports.embedding import EmbeddingPort
    from williams.ports.entailment import EntailmentPort
    from williams.ports.mail import MailPort
    from williams.ports.media import MediaPort
    from williams.ports.pictures import PicturesPort
    from williams.ports.recognition import RecognitionPort
    from williams.ports.render import RenderPort
    from williams.ports.rerank import RerankPort
    from williams.ports.speech import ChosenVoice, SpeechPort, VoiceQuality
    from williams.ports.text import TextPort
    from williams.ports.transcription import TranscriptionPort
    from williams.ports.video import VideoPort

PortT = TypeVar("PortT")


@dataclass(frozen=True)
class Port(Generic[PortT]):
    """A kind of work that engines do. Its protocol stands in the module of ``williams.ports`` that is called like it.

    Attributes:
        name: what plugins write into their ``needs``.
        protocol_name: the protocol's class.
        identity: says of an engine what else makes its work come out differently: part of each checkpoint's key.
        spoken_of: the parameter of the protocol's methods that names one of the engine's voices. Such a name may be
            ``<engine>/<voice>``.
        one_for_all: a library has one such engine, which requests cannot choose: what two of them make is not
            compared, or it is whoever runs the library who answers for it.
        named_only: only a setting makes one of its engines the default: without it a library has none.
    """

    name: str
    protocol_name: str
    identity: Callable[[PortT], str]
    spoken_of: str | None = None
    one_for_all: bool = False
    named_only: bool = False

    @property
    def protocol(self) -> type[Any]:
        found: type[Any] = getattr(import_module(f"williams.ports.{self.name}"), self.protocol_name)
        return found

    def parted(self, choice: str) -> tuple[str | None, str | None]:
        """Part ``<engine>/<voice or model>``: each half is None where it is left out.

        A word alone is a voice, where the port has voices, else an engine.
        """
        first, slash, rest = choice.partition("/")
        if slash:
            return first, rest or None
        return (None, first) if self.spoken_of else (first, None)


class _Modelled(Protocol):
    @property
    def model(self) -> ModelUsed: ...


def _model(engine: _Modelled) -> str:
    return engine.model.model_dump_json()


TEXT: Final[Port[TextPort]] = Port("text", "TextPort", _model)
SPEECH: Final[Port[SpeechPort]] = Port("speech", "SpeechPort", lambda engine: engine.engine, spoken_of="voice")
EMBEDDING: Final[Port[EmbeddingPort]] = Port(
    "embedding", "EmbeddingPort", lambda engine: engine.model, one_for_all=True
)
MEDIA: Final[Port[MediaPort]] = Port("media", "MediaPort", lambda _: "", one_for_all=True)

TRANSCRIPTION: Final[Port[TranscriptionPort]] = Port("transcription", "TranscriptionPort", _model)
RECOGNITION: Final[Port[RecognitionPort]] = Port("recognition", "RecognitionPort", _model)
ENTAILMENT: Final[Port[EntailmentPort]] = Port("entailment", "EntailmentPort", _model)
RERANK: Final[Port[RerankPort]] = Port("rerank", "RerankPort", _model)
PICTURES: Final[Port[PicturesPort]] = Port("pictures", "PicturesPort", _model)
VIDEO: Final[Port[VideoPort]] = Port("video", "VideoPort", _model)
MAIL: Final[Port[MailPort]] = Port("mail", "MailPort", _model, one_for_all=True)
RENDER: Final[Port[RenderPort]] = Port("render", "RenderPort", _model, one_for_all=True, named_only=True)

PORTS: Final[dict[str, Port[Any]]] = {
    port.name: port
    for port in (
        *(TEXT, SPEECH, EMBEDDING, MEDIA),
        *(TRANSCRIPTION, RECOGNITION, ENTAILMENT, RERANK, PICTURES, VIDEO, MAIL, RENDER),
    )
}


class Engines(Protocol):
    """A plugin's function carries the engines of the ports that the plugin says it needs."""

    def engine(self, port: Port[PortT], choice: str | None = None) -> PortT:
        """Return the engine that ``choice`` names (``<engine>/<voice or model>``), else the port's default.

        Each is made when it is first asked for. Raises InvalidRequest with the names that exist.
        """
        ...

    def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:
        """Return a voice that speaks a language, a BCP 47 tag: the one that ``voice`` names, or by ``quality``.

        ``voice`` is ``<engine>/<voice>``, or a voice alone, which engines have under the same name. Raises
        InvalidRequest, with what can be done, where none speaks it.
        """
        ...
