"""Uploads: a file is posted to a presigned form, streamed, never whole in memory."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import httpx

from williams_cli.client.answers import PresignedPost
from williams_cli.client.errors import TransferFailed, Unreachable

OnBytes = Callable[[int, int], None]
_XML_MESSAGE = re.compile(r"<Message>(.*?)</Message>", re.DOTALL)


class CountingReader(io.RawIOBase):
    """Tells ``on_bytes(done, total)`` how far the reading of a file has come, both in bytes."""

    def __init__(self, file: BinaryIO, total: int, on_bytes: OnBytes) -> None:
        self._file = file
        self._total = total
        self._on_bytes = on_bytes

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._on_bytes(self._file.tell(), self._total)
        return chunk

    def fileno(self) -> int:
        return self._file.fileno()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def seekable(self) -> bool:
        return True


def post_file(http: httpx.Client, form: PresignedPost, path: Path, on_bytes: OnBytes) -> None:
    """Post ``path`` as the form's ``file``, which S3 wants to come last.

    Raises:
        TransferFailed: the store refused it; the message is the store's own.
        Unreachable: the store did not answer, or the connection broke.
    """
    with path.open("rb") as file:
        reader = CountingReader(file, path.stat().st_size, on_bytes)
        try:
            response = http.post(form["url"], data=form["fields"], files={"file": (path.name, cast(BinaryIO, reader))})
        except httpx.HTTPError as error:
            raise Unreachable(f"The upload of {path.name} broke off: {error or type(error).__name__}.") from error
    if response.is_error or response.is_redirect:
        found = _XML_MESSAGE.search(response.text)
        reason = found.group(1).strip() if found else response.reason_phrase
        raise TransferFailed(f"The store refused {path.name} ({response.status_code}): {reason}")
