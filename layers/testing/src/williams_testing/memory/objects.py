"""The bucket in a dictionary."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from williams.domain.content import ObjectRef
from williams.domain.errors import ContentTooLarge, NotFound
from williams.ports.objects import PresignedPost, StoredObject


class InMemoryObjects:
    """ObjectPort for tests. ``failure``, while set, is raised by every method; ``media_types`` tells what was said."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.media_types: dict[str, str] = {}
        self._data: dict[str, bytes] = {}
        self._modified: dict[str, datetime] = {}
        self._guard = threading.Lock()

    def write(self, key: str, data: bytes | Path, media_type: str) -> ObjectRef:
        self.ping()
        content = data.read_bytes() if isinstance(data, Path) else data
        with self._guard:
            self._data[key] = content
            self._modified[key] = datetime.now(UTC)
            self.media_types[key] = media_type
        sha256 = hashlib.sha256(content).hexdigest()
        return ObjectRef(key=key, media_type=media_type, size=len(content), sha256=sha256)

    def write_if_absent(self, key: str, data: bytes, media_type: str) -> bool:
        self.ping()
        with self._guard:
            if key in self._data:
                return False
            self._data[key] = data
            self._modified[key] = datetime.now(UTC)
            self.media_types[key] = media_type
        return True

    def read(self, key: str) -> bytes:
        self.ping()
        try:
            return self._data[key]
        except KeyError:
            raise NotFound(f"There is no object {key}.") from None

    def download(self, key: str, to: Path, at_most: int | None = None) -> None:
        data = self.read(key)
        if at_most is not None and len(data) > at_most:
            raise ContentTooLarge(f"The file has {len(data)} bytes; at most {at_most} are allowed.")
        to.write_bytes(data)

    def copy(self, source: str, target: str, etag: str | None = None, size: int | None = None) -> None:  # noqa: ARG002
        found = self.stat(source)
        if etag is not None and found is not None and found.etag != etag:
            raise NotFound(f"There is no object {source} as it was.")
        self.write(target, self.read(source), self.media_types.get(source, ""))

    def size(self, key: str) -> int | None:
        self.ping()
        return len(self._data[key]) if key in self._data else None

    def stat(self, key: str) -> StoredObject | None:
        self.ping()
        with self._guard:
            if key not in self._data:
                return None
            data, modified = self._data[key], self._modified[key]
        return StoredObject(key=key, size=len(data), etag=hashlib.md5(data).hexdigest(), modified=modified)

    def keys_after(self, prefix: str, after: str, limit: int) -> list[str]:
        return [key for key in self.keys(prefix) if key > after][:limit]

    def delete(self, key: str, etag: str) -> None:
        found = self.stat(key)
        if found is not None and found.etag == etag:
            with self._guard:
                self._data.pop(key, None)
                self.media_types.pop(key, None)

    def keys(self, prefix: str) -> list[str]:
        self.ping()
        with self._guard:
            return sorted(key for key in self._data if key.startswith(prefix))

    def folders(self, prefix: str) -> list[str]:
        below = (key.removeprefix(prefix) for key in self.keys(prefix))
        return sorted({rest.partition("/")[0] for rest in below if "/" in rest})

    def delete_prefix(self, prefix: str) -> None:
        if not prefix:
            raise ValueError("delete_prefix needs a prefix: the empty one is the whole bucket")
        for key in self.keys(prefix):
            with self._guard:
                self._data.pop(key, None)
                self.media_types.pop(key, None)

    def presigned_get(self, key: str, filename: str, seconds: int) -> str:
        self.ping()
        return f"memory://objects/{quote(key)}?filename={quote(filename, safe='')}&seconds={seconds}"

    def presigned_post(self, key: str, max_bytes: int, seconds: int) -> PresignedPost:
        self.ping()
        fields = {"key": key, "max_bytes": str(max_bytes), "seconds": str(seconds)}
        return PresignedPost(url="memory://objects", fields=fields)

    def ping(self) -> None:
        if self.failure is not None:
            raise self.failure
