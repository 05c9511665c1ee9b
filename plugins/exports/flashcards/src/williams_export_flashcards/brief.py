"""What a deck's cards are to be."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from williams.plugin.engines import Task
from williams_export_flashcards.cards import Cards
from williams_export_flashcards.models import Kind


class Brief(Task[Cards]):
    """``count`` is the most. ``languages`` are the sources' own, by content id: quoted cards are in these."""

    answer: ClassVar[type[Cards]] = Cards
    extent: ClassVar[str | None] = "count"

    title: str
    count: int = Field(ge=1)
    kinds: tuple[Kind, ...] = Field(min_length=1)
    languages: dict[str, str]
