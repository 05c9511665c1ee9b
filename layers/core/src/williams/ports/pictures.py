"""Pictures drawn from descriptions."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from williams.domain.provenance import ModelUsed


class DrawnPicture(BaseModel):
    """``png`` is a PNG file of ``width`` by ``height`` pixels. In JSON it is Base64.

    ``license`` is the SPDX identifier of what may be done with it, None where its maker does not say; ``credit`` is
    whom its maker wants named.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    png: bytes
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    engine: ModelUsed
    license: str | None = None
    credit: str | None = None
    cost_usd: float = 0.0


class PicturesPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def draw(self, description: str, width: int, height: int) -> DrawnPicture:
        """Draw what a description says, of exactly that size in pixels. A service's nearest size is cut and scaled.

        Raises InvalidRequest for a description without words, and for a size that the engine does not draw, with those
        that it does; ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
