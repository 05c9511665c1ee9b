"""The task of writing slides."""

from __future__ import annotations

from typing import ClassVar, Final

from pydantic import Field
from williams_writing.spoken import count_words

from williams.plugin.engines import Prompt, Task
from williams_export_slides.writing.answer import Slides
from williams_export_slides.writing.quoting import LONGEST_TITLE, MOST_CHARACTERS, MOST_WORDS, quoted

_PATIENCE: Final = 1.3  # times what was asked for: words are counted in more than one way


class WriteSlides(Task[Slides]):
    """``count`` is the most. ``foreign`` names languages that are not the talk's, by source."""

    answer: ClassVar[type[Slides]] = Slides
    extent: ClassVar[str | None] = "count"

    title: str
    count: int = Field(ge=1)
    foreign: tuple[tuple[str, str], ...] = ()

    def instructions(self) -> Prompt:
        given = {"title": self.title}
        return Prompt.read("williams_export_slides", "slides.v1.md", given=given, count=self.count, words=MOST_WORDS)

    def quote(self) -> Slides:
        return Slides(slides=quoted(self.passages, self.language, dict(self.foreign), self.count))

    def faults(self, answer: Slides) -> list[str]:
        over = len(answer.slides) > self.count
        found = [f"there are {len(answer.slides)} slides; {self.count} were asked for"] if over else []
        for number, slide in enumerate(answer.slides, start=1):
            words = sum(count_words(each.text) for each in slide.statements)
            characters = sum(len(each.text) for each in slide.statements)
            if words > _PATIENCE * MOST_WORDS or characters > MOST_CHARACTERS:
                found.append(f"slide {number} has {words} words; {MOST_WORDS} are the most")
            if len(slide.title or "") > LONGEST_TITLE:
                found.append(f"the title of slide {number} has over {LONGEST_TITLE} characters")
        return found
