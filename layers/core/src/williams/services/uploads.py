"""Uploads: a place in the object store that an import then reads by its ``upload://`` URL."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel, Field, StrictInt

from williams.domain import ids
from williams.domain.bounds import Filename
from williams.domain.bucket import upload_prefix
from williams.domain.errors import ContentTooLarge
from williams.domain.urls import UPLOAD
from williams.ports.objects import ObjectPort, PresignedPost

UPLOAD_SECONDS = 3600
_LONGEST_STEM = 100
_LONGEST_SUFFIX = 19
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class NewUpload(BaseModel):
    """``size`` is in bytes; the name is kept for people, never used as it is."""

    filename: Filename
    size: StrictInt | None = Field(default=None, ge=0)


class Upload(BaseModel):
    """Post the file to ``post``, then import ``url``."""

    upload_id: str
    url: str
    post: PresignedPost
    max_bytes: int
    expires_in: int


def _safe(text: str, longest: int) -> str:
    return _UNSAFE.sub("-", text).strip(".-")[:longest].rstrip(".-")


def safe_filename(filename: str) -> str:
    """Return the name with everything but letters, digits, dot, dash and underscore replaced.

    Its ending stays, because importers go by it; a stem of which nothing is left becomes ``file``.
    """
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    stem, _, suffix = name.rpartition(".") if "." in name else (name, "", "")
    safe_stem = _safe(stem, _LONGEST_STEM) or "file"
    safe_suffix = _safe(suffix, _LONGEST_SUFFIX)
    return f"{safe_stem}.{safe_suffix}" if safe_suffix else safe_stem


@dataclass(frozen=True)
class Uploads:
    """``max_bytes`` is the largest file that is taken."""

    objects: ObjectPort
    max_bytes: int

    def create(self, owner: str, body: NewUpload) -> Upload:
        """Raises ContentTooLarge when the announced size is over the limit."""
        if body.size is not None and body.size > self.max_bytes:
            raise ContentTooLarge(f"{body.size} bytes are more than the {self.max_bytes} that an upload may have.")
        upload_id = ids.new_id("up")
        name = safe_filename(body.filename)
        return Upload(
            upload_id=upload_id,
            url=f"{UPLOAD}://{upload_id}/{name}",
            post=self.objects.presigned_post(upload_prefix(owner, upload_id) + name, self.max_bytes, UPLOAD_SECONDS),
            max_bytes=self.max_bytes,
            expires_in=UPLOAD_SECONDS,
        )
