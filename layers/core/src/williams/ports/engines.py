"""The engines that read, write and speak; each is made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from williams.ports.embedding import EmbeddingPort
    from williams.ports.media import MediaPort
    from williams.ports.speech import SpeechPort
    from williams.ports.text import TextPort


class Engines(Protocol):
    """A plugin's function carries only the libraries of the engines that the plugin says it needs."""

    @property
    def text(self) -> TextPort: ...

    @property
    def speech(self) -> SpeechPort: ...

    @property
    def media(self) -> MediaPort: ...

    @property
    def embedding(self) -> EmbeddingPort: ...
