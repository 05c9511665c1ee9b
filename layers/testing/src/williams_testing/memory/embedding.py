"""The embedding port's fake: vectors from the words' hashes."""

from __future__ import annotations

import hashlib
import math
import re
from array import array
from collections.abc import Sequence

_WORD = re.compile(r"\w+")


class HashEmbedding:
    """Adds one fixed pseudo-random direction per word, so texts that share words lie closer. Same text, same vector."""

    def __init__(self, dimensions: int = 384) -> None:
        self._dimensions = dimensions

    @property
    def model(self) -> str:
        return f"hash-of-words/{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def unrelated_below(self, _question: str, /) -> float | None:
        """Five times what the directions of texts without a common word differ by from a right angle."""
        return 5 / math.sqrt(self._dimensions)

    async def embed(self, texts: Sequence[str]) -> list[array[float]]:
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> array[float]:
        total = [0.0] * self._dimensions
        # An empty text stands for itself, so that it too has a direction.
        for word in _WORD.findall(text.lower()) or [""]:
            digest = hashlib.shake_128(word.encode()).digest(self._dimensions)
            total = [value + byte - 127.5 for value, byte in zip(total, digest, strict=True)]
        length = math.hypot(*total)
        return array("f", (value / length for value in total))
