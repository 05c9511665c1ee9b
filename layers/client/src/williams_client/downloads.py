"""Downloads: streamed into a file, checked against the library's hash, and whole or absent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import httpx

from williams_client.errors import NoAnswer, TransferFailed
from williams_client.http import reason
from williams_client.models import FileAnswer
from williams_client.retries import Passing, Retries

_PASSING_STATUSES = frozenset({500, 502, 503, 504})


def place_of(folder: Path, name: str) -> Path:
    """Return where a file of that name goes. Raises TransferFailed for a name that leads out of ``folder``."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
        raise TransferFailed(f"The API names a file {name!r}, which is not a safe file name. Nothing was written.")
    return folder.joinpath(*parts)


class Downloads:
    """Files on their way from the library. ``store`` carries no token: the addresses have their own rights."""

    def __init__(self, store: httpx.Client, retries: Retries, notice: Callable[[str], None]) -> None:
        self._store = store
        self._retries = retries
        self._notice = notice

    def fetch(self, file: FileAnswer, target: Path) -> None:
        """Download into ``target``, replacing it only by the complete file.

        Raises:
            OSError: it cannot be written.
            TransferFailed: refused, or the bytes are not those of the library.
            NoAnswer: the store did not answer, or the connection broke.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(target.name + ".part")
        try:
            digest = self._retries.run(lambda: self._stream(file.download_url, draft), True, self._notice)
            if digest != file.sha256:
                raise TransferFailed(f"What arrived as {target.name} is not what the library holds. Download it again.")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)

    def _stream(self, url: str, draft: Path) -> str:
        """Return the SHA-256 of what was written into ``draft``, in hexadecimal."""
        digest = hashlib.sha256()
        try:
            with self._store.stream("GET", url, follow_redirects=True) as response, draft.open("wb") as out:
                if response.status_code != 200:
                    refusal = TransferFailed(
                        f"The store answered {response.status_code} to the download of {draft.stem}."
                    )
                    raise Passing(refusal) if response.status_code in _PASSING_STATUSES else refusal
                for chunk in response.iter_bytes():
                    digest.update(chunk)
                    out.write(chunk)
        except httpx.HTTPError as error:
            raise Passing(NoAnswer(f"The download of {draft.stem} broke off: {reason(error)}.")) from error
        return digest.hexdigest()
