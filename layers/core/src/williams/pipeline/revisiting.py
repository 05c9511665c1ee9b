"""Fetching what was fetched before: where its site says that it is the same, the kept bytes stand for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from williams.domain.content import Content, ObjectRef
from williams.domain.models import DeferredModel
from williams.domain.validators import NotModified, Validators
from williams.plugin.importing import Download
from williams.ports.fetch import Fetched, FetchPort
from williams.ports.objects import ObjectPort

ANSWERED: Final = "answered"
"""Where in a content's ``extra`` it stands how its site answered."""


class _Answered(DeferredModel):
    """What a site said beside the bytes."""

    validators: Validators
    filename: str
    declared_type: str | None = None


def answered(download: Download) -> dict[str, object]:
    """Return what is to be known when the source is looked at again, for a content's ``extra``."""
    if download.validators is None:
        return {}
    told = _Answered(validators=download.validators, filename=download.filename, declared_type=download.declared_type)
    return {ANSWERED: told.model_dump(mode="json", exclude_none=True)}


@dataclass(frozen=True)
class _Kept:
    original: ObjectRef
    answered: _Answered

    @classmethod
    def of(cls, content: Content) -> _Kept | None:
        original = next((ref for ref in content.files.values() if ref.sha256 == content.sha256), None)
        try:
            told = _Answered.model_validate(content.metadata.extra.get(ANSWERED))
        except ValidationError:
            return None
        return cls(original, told) if original else None


class RevisitingFetch:
    """See :class:`williams.ports.fetch.FetchPort`. ``content`` is what was made of the source the last time.

    Who asks with conditions or headers of his own is answered as by the site.
    """

    def __init__(self, fetch: FetchPort, objects: ObjectPort, content: Content) -> None:
        self._fetch = fetch
        self._objects = objects
        self._kept = _Kept.of(content)

    async def fetch(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        unless: Validators | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        if unless is not None or headers or self._kept is None:
            return await self._fetch.fetch(url, to, max_bytes, unless, headers)
        if self._objects.size(self._kept.original.key) is None:
            return await self._fetch.fetch(url, to, max_bytes)
        try:
            return await self._fetch.fetch(url, to, max_bytes, self._kept.answered.validators)
        except NotModified:
            return await asyncio.to_thread(self._again, self._kept, to, max_bytes)

    async def permit(self, url: str) -> None:
        await self._fetch.permit(url)

    def _again(self, kept: _Kept, to: Path, max_bytes: int) -> Fetched:
        self._objects.download(kept.original.key, to, at_most=max_bytes)
        told = kept.answered
        return Fetched(
            path=to,
            url=told.validators.url,
            filename=told.filename,
            media_type=kept.original.media_type,
            declared_type=told.declared_type,
            validators=told.validators,
            size=kept.original.size,
            sha256=kept.original.sha256,
            fetched_at=datetime.now(UTC),
        )
