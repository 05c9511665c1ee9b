"""Pictures of text to text (OCR)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import ModelUsed


class RecognizedLine(BaseModel):
    """``box`` is left, top, right, bottom in parts of the picture's width and height, 0 to 1 from the upper left.

    ``certainty`` is the engine's own, 0 to 1.
    """

    model_config = ConfigDict(frozen=True)

    text: str = Field(min_length=1)
    box: tuple[float, float, float, float]
    certainty: float = Field(ge=0, le=1)


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

    async def recognize(self, picture: Path, language: str) -> RecognizedPage:
        """Read a picture: PNG or JPEG. ``language`` is a BCP 47 tag.

        Raises CorruptContent for what is no picture, InvalidRequest for a language that the engine does not have;
        ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
