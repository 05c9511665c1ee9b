"""Pictures of text to text (OCR)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import ModelUsed


class RecognizedLine(BaseModel):
    """``box`` is left, top, right, bottom in parts of the picture's width and height, 0 to 1 from the upper left.

    ``certainty`` is the engine's own, 0 to 1. ``paragraph`` counts from 0: lines of one paragraph share a number.
    """

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1)
    box: tuple[float, float, float, float]
    certainty: float = Field(ge=0, le=1)
    paragraph: int = Field(default=0, ge=0)


def certainty(lines: Sequence[RecognizedLine]) -> float:
    """Return how sure lines are, the longer ones more; 0 where there are none."""
    weight = sum(len(line.text) for line in lines)
    return sum(line.certainty * len(line.text) for line in lines) / weight if weight else 0.0


class RecognizedPage(BaseModel):
    """``lines`` are in the order of reading, and empty where there is no text."""

    lines: list[RecognizedLine]
    engine: ModelUsed
    cost_usd: float = 0.0


class RecognitionPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def recognize(self, picture: Path, language: str | None = None) -> RecognizedPage:
        """Read a picture: PNG or JPEG. ``language`` is a BCP 47 tag; without one the engine tries those that it has.

        Raises CorruptContent for what is no picture, InvalidRequest for a language that the engine does not have;
        ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
