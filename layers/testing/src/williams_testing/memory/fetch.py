"""A web of a few pages in a dictionary."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from williams.adapters.fetch.sniff import sniff
from williams.adapters.fetch.uploads import UploadFetch
from williams.domain.errors import ContentTooLarge, Forbidden, NotFound
from williams.domain.urls import UPLOAD, is_url_of
from williams.domain.validators import NotModified, Validators
from williams.ports.fetch import Fetched


class InMemoryFetch:
    """FetchPort for tests. ``pages`` maps a URL to its bytes, or to the error that fetching it raises.

    Where it ``tells``, each page has validators. ``sent`` takes the URLs of the pages whose bytes were sent.
    ``uploads`` is asked for those uploads that are no pages.
    """

    def __init__(
        self,
        pages: Mapping[str, bytes | Exception],
        tells: bool = False,
        sent: list[str] | None = None,
        uploads: UploadFetch | None = None,
    ) -> None:
        self._uploads = uploads
        self.fetched: list[str] = []
        self._tells = tells
        self.sent = [] if sent is None else sent
        self._pages = dict(pages)

    async def fetch(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        unless: Validators | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        self.fetched.append(url)
        page = self._pages.get(url)
        if page is None and self._uploads and is_url_of(url, [UPLOAD]):
            return await self._uploads.fetch(url, to, max_bytes, unless, headers)
        if page is None:
            raise NotFound(f"{url} does not exist.")
        if isinstance(page, Exception):
            raise page
        if len(page) > max_bytes:
            raise ContentTooLarge(f"The source has {len(page)} bytes; at most {max_bytes} are allowed.")
        validators = Validators(url=url, etag=f'"{hashlib.sha256(page).hexdigest()}"') if self._tells else None
        if validators and validators == unless:
            raise NotModified(url)
        to.write_bytes(page)
        self.sent.append(url)
        return Fetched(
            path=to,
            url=url,
            filename=url.rstrip("/").rsplit("/", 1)[-1],
            media_type=sniff(page),
            validators=validators,
            size=len(page),
            sha256=hashlib.sha256(page).hexdigest(),
            fetched_at=datetime.now(UTC),
        )

    async def permit(self, url: str) -> None:
        """Raise what is written down for the URL where that is Forbidden: its site would rather not."""
        if isinstance(page := self._pages.get(url), Forbidden):
            raise page
