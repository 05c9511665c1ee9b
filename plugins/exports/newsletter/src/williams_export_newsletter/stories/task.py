"""The task of writing the stories of a newsletter."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from williams.plugin.engines import Prompt, Task
from williams_export_newsletter.stories.answer import Stories
from williams_export_newsletter.stories.quoting import LONGEST_HEADING, quoted

_MOST_SENTENCES = 5


class WriteStories(Task[Stories]):
    """``count`` is the most. ``foreign`` names languages that are not the newsletter's, by source."""

    answer: ClassVar[type[Stories]] = Stories
    extent: ClassVar[str | None] = "count"

    title: str
    count: int = Field(ge=1)
    foreign: tuple[tuple[str, str], ...] = ()

    def instructions(self) -> Prompt:
        return Prompt.read("williams_export_newsletter", "stories.v1.md", given={"title": self.title}, count=self.count)

    def quote(self) -> Stories:
        return Stories(stories=quoted(self.passages, self.language, dict(self.foreign), self.count))

    def faults(self, answer: Stories) -> list[str]:
        over = len(answer.stories) > self.count
        found = [f"there are {len(answer.stories)} stories; {self.count} were asked for"] if over else []
        for number, story in enumerate(answer.stories, start=1):
            if len(story.sentences) > _MOST_SENTENCES:
                found.append(f"story {number} has {len(story.sentences)} sentences; 4 are the most")
            if len(story.heading or "") > LONGEST_HEADING:
                found.append(f"the heading of story {number} has over {LONGEST_HEADING} characters")
        return found
