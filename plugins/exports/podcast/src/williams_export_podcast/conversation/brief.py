"""What an episode's conversation is to be."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from williams.plugin.engines import Task
from williams_export_podcast.conversation.dialogue import Dialogue

Style: TypeAlias = Literal["conversational", "interview", "lecture", "debate", "news_brief"]
MOST_SPEAKERS = 4


class Credit(BaseModel):
    """A source, as hosts name it. ``language`` is its own where that is not the episode's."""

    model_config = ConfigDict(frozen=True)

    content_id: str
    title: str
    authors: tuple[str, ...] = ()
    language: str | None = None


class Brief(Task[Dialogue]):
    """``speakers`` are in the order of their first line; ``words`` is the aim."""

    answer: ClassVar[type[Dialogue]] = Dialogue
    extent: ClassVar[str | None] = "words"

    title: str
    style: Style = "conversational"
    words: int = Field(ge=40)
    speakers: tuple[str, ...] = Field(min_length=1, max_length=MOST_SPEAKERS)
    credits: tuple[Credit, ...] = Field(min_length=1)

    @property
    def foreign(self) -> dict[str, str]:
        """The languages of the sources that are not in the episode's, by content id."""
        return {credit.content_id: credit.language for credit in self.credits if credit.language}
