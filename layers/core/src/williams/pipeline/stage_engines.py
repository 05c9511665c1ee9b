"""The engines as one stage sees them, and the name of those that its plugin uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from williams.domain.jobs import JobKind
from williams.domain.prompts import prompts_of
from williams.pipeline.paid_calls import PaidCalls, PaidSpeech, PaidText
from williams.plugin.base import Plugin
from williams.ports.engines import Engines

if TYPE_CHECKING:
    from williams.ports.embedding import EmbeddingPort
    from williams.ports.media import MediaPort
    from williams.ports.speech import SpeechPort
    from williams.ports.text import TextPort


@dataclass(frozen=True)
class StageEngines:
    """Engines whose paid calls go through the wrapper of this stage or item."""

    engines: Engines
    calls: PaidCalls

    @property
    def text(self) -> TextPort:
        port = self.engines.text
        return PaidText(port, self.calls) if port.paid else port

    @property
    def speech(self) -> SpeechPort:
        port = self.engines.speech
        return PaidSpeech(port, self.calls) if port.paid else port

    @property
    def media(self) -> MediaPort:
        return self.engines.media

    @property
    def embedding(self) -> EmbeddingPort:
        return self.engines.embedding


def fingerprint(plugin: Plugin, engines: Engines) -> str:
    """Name the engines and prompts that shape the plugin's outputs: a checkpoint made with others does not count."""
    names = []
    if plugin.kind is JobKind.EXPORT:
        names += [engines.text.model.model_dump_json(), prompts_of(type(plugin).__module__)]
    if "speech" in plugin.needs:
        names.append(engines.speech.engine)
    if "embedding" in plugin.needs:
        names.append(engines.embedding.model)
    return "|".join(names)
