"""Writing from passages: a task says what is wanted, an engine writes it, and every text cites what it stands on."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from math import ceil
from typing import Any, ClassVar, Final, Generic, Protocol, Self, TypeVar, cast, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from williams.domain.places import Place
from williams.domain.prompts import Prompt
from williams.domain.provenance import Citation, ModelUsed

OFFERED: Final = "offered"
AnswerT = TypeVar("AnswerT", bound=BaseModel)


WINDOW_TOKENS: Final = 64_000
"""What a model reads and writes at once, where nobody says otherwise."""
_LEAST_SHARE: Final = 0.1
_QUESTION_MARKS: Final = ("?", "？", "؟", "՞", "\u037e")


class Passage(BaseModel):
    """A paragraph offered to the writer. ``title`` is that of its source.

    ``stands_on`` is what a passage was written from that is no paragraph itself, but a note of one: whoever cites it
    cites that.
    """

    model_config = ConfigDict(frozen=True)

    content_id: str
    paragraph_id: str
    text: str
    title: str = ""
    place: Place = Place()
    stands_on: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What a text cites that stands on all of it."""
        return self.stands_on or (self.whole,)

    @property
    def section(self) -> str | None:
        """The heading that it stands under."""
        return self.place.section

    @property
    def whole(self) -> Citation:
        return self.cited(0, len(self.text))

    def cited(self, start: int, end: int) -> Citation:
        """Return a citation of those characters of the text."""
        return Citation(
            content_id=self.content_id, paragraph_id=self.paragraph_id, place=self.place, start=start, end=end
        )


class Grounded(BaseModel):
    """A text of an answer, and what it stands on: at least one span of the passages offered.

    A chat model cites passages by number. Its JSON is read with the context ``{OFFERED: {number: citations}}``, and
    then has ``passages`` in the place of ``citations``.
    """

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    text: str = Field(min_length=1)
    citations: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _by_number(cls, value: Any, info: ValidationInfo) -> Any:
        offered: dict[int, tuple[Citation, ...]] | None = (info.context or {}).get(OFFERED)
        if offered is None or not isinstance(value, dict):
            return value
        numbers = value.get("passages")
        if not isinstance(numbers, list) or not numbers:
            raise ValueError("cites no passage")
        if not all(isinstance(number, int) for number in numbers):
            raise ValueError("cites something else than numbers of passages")
        unknown = [str(number) for number in numbers if number not in offered]
        if unknown:
            raise ValueError(f"cites passages that do not exist: {', '.join(unknown)}")
        rest = {name: field for name, field in value.items() if name not in ("passages", "citations")}
        cited = (citation for number in numbers for citation in offered[number])
        return {**rest, "citations": tuple(dict.fromkeys(cited))}

    @property
    def states(self) -> bool:
        """Whether it says something that can be true: a question does not."""
        return not self.text.endswith(_QUESTION_MARKS)


class Task(BaseModel, ABC, Generic[AnswerT]):
    """Something to be written. A plugin subclasses it, adds what it asks for as fields, and says how it is answered.

    A value: two tasks with the same fields get the same answer, and one that was paid for is not paid for again.

    Attributes:
        answer: the model of what is wanted; whatever it says is ``Grounded``.
        passages: what may be used, in reading order, source after source.
        language: BCP 47 tag of the answer.
        extent: the field that says how much is wanted, as a number; None where nothing does.
    """

    model_config = ConfigDict(frozen=True)

    answer: ClassVar[type[BaseModel]]
    extent: ClassVar[str | None] = None
    passages: tuple[Passage, ...]
    language: str = "en"

    @abstractmethod
    def instructions(self) -> Prompt:
        """Return what a chat model is asked for. That it has to cite, and how, is the engine's to say."""

    @abstractmethod
    def quote(self) -> AnswerT:
        """Answer with the sources' own sentences; the library ``williams_writing`` has what that takes.

        Raises EmptyContent when the passages have none that can be used.
        """

    def faults(self, answer: AnswerT) -> list[str]:  # noqa: ARG002  # for those that override it
        """Return what makes an answer unusable, in words that its writer, or a chat model, can act on."""
        return []

    def schema_of_answer(self) -> dict[str, Any]:
        """Return the JSON Schema of the answer. Override it to narrow a field to what this task allows."""
        return self.answer.model_json_schema()

    def part(self, passages: tuple[Passage, ...], share: float) -> Self:
        """Return the task of some passages, which are that share of all: a part of what is wanted, and some more."""
        changes: dict[str, Any] = {"passages": passages}
        if self.extent is not None:
            wanted: int = getattr(self, self.extent)
            changes[self.extent] = max(1, ceil(wanted * min(1.0, max(2 * share, _LEAST_SHARE))))
        return self.model_validate({**dict(self), **changes})

    @property
    def sha256(self) -> str:
        """Identifies the task: what is asked for, of which passages, by which instructions."""
        parts = (type(self).__qualname__, self.instructions().sha256, self.model_dump_json())
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


class Written(BaseModel, Generic[AnswerT]):
    """An answer. ``dropped`` counts the parts of it that were left out because they could not be used.

    ``parts`` counts the pieces in which sources were read that were too long to be read at once; ``unread`` the
    passages that were not read, such as lists of references.
    """

    answer: AnswerT
    engine: ModelUsed
    cost_usd: float = 0.0
    dropped: int = 0
    parts: int = 1
    unread: int = 0

    @classmethod
    def of(cls, task: Task[AnswerT]) -> type[Written[AnswerT]]:
        """Return the model of what this task is answered with, to read one that was kept."""
        return cast("type[Written[AnswerT]]", cls.__class_getitem__(task.answer))


class TextPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool:
        """Whether a call costs money."""
        ...

    async def write(self, task: Task[AnswerT]) -> Written[AnswerT]:
        """Return an answer without faults, whose every text cites passages of the task.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRejected; EmptyContent when nothing can be written;
        PluginDefect when the task does not keep its own rules.
        """
        ...


@runtime_checkable
class DividingText(TextPort, Protocol):
    """A writer that reads only so much at once."""

    def parts(self, task: Task[AnswerT]) -> list[Task[AnswerT]]:
        """Return the tasks, each of a length that it reads at once, that hold every passage: one where that fits."""
        ...

    def of_notes(self, task: Task[AnswerT], written: Sequence[Written[AnswerT]]) -> Task[AnswerT]:
        """Return the task with the statements of its parts as its passages, which stand on what these cite.

        Raises ProviderRejected where they are hardly shorter than what they were made of.
        """
        ...
