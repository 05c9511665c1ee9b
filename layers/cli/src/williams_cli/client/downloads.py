"""Downloads: streamed into a file, checked against the library's hash, and whole or absent."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

import httpx

from williams_cli.client.answers import File
from williams_cli.client.errors import TransferFailed, Unreachable


def place_of(folder: Path, name: str) -> Path:
    """Return where a file of that name goes. Raises TransferFailed for a name that leads out of ``folder``."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
        raise TransferFailed(f"The API names a file {name!r}, which is not a safe file name. Nothing was written.")
    return folder.joinpath(*parts)


def fetch_file(http: httpx.Client, file: File, target: Path) -> None:
    """Download into ``target``, replacing it only by the complete file.

    Raises:
        TransferFailed: refused, or the bytes are not those of the library.
        Unreachable: the store did not answer, or the connection broke.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".part")
    try:
        digest = _stream(http, file["download_url"], draft)
        if digest != file["sha256"]:
            raise TransferFailed(f"What arrived as {target.name} is not what the library holds. Download it again.")
        draft.replace(target)
    except httpx.HTTPError as error:
        raise Unreachable(f"The download of {target.name} broke off: {error or type(error).__name__}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _stream(http: httpx.Client, url: str, draft: Path) -> str:
    digest = hashlib.sha256()
    with http.stream("GET", url, follow_redirects=True) as response, draft.open("wb") as out:
        if response.status_code != 200:
            raise TransferFailed(f"The store answered {response.status_code} to the download of {draft.stem}.")
        for chunk in response.iter_bytes():
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()
