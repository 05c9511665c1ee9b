"""The object store: v2's bucket."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from williams.domain.content import ObjectRef


class PresignedPost(BaseModel):
    """An HTML form post that uploads one object: send ``fields`` and then the file as ``file``."""

    url: str
    fields: dict[str, str]


class StoredObject(BaseModel):
    """One object as it stands. ``etag`` changes with the bytes; ``size`` is in bytes."""

    model_config = ConfigDict(frozen=True)

    key: str
    size: int
    etag: str
    modified: datetime


class ObjectPort(Protocol):
    """Keys are made by the library, never taken from a user."""

    def write(self, key: str, data: bytes | Path, media_type: str) -> ObjectRef:
        """A ``Path`` is streamed. Overwrites."""
        ...

    def write_if_absent(self, key: str, data: bytes, media_type: str) -> bool:
        """Return False, and write nothing, when the key exists."""
        ...

    def read(self, key: str) -> bytes:
        """Raises NotFound."""
        ...

    def download(self, key: str, to: Path, at_most: int | None = None) -> None:
        """Stream an object into a file. Raises NotFound; ContentTooLarge for one of more bytes than ``at_most``."""
        ...

    def copy(self, source: str, target: str, etag: str | None = None, size: int | None = None) -> None:
        """Raises NotFound; with ``etag`` also when the source has another one by now.

        ``size`` in bytes spares the question for it.
        """
        ...

    def size(self, key: str) -> int | None:
        """Return the size in bytes, or None when there is no such object."""
        ...

    def stat(self, key: str) -> StoredObject | None:
        """Return None when there is no such object."""
        ...

    def keys(self, prefix: str) -> list[str]: ...

    def folders(self, prefix: str) -> list[str]:
        """Return the names of the folders right under a prefix that ends with ``/``, without it."""
        ...

    def keys_after(self, prefix: str, after: str, limit: int) -> list[str]:
        """Return up to ``limit`` keys (at most 1000), in order, beginning behind ``after``."""
        ...

    def delete(self, key: str, etag: str) -> None:
        """Delete the object unless it has another ``etag`` by now."""
        ...

    def delete_prefix(self, prefix: str) -> None: ...

    def presigned_get(self, key: str, filename: str, seconds: int) -> str: ...

    def presigned_post(self, key: str, max_bytes: int, seconds: int) -> PresignedPost: ...

    def ping(self) -> None:
        """Raises StoreUnavailable."""
        ...
