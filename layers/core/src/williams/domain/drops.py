"""The drop folder: where a dropped file, its copy and its result stand, and what a result says."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from pydantic import ConfigDict

from williams.domain.models import DeferredModel

INBOX: Final = "drop/inbox/"
TAKEN: Final = "drop/taken/"
STATE: Final = "drop/state/"
RESULTS: Final = "drop-results/"
UPLOADS: Final = "uploads/"
_DROPPED: Final = "drop_"


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
    """The answer to one dropped file. ``size`` is in bytes; ``file`` is where the file stands now, if it still does."""

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
    error: DropError | None = None


def dropped_url(digest: str, filename: str) -> str:
    """The URL that a dropped file is imported by."""
    return f"upload://{_DROPPED}{digest}/{filename}"


def result_key(owner: str, digest: str, filename: str) -> str:
    return f"{RESULTS}{owner}/{filename}.{digest}.json"


def upload_folder(owner: str, upload_id: str) -> str:
    """Where an upload's file stands. A dropped one stays until its import has ended, however long that takes."""
    return f"{TAKEN if upload_id.startswith(_DROPPED) else UPLOADS}{owner}/{upload_id}/"


def drop_of(owner: str, url: str | None) -> tuple[str, str] | None:
    """The keys of the result and of the folder with the copy, for a URL of a dropped file; else None."""
    parts = urlsplit(url or "")
    if parts.scheme != "upload" or not parts.netloc.startswith(_DROPPED):
        return None
    digest = parts.netloc.removeprefix(_DROPPED)
    return result_key(owner, digest, parts.path.removeprefix("/")), upload_folder(owner, parts.netloc)
