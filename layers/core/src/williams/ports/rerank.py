"""How well texts answer a question."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel

from williams.domain.provenance import ModelUsed


class Scores(BaseModel):
    """One number for each text, in the same order; more is better. Numbers of two questions are not compared."""

    scores: list[float]
    engine: ModelUsed
    cost_usd: float = 0.0


class RerankPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def score(self, question: str, texts: list[str]) -> Scores:
        """Raises ProviderThrottled, ProviderUnavailable, ProviderRejected."""
        ...
