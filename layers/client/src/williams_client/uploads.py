"""Uploads: a file is posted to a presigned form, streamed, never whole in memory."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import httpx

from williams_client.errors import NoAnswer, TransferFailed
from williams_client.http import HttpApi, reason
from williams_client.models import NewUpload, PresignedPost, Upload
from williams_client.names import readable
from williams_client.retries import Passing, Retries

OnBytes = Callable[[int, int], None]
_XML_MESSAGE = re.compile(r"<Message>(.*?)</Message>", re.DOTALL)
_PASSING_STATUSES = frozenset({500, 502, 503, 504})


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


class Uploads:
    """Files on their way to the library. ``store`` carries no token: the form has its own rights."""

    def __init__(self, http: HttpApi, store: httpx.Client, retries: Retries, notice: Callable[[str], None]) -> None:
        self._http = http
        self._store = store
        self._retries = retries
        self._notice = notice

    def send(self, path: Path, on_bytes: OnBytes = lambda _done, _total: None) -> Upload:
        """Upload a file; import the answer's ``url`` then. ``on_bytes`` is told how many of how many bytes are sent.

        Raises:
            OSError: the file cannot be read.
            TransferFailed: the store refused it; the message is the store's own.
            LibraryError: the API refused it, or one of the two did not answer.
        """
        upload = self.announce(path)
        self._retries.run(lambda: self._post(upload.post, path, on_bytes), True, self._notice)
        return upload

    def announce(self, path: Path) -> Upload:
        """Return where a file would go, and send nothing of it: a form that nobody uses does no harm.

        Raises OSError where there is no file, LibraryError where the API refuses it.
        """
        body = NewUpload(filename=readable(path.name), size=path.stat().st_size)
        return self._http.post("/api/uploads", Upload, body, repeatable=True)

    def _post(self, form: PresignedPost, path: Path, on_bytes: OnBytes) -> None:
        """Post a file as the form's ``file``, which S3 wants to come last."""
        name = readable(path)
        with path.open("rb") as file:
            reader = cast(BinaryIO, CountingReader(file, path.stat().st_size, on_bytes))
            try:
                response = self._store.post(form.url, data=form.fields, files={"file": (readable(path.name), reader)})
            except httpx.HTTPError as error:
                raise Passing(NoAnswer(f"The upload of {name} broke off: {reason(error)}.")) from error
        if response.is_error or response.is_redirect:
            found = _XML_MESSAGE.search(response.text)
            told = found.group(1).strip() if found else response.reason_phrase
            refusal = TransferFailed(f"The store refused {name} ({response.status_code}): {told}")
            raise Passing(refusal) if response.status_code in _PASSING_STATUSES else refusal
