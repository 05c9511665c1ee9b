"""How long a source is, as far as somebody knows before it is fetched."""

from __future__ import annotations

from pydantic import BaseModel, Field, StrictInt

_MOST = 1_000_000


class SourceLength(BaseModel):
    """``seconds`` of sound; ``scans``, the pages to be read as pictures. What is left out is not known."""

    seconds: float | None = Field(default=None, ge=0, le=_MOST)
    scans: StrictInt | None = Field(default=None, ge=0, le=_MOST)
