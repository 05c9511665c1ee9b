"""What a stage may use. Everything that reaches outside the process comes from here."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel

from williams.domain.content import Content, ObjectRef, Paragraph
from williams.domain.errors import DeadlineExceeded
from williams.domain.listings import MOST_ENTRIES
from williams.plugin.base import NoSettings
from williams.plugin.stage import Pending
from williams.ports.engines import EMBEDDING, MEDIA, SPEECH, TEXT, Engines, Port, PortT

if TYPE_CHECKING:
    from williams.ports.embedding import EmbeddingPort
    from williams.ports.fetch import FetchPort
    from williams.ports.media import MediaPort
    from williams.ports.model_files import ModelFilesPort
    from williams.ports.speech import ChosenVoice, SpeechPort, VoiceQuality
    from williams.ports.text import TextPort


AnswerT = TypeVar("AnswerT", bound=BaseModel)


class StoredBytes(Protocol):
    """A lazy reference to bytes in the object store."""

    @property
    def ref(self) -> ObjectRef: ...

    async def read(self) -> bytes: ...


class Scratch(Protocol):
    """The job's own space: a local folder for this invocation, and objects that live until the job is settled."""

    def path(self, name: str) -> Path:
        """Return a path in the local folder; its parent exists."""
        ...

    def save(self, name: str, data: bytes | Path, media_type: str) -> ObjectRef:
        """Keep bytes or a file as an object, for later stages."""
        ...

    def open(self, ref: ObjectRef) -> Path:
        """Return a local copy of an object, to be read: what later stages open may be the same file."""
        ...

    def claim(self, name: str) -> bool:
        """Return True for the first caller of this name within the job, False for all others."""
        ...


class UploadKeeper(Protocol):
    """Keeps files that came packed in another one as uploads of the owner's, each to be imported like any upload."""

    def keep(self, filename: str, file: Path) -> str:
        """Return the upload's URL: always the same for the same bytes of the same name.

        Only the function of a plugin that ``unpacks`` may do so. Raises StoreUnavailable.
        """
        ...


class PaidCalls(Protocol):
    """Calls to a provider of the plugin's own. The engines' paid calls are made this way already."""

    async def once(
        self,
        what: Sequence[str],
        model: type[AnswerT],
        call: Callable[[], Awaitable[AnswerT]],
        expected_usd: float = 0.0,
    ) -> AnswerT:
        """Return the answer that stands, or make the call: it is paid for once, whatever is run again.

        ``what`` identifies the call within the stage or item; ``cost_usd`` of the answer, if there is one, is what it
        cost; ``expected_usd`` is what it will, as far as that is known: a call that would go beyond the job's budget is
        not made. Raises JobCancelled, StaleExecution, BudgetExceeded, and whatever ``call`` raises. ``call`` raises
        ProviderRejected or ProviderThrottled when it was refused and nothing is owed.
        """
        ...

    async def task(
        self,
        what: Sequence[str],
        model: type[AnswerT],
        submit: Callable[[], Awaitable[str]],
        poll: Callable[[str], Awaitable[AnswerT | None]],
        cancel: Callable[[str], Awaitable[None]] | None = None,
        expected_usd: float = 0.0,
    ) -> AnswerT | Pending:
        """Return the answer of a task that a provider works on by itself, or Pending; for a stage that polls.

        ``submit`` gives the task to the provider and returns the provider's name for it, which is kept before anything
        else happens: whoever runs the stage later asks for the same task. ``poll`` returns None while the task is not
        done. ``cancel`` takes a task back; it is called when the job is found cancelled while the stage runs.
        ``expected_usd`` is what ``once`` takes it for.

        Raises as ``once`` does. ``poll`` raises ProviderRejected when the task has failed and nothing is owed: a retry
        submits another one.
        """
        ...


class Library(Protocol):
    """The owner's library, read-only."""

    def content(self, content_id: str) -> Content:
        """Raises NotFound."""
        ...

    def paragraphs(self, content_id: str) -> list[Paragraph]:
        """In reading order. Raises NotFound."""
        ...


@dataclass(frozen=True)
class Deadline:
    """``at`` is on ``time.monotonic``'s clock."""

    at: float

    @property
    def remaining(self) -> float:
        """Seconds left; negative when it has passed."""
        return self.at - time.monotonic()

    def check(self) -> None:
        """Raise DeadlineExceeded when no time is left."""
        if self.remaining <= 0:
            raise DeadlineExceeded("The stage used up its time; it will be tried again.")


@dataclass(frozen=True)
class StageContext:
    """One invocation's surroundings. ``progress(fraction, message)`` takes 0 to 1 within the stage.

    ``model_files`` are those that the plugin declares, ``settings`` what the deployment says for its model of them;
    ``most_entries`` bounds what is taken of one listing.
    """

    job_id: str
    owner: str
    fetch: FetchPort
    scratch: Scratch
    uploads: UploadKeeper
    library: Library
    engines: Engines
    model_files: ModelFilesPort
    paid: PaidCalls
    progress: Callable[[float, str], None]
    check_cancelled: Callable[[], None]
    deadline: Deadline
    log: logging.LoggerAdapter[logging.Logger]
    most_entries: int = MOST_ENTRIES
    settings: BaseModel = field(default_factory=NoSettings)

    def engine(self, port: Port[PortT], choice: str | None = None) -> PortT:
        """Return the engine that a request chose, or the port's default. See ``williams.plugin.engines.EngineChoice``.

        Raises InvalidRequest with the names that exist.
        """
        return self.engines.engine(port, choice)

    def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:
        """Return a voice that speaks a language, a BCP 47 tag, to be given to ``speech``; its notice is the artifact's.

        ``voice`` is what a request chose. Raises InvalidRequest, with what can be done, where none speaks it.
        """
        return self.engines.voice(voice, language, quality)

    @property
    def text(self) -> TextPort:
        return self.engine(TEXT)

    @property
    def speech(self) -> SpeechPort:
        """Speaks with the voices of every engine: ``<engine>/<voice>``, or a voice of the default one."""
        return self.engine(SPEECH)

    @property
    def media(self) -> MediaPort:
        return self.engine(MEDIA)

    @property
    def embedding(self) -> EmbeddingPort:
        return self.engine(EMBEDDING)
