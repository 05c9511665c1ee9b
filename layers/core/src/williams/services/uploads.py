"""Uploads: a place in the object store that an import then reads by its ``upload://`` URL."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, Field, StrictInt

from williams.domain import ids
from williams.domain.bounds import Filename
from williams.domain.bucket import upload_prefix
from williams.domain.errors import ContentTooLarge
from williams.domain.filenames import kept_name, key_name
from williams.domain.urls import upload_url
from williams.ports.objects import ObjectPort, PresignedPost

UPLOAD_SECONDS = 3600


class NewUpload(BaseModel):
    """``size`` is in bytes; the name is kept for people, an object's key has only what is harmless of it."""

    filename: Filename
    size: StrictInt | None = Field(default=None, ge=0)


class Upload(BaseModel):
    """Post the file to ``post``, then import ``url``."""

    upload_id: str
    url: str
    post: PresignedPost
    max_bytes: int
    expires_in: int


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
        name = kept_name(body.filename)
        key = upload_prefix(owner, upload_id) + key_name(name)
        return Upload(
            upload_id=upload_id,
            url=upload_url(upload_id, name),
            post=self.objects.presigned_post(key, self.max_bytes, UPLOAD_SECONDS),
            max_bytes=self.max_bytes,
            expires_in=UPLOAD_SECONDS,
        )
