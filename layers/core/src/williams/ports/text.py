"""Writing from passages: every line it returns says which passages it stands on."""

from __future__ import annotations

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import Citation, ModelUsed


class Passage(BaseModel):
    """A paragraph offered to the writer. ``section`` is the heading it stands under."""

    model_config = ConfigDict(frozen=True)

    content_id: str
    paragraph_id: str
    text: str
    section: str | None = None
    page: int | None = None


class SourceBrief(BaseModel):
    """One source and its passages, in reading order."""

    content_id: str
    title: str
    authors: list[str] = Field(default_factory=list)
    passages: list[Passage]


class DialogueBrief(BaseModel):
    """A conversation to be written. ``speakers`` are in the order of their first line; ``words`` is the aim."""

    title: str
    style: Literal["conversational", "interview", "lecture"] = "conversational"
    language: str = "en"
    words: int = Field(ge=40)
    speakers: list[str] = Field(min_length=1, max_length=4)
    sources: list[SourceBrief] = Field(min_length=1)


class DialogueLine(BaseModel):
    """One line. It has at least one citation, into the passages of its brief; ``section`` groups lines to chapters."""

    speaker: str
    text: str
    section: str | None = None
    citations: list[Citation] = Field(min_length=1)


class Dialogue(BaseModel):
    lines: list[DialogueLine] = Field(min_length=1)
    model: ModelUsed
    cost_usd: float = 0.0


class TextPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool:
        """Whether a call costs money."""
        ...

    async def dialogue(self, brief: DialogueBrief) -> Dialogue:
        """Raises ProviderThrottled, ProviderUnavailable, ProviderRejected; EmptyContent when nothing can be said."""
        ...
