"""What a conversation is: lines, each spoken by somebody, each with what it stands on."""

from __future__ import annotations

from pydantic import BaseModel, Field

from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded

LONGEST_LINE = 1500


class Said(Grounded):
    """The words of one line."""

    text: str = Field(min_length=1, max_length=LONGEST_LINE)


class Line(BaseModel):
    """``section`` groups lines to chapters: the heading of what the line is about.

    ``language`` is that of the words where it is not the episode's.
    """

    speaker: str
    said: Said
    section: str | None
    language: str | None = None

    @classmethod
    def of(
        cls, speaker: str, text: str, section: str | None, citations: list[Citation], language: str | None = None
    ) -> Line:
        said = Said(text=text, citations=tuple(citations))
        return cls(speaker=speaker, said=said, section=section, language=language)


class Dialogue(BaseModel):
    lines: list[Line] = Field(min_length=1)
