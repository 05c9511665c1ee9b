"""The object store: v2's bucket."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from williams.domain.content import ObjectRef


class PresignedPost(BaseModel):
    """An HTML form post that uploads one object: send ``fields`` and then the file as ``file``."""

    url: str
    fields: dict[str, str]


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

    def download(self, key: str, to: Path) -> None:
        """Stream an object into a file. Raises NotFound."""
        ...

    def copy(self, source: str, target: str) -> None:
        """Raises NotFound."""
        ...

    def size(self, key: str) -> int | None:
        """Return the size in bytes, or None when there is no such object."""
        ...

    def keys(self, prefix: str) -> list[str]: ...

    def folders(self, prefix: str) -> list[str]:
        """Return the names of the folders right under a prefix that ends with ``/``, without it."""
        ...

    def delete_prefix(self, prefix: str) -> None: ...

    def presigned_get(self, key: str, filename: str, seconds: int) -> str: ...

    def presigned_post(self, key: str, max_bytes: int, seconds: int) -> PresignedPost: ...

    def ping(self) -> None:
        """Raises StoreUnavailable."""
        ...
