"""A library in memory, to run a plugin's whole pipeline in a unit test."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from williams.adapters.fetch.uploads import UploadFetch
from williams.domain.errors import EngineMissing, InvalidRequest
from williams.domain.listings import MOST_ENTRIES
from williams.pipeline.in_process import InProcessRunner
from williams.pipeline.library import OwnedLibrary
from williams.pipeline.owned_uploads import OwnedUploads
from williams.pipeline.scratch import ObjectScratch
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline, PaidCalls, StageContext
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.ports.embedding import EmbeddingPort
from williams.ports.engines import SPEECH, Port, PortT
from williams.ports.mail import MailPort
from williams.ports.media import MediaPort
from williams.ports.pictures import PicturesPort
from williams.ports.recognition import RecognitionPort
from williams.ports.render import RenderPort
from williams.ports.speech import ChosenVoice, SpeechPort, VoiceQuality
from williams.ports.text import TextPort
from williams.ports.transcription import TranscriptionPort
from williams_testing.memory.batch_progress import InMemoryBatchProgress
from williams_testing.memory.batches import InMemoryBatches
from williams_testing.memory.catalog import InMemoryCatalog
from williams_testing.memory.embedding import HashEmbedding
from williams_testing.memory.fetch import InMemoryFetch
from williams_testing.memory.graph import InMemoryGraph
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.mail import InMemoryMail
from williams_testing.memory.media import InMemoryMedia
from williams_testing.memory.objects import InMemoryObjects
from williams_testing.memory.pictures import InMemoryPictures
from williams_testing.memory.progress import InMemoryProgress
from williams_testing.memory.recognition import InMemoryRecognition
from williams_testing.memory.sources import InMemorySources
from williams_testing.memory.speech import InMemorySpeech
from williams_testing.memory.transcription import InMemoryTranscription
from williams_testing.memory.vectors import InMemoryVectors
from williams_testing.model_files import OriginModelFiles
from williams_testing.writing import InMemoryText

OWNER = "tester"


async def at_once(_seconds: float) -> None:
    """Pass no time: nobody wants to wait in a test."""


BUDGET_USD = 5.0
_SECONDS = 60.0


@dataclass(frozen=True)
class ChosenEngines:
    """Fakes unless others are given. ``others`` are those that requests may choose, by ``<port>.<name>``."""

    text: TextPort = field(default_factory=InMemoryText)
    speech: SpeechPort = field(default_factory=InMemorySpeech)
    media: MediaPort = field(default_factory=InMemoryMedia)
    embedding: EmbeddingPort = field(default_factory=HashEmbedding)
    mail: MailPort = field(default_factory=InMemoryMail)
    pictures: PicturesPort = field(default_factory=InMemoryPictures)
    recognition: RecognitionPort = field(default_factory=InMemoryRecognition)
    transcription: TranscriptionPort | None = field(default_factory=InMemoryTranscription)
    render: RenderPort | None = None
    others: Mapping[str, Any] = field(default_factory=dict)

    def engine(self, port: Port[PortT], choice: str | None = None) -> PortT:
        """See Engines."""
        name, _ = port.parted(choice) if choice else (None, None)
        if name is None:
            found = getattr(self, port.name, None)
            if found is None:
                raise EngineMissing(f"No {port.name} engine is set up here.")
            return cast("PortT", found)
        if f"{port.name}.{name}" not in self.others:
            raise InvalidRequest(f"There is no {port.name} engine {name!r}.")
        return cast("PortT", self.others[f"{port.name}.{name}"])

    def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:  # noqa: ARG002  # one speaks
        """See Engines. Whoever is named speaks, else ``speech``."""
        name, own = SPEECH.parted(voice)
        self.engine(SPEECH, voice if name else None).voice(own or "", language)
        return ChosenVoice(voice)


@dataclass(frozen=True)
class MemoryLibrary:
    """Every store in memory. ``sources`` maps URLs to the bytes that fetching them gives, or to what it raises.

    With ``goes_on`` an invocation runs as many stages as it can, else one. ``settings`` are those of plugins, by id.
    Where it ``tells``, the sources have validators; ``sent`` are the URLs of those whose bytes were sent to a job.
    """

    sources: dict[str, bytes] | dict[str, bytes | Exception] = field(default_factory=dict)
    engines: ChosenEngines = field(default_factory=ChosenEngines)
    jobs: InMemoryJobs = field(default_factory=InMemoryJobs)
    catalog: InMemoryCatalog = field(default_factory=InMemoryCatalog)
    graph: InMemoryGraph = field(default_factory=InMemoryGraph)
    vectors: InMemoryVectors = field(default_factory=InMemoryVectors)
    objects: InMemoryObjects = field(default_factory=InMemoryObjects)
    progress: InMemoryProgress = field(default_factory=InMemoryProgress)
    batch_progress: InMemoryBatchProgress = field(default_factory=InMemoryBatchProgress)
    goes_on: bool = True
    settings: dict[str, BaseModel] = field(default_factory=dict)
    tells: bool = False
    sent: list[str] = field(default_factory=list)

    @cached_property
    def followed(self) -> InMemorySources:
        return InMemorySources(self.jobs)

    @cached_property
    def batches(self) -> InMemoryBatches:
        return InMemoryBatches(self.jobs, self.followed)

    def __post_init__(self) -> None:
        self.catalog.tie = self.jobs.tie

    @property
    def toolbox(self) -> Toolbox:
        return Toolbox(
            batches=self.batches,
            jobs=self.jobs,
            catalog=self.catalog,
            graph=self.graph,
            vectors=self.vectors,
            objects=self.objects,
            progress=self.progress,
            engines=self.engines,
            fetch=lambda owner: InMemoryFetch(self.sources, self.tells, self.sent, UploadFetch(self.objects, owner)),
            model_files=OriginModelFiles,
            settings=lambda plugin: self.settings.get(plugin.plugin_id) or plugin.settings(),
            job_budget_usd=BUDGET_USD,
        )

    def context(self, plugin: Plugin, folder: Path, most_entries: int = MOST_ENTRIES) -> StageContext:
        """Return the surroundings of one call into the plugin, outside any job; its files are in ``folder``."""

        def accept(*_: object) -> None:
            """Take what is told; nobody asks for it here."""

        return StageContext(
            job_id="job",
            owner=OWNER,
            fetch=InMemoryFetch(self.sources, uploads=UploadFetch(self.objects, OWNER)),
            scratch=ObjectScratch(self.objects, "job", folder),
            uploads=OwnedUploads(self.objects, OWNER),
            library=OwnedLibrary(self.catalog, OWNER),
            engines=self.engines,
            model_files=OriginModelFiles(plugin),
            paid=cast("PaidCalls", None),
            progress=accept,
            check_cancelled=accept,
            deadline=Deadline(time.monotonic() + _SECONDS),
            log=logging.LoggerAdapter(logging.getLogger(__name__), {}),
            most_entries=most_entries,
        )

    def bind(self, plugin: ImportPlugin | ExportPlugin, owner: str = OWNER) -> None:
        """Let the plugin's template methods run on this library."""
        plugin.bind(InProcessRunner(self.toolbox, owner, self.goes_on, at_once))
