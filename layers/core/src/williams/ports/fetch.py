"""Getting what a user's URL points at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, Field

from williams.domain.validators import Validators


class Fetched(BaseModel):
    """``media_type`` is sniffed from the bytes, ``declared_type`` is what the server says, its charset included.

    ``url`` is the last one after redirects. ``validators`` are what the server tells the answer by, if it does.
    ``hurried`` is how many seconds the site would like to be left alone between two requests, where those are more
    than it was. ``headers`` are the last answer's, their names in small letters; none of an upload or of bytes that
    were kept.
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
    headers: dict[str, str] = Field(default_factory=dict, repr=False)
    hurried: float | None = None


class FetchPort(Protocol):
    async def fetch(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        unless: Validators | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Stream to a file, unpacked. ``upload://`` names an upload of the owner's.

        ``headers``, which may hold a key, go to the scheme, host and port of ``url`` and nowhere that it redirects
        to; no error and no log says them.

        Raises:
            NotModified: what would come has the validators ``unless``; only where it comes from their own URL. Or one
                of ``headers`` is a condition (``If-…``) that the site says is not met.
            InvalidRequest: the URL, or one that it redirects to, is none that is fetched; or the site refuses it.
            NotFound: there is nothing.
            Forbidden: it is not for everybody, or leads into a private network.
            ContentTooLarge: it has more than ``max_bytes``, as it comes or unpacked.
            UnsupportedContent: it is packed in a way that is not known.
            CorruptContent: what comes is no HTTP, or its packing is damaged.
            ProviderUnavailable: nobody answers in time.
        """
        ...

    async def permit(self, url: str) -> None:
        """Fetch nothing of ``url``, and raise Forbidden where its site asks programs not to, if that is respected.

        For what something else has fetched. Raises what fetching the site's robots.txt does, InvalidRequest.
        """
        ...
