"""Uploads, from the object store."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from williams.adapters.fetch.sniff import sniff_file
from williams.domain.bucket import upload_prefix
from williams.domain.errors import NotFound
from williams.domain.filenames import key_name
from williams.domain.urls import upload_parts
from williams.domain.validators import Validators
from williams.ports.fetch import Fetched
from williams.ports.objects import ObjectPort


class UploadFetch:
    """Reads ``upload://<upload_id>/<filename>`` of one owner: what stands for that name in its folder."""

    def __init__(self, objects: ObjectPort, owner: str) -> None:
        self._objects = objects
        self._owner = owner

    async def fetch(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        unless: Validators | None = None,  # noqa: ARG002  # nobody changes an upload
        headers: Mapping[str, str] | None = None,  # noqa: ARG002  # nor is a site asked for it
    ) -> Fetched:
        """Raises InvalidRequest, NotFound, ContentTooLarge; StoreUnavailable when the object store is away."""
        return await asyncio.to_thread(self._fetch, url, to, max_bytes)

    async def permit(self, url: str) -> None:
        """An upload is its owner's."""

    def _fetch(self, url: str, to: Path, max_bytes: int) -> Fetched:
        upload_id, filename = upload_parts(url)
        key = upload_prefix(self._owner, upload_id) + key_name(filename)
        try:
            self._objects.download(key, to, at_most=max_bytes)
        except NotFound as error:
            unknown = f"There is no upload {url}. Ask for an upload, post the file to it, then import its URL."
            raise NotFound(unknown) from error
        with to.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Fetched(
            path=to,
            url=url,
            filename=filename,
            media_type=sniff_file(to),
            size=to.stat().st_size,
            sha256=sha256,
            fetched_at=datetime.now(UTC),
        )
