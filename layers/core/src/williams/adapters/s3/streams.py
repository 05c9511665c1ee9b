"""A file that is hashed while it is sent."""

from __future__ import annotations

import hashlib
from typing import IO


class HashingReader:
    """Reads through to ``source``. Not seekable, so that whoever sends it reads each byte once and in order."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hexadecimal digest of what was read so far."""
        return self._hash.hexdigest()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data
