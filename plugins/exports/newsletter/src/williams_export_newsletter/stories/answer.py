"""What is written: an introduction and stories."""

from __future__ import annotations

from pydantic import BaseModel, Field

from williams.plugin.engines import Grounded


class Story(BaseModel):
    """One thing that is told. Its heading is null where its sources have none for it, or its first sentence itself."""

    heading: str | None = Field(default=None, description="What it is about, in a few words, or null.")
    sentences: list[Grounded] = Field(min_length=1)


class Stories(BaseModel):
    """The whole newsletter's words, in order."""

    intro: Grounded | None = Field(default=None, description="What the stories are about together, or null.")
    stories: list[Story] = Field(min_length=1)
