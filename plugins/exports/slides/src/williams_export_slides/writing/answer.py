"""What is written: slides."""

from __future__ import annotations

from pydantic import BaseModel, Field

from williams.plugin.engines import Grounded


class Slide(BaseModel):
    """One slide. Its title is null where its sources have none for it."""

    title: str | None = Field(default=None, description="What it says or is about, in a few words, or null.")
    statements: list[Grounded] = Field(min_length=1)


class Slides(BaseModel):
    """All slides, in order."""

    slides: list[Slide] = Field(min_length=1)
