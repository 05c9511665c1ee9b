"""Getting what a user's URL points at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel


class Fetched(BaseModel):
    """``media_type`` is sniffed from the bytes, ``declared_type`` is what the server says, its charset included.

    ``url`` is the last one after redirects.
    """

    path: Path
    url: str
    filename: str
    media_type: str
    declared_type: str | None = None
    size: int
    sha256: str
    fetched_at: datetime


class FetchPort(Protocol):
    async def fetch(self, url: str, to: Path, max_bytes: int) -> Fetched:
        """Stream to a file. ``upload://`` names an upload of the owner's.

        Raises InvalidRequest, NotFound, Forbidden, ContentTooLarge, ProviderUnavailable.
        """
        ...
