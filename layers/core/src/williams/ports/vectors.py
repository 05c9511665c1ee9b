"""Embeddings of paragraphs, for search by meaning."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Protocol

from pydantic import BaseModel, ConfigDict


class VectorHit(BaseModel):
    """``score`` is the cosine similarity (-1 to 1), higher is nearer."""

    model_config = ConfigDict(frozen=True)

    paragraph_id: str
    content_id: str
    score: float


class VectorPort(Protocol):
    def upsert(
        self, owner: str, content_id: str, model: str, paragraph_ids: Sequence[str], vectors: Sequence[array[float]]
    ) -> None:
        """Write one unit vector per paragraph. Repeating it changes nothing."""
        ...

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """Best first."""
        ...

    def delete(self, owner: str, content_id: str) -> None: ...

    def ping(self) -> None:
        """Raises StoreUnavailable."""
        ...
