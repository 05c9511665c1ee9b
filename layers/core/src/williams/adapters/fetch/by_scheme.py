"""One FetchPort out of several, each for its schemes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from williams.domain.errors import InvalidRequest
from williams.domain.urls import shown
from williams.domain.validators import Validators
from williams.ports.fetch import Fetched, FetchPort


class FetchByScheme:
    """``fetchers`` maps a scheme in small letters to who fetches it."""

    def __init__(self, fetchers: Mapping[str, FetchPort]) -> None:
        self._fetchers = dict(fetchers)

    async def fetch(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        unless: Validators | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        return await self._fetcher(url).fetch(url, to, max_bytes, unless, headers)

    async def permit(self, url: str) -> None:
        await self._fetcher(url).permit(url)

    def _fetcher(self, url: str) -> FetchPort:
        try:
            scheme = urlsplit(url).scheme
        except ValueError as error:
            raise InvalidRequest(f"{shown(url)} is not a URL: its host name is malformed.") from error
        fetcher = self._fetchers.get(scheme)
        if fetcher is None:
            known = ", ".join(f"{name}://" for name in self._fetchers)
            raise InvalidRequest(f"{shown(url)} cannot be fetched: a URL begins with one of {known}.")
        return fetcher
