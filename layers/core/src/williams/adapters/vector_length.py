"""The one length of vectors that every store here holds: the local model's."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

from williams.domain.errors import InvalidRequest

DIMENSIONS: Final = 384


def check_length(vectors: Iterable[array[float]]) -> None:
    """Raises InvalidRequest."""
    for vector in vectors:
        if len(vector) != DIMENSIONS:
            raise InvalidRequest(
                f"This vector store holds {DIMENSIONS} dimensions, not {len(vector)}. "
                f"Set WILLIAMS_EMBEDDING_DIMENSIONS={DIMENSIONS}."
            )
