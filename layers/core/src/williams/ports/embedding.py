"""Text to vectors."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Protocol


class EmbeddingPort(Protocol):
    @property
    def model(self) -> str:
        """The model's name; vectors of different models are never compared."""
        ...

    @property
    def dimensions(self) -> int: ...

    def unrelated_below(self, question: str, /) -> float | None:
        """Return below which cosine a question and a text have nothing to do with each other; None if not measured.

        It is 1 for a question in letters of which the model does not know the meaning.
        """
        ...

    async def embed(self, texts: Sequence[str]) -> list[array[float]]:
        """Return one float32 unit vector per text, in the same order. Raises TransientError or ProviderRejected."""
        ...
