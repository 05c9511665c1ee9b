"""Whether one text follows from others."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import ModelUsed


class Verdict(BaseModel):
    """``supported`` and ``contradicted`` are probabilities; what is missing to 1 is that the texts say neither."""

    model_config = ConfigDict(frozen=True)

    supported: float = Field(ge=0, le=1)
    contradicted: float = Field(ge=0, le=1)


class Verdicts(BaseModel):
    """One for each statement, in the same order."""

    verdicts: list[Verdict]
    engine: ModelUsed
    cost_usd: float = 0.0


class EntailmentPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def judge(self, premises: list[str], statements: list[str], language: str) -> Verdicts:
        """Say of each statement whether it follows from all premises together.

        Raises InvalidRequest without premises; ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
