"""What a web server's answer means."""

from __future__ import annotations

import re
from email.message import Message
from typing import Final
from urllib.parse import unquote

import httpx

from williams.domain.errors import Forbidden, InvalidRequest, NotFound, ProviderUnavailable

_LONGEST_NAME: Final = 120
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f/\\]+")
_MISSING: Final = (404, 410)
_REFUSED: Final = (401, 402, 403, 407, 451)
_LATER: Final = (408, 425, 429)


def check_status(url: str, status: int) -> None:
    """Return for 200 and the like. Raises NotFound, Forbidden, ProviderUnavailable, InvalidRequest."""
    if 200 <= status < 300:
        return
    if status in _MISSING:
        raise NotFound(f"{url} does not exist (HTTP {status}).")
    if status in _REFUSED:
        raise Forbidden(f"The site does not give out {url} (HTTP {status}). Download it and upload the file instead.")
    if status in _LATER or status >= 500:
        raise ProviderUnavailable(f"The site cannot answer for {url} at this moment (HTTP {status}).")
    raise InvalidRequest(f"The site refused the request for {url} (HTTP {status}).")


def filename_of(url: httpx.URL, disposition: str | None) -> str:
    """Return the name that the server gives, else the last part of the path; never with a directory."""
    header = Message()
    header["Content-Disposition"] = disposition or ""
    name = header.get_filename() or unquote(url.path.rstrip("/").rsplit("/", 1)[-1])
    return _UNSAFE.sub("-", name).strip(".- ")[-_LONGEST_NAME:] or "download"
