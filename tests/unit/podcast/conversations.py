"""Conversations to be written, from a few words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from williams_export_podcast.conversation.brief import Credit
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.task import Conversation
from williams_writing.quoting import Quoting

from williams.domain.places import Place
from williams.ports.text import Passage

Texts = list[tuple[str | None, str]]


@dataclass(frozen=True)
class SourceText:
    """``texts`` are paragraphs, each with the heading it stands under."""

    content_id: str
    title: str
    texts: Texts
    authors: list[str] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        return [
            Passage(
                content_id=self.content_id,
                paragraph_id=f"{self.content_id}.p{index}",
                text=text,
                title=self.title,
                place=Place(section=section),
            )
            for index, (section, text) in enumerate(self.texts)
        ]

    @property
    def credit(self) -> Credit:
        return Credit(content_id=self.content_id, title=self.title, authors=tuple(self.authors))


def conversation(
    sources: Sequence[SourceText], *, words: int, speakers: Sequence[str] = ("host", "expert"), **fields: Any
) -> Conversation:
    """Return the task of talking about sources; its title is the first one's unless another is given."""
    return Conversation(
        passages=tuple(passage for source in sources for passage in source.passages),
        words=words,
        speakers=tuple(speakers),
        credits=tuple(source.credit for source in sources),
        **{"title": sources[0].title, **fields},
    )


def written(task: Conversation) -> Dialogue:
    """Return what the quoting engine makes of it."""
    return asyncio.run(Quoting().write(task)).answer


def cited(task: Conversation, dialogue: Dialogue, line: int) -> list[str]:
    """Return the words that a line cites."""
    texts = {passage.paragraph_id: passage.text for passage in task.passages}
    return [texts[c.paragraph_id][c.start : c.end] for c in dialogue.lines[line].said.citations]
