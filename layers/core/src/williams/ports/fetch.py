"""Getting what a user's URL points at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from williams.domain.validators import Validators


class Fetched(BaseModel):
    """``media_type`` is sniffed from the bytes, ``declared_type`` is what the server says, its charset included.

    ``url`` is the last one after redirects. ``validators`` are what the server tells the answer by, if it does.
    """

    path: Path
    url: str
    filename: str
    media_type: str
    declared_type: str | None = None
    validators: Validators | None = None
    size: int
    sha256: str
    fetched_at: datetime


class FetchPort(Protocol):
    async def fetch(self, url: str, to: Path, max_bytes: int, unless: Validators | None = None) -> Fetched:
        """Stream to a file, unpacked. ``upload://`` names an upload of the owner's.

        Raises:
            NotModified: what would come has the validators ``unless``; only where it comes from their own URL.
            InvalidRequest: the URL, or one that it redirects to, is none that is fetched; or the site refuses it.
            NotFound: there is nothing.
            Forbidden: it is not for everybody, or leads into a private network.
            ContentTooLarge: it has more than ``max_bytes``, as it comes or unpacked.
            UnsupportedContent: it is packed in a way that is not known.
            CorruptContent: what comes is no HTTP, or its packing is damaged.
            ProviderUnavailable: nobody answers in time.
        """
        ...
