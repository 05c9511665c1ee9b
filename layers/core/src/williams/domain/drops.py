"""The drop folder: the URL that a dropped file is imported by, and what its result says."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from pydantic import ConfigDict, Field

from williams.domain.bucket import DROPPED, drop_result_key, upload_prefix
from williams.domain.models import DeferredModel
from williams.domain.notices import Notice
from williams.domain.urls import upload_url


class DropStatus(StrEnum):
    """``ACCEPTED`` is followed by one of the three that a job ends with; ``REFUSED`` means that there is no job."""

    ACCEPTED = "accepted"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class DropError(DeferredModel):
    """``code`` is one of ``williams.domain.errors``."""

    code: str
    message: str


class DropResult(DeferredModel):
    """The answer to one dropped file. ``size`` is in bytes; ``file`` is where the file stands now, if it still does.

    ``batch_id`` is what became of a listing or an archive.
    ``notices`` are those of the content that was made of it; ``tags`` are what its folders' names gave it.
    """

    model_config = ConfigDict(frozen=True)

    status: DropStatus
    key: str
    size: int
    etag: str
    at: datetime
    file: str | None = None
    job_id: str | None = None
    plugin_id: str | None = None
    content_id: str | None = None
    batch_id: str | None = None
    error: DropError | None = None
    notices: list[Notice] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)


def dropped_url(digest: str, filename: str) -> str:
    """The URL that a dropped file is imported by."""
    return upload_url(f"{DROPPED}{digest}", filename)


def drop_of(owner: str, url: str | None) -> tuple[str, str] | None:
    """The key of the result and the prefix of the copy, for a URL of a dropped file; else None."""
    parts = urlsplit(url or "")
    if parts.scheme != "upload" or not parts.netloc.startswith(DROPPED):
        return None
    digest = parts.netloc.removeprefix(DROPPED)
    return drop_result_key(owner, digest, unquote(parts.path.removeprefix("/"))), upload_prefix(owner, parts.netloc)
