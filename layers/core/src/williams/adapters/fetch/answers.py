"""What a web server's answer means."""

from __future__ import annotations

from typing import Final

from williams.domain.errors import Forbidden, InvalidRequest, NotFound, ProviderUnavailable

_PART: Final = 206
_MISSING: Final = (404, 410)
_REFUSED: Final = (401, 402, 403, 407, 451)
_LATER: Final = (408, 425, 429)


def check_status(url: str, status: int) -> None:
    """Return for 200 and the like. Raises NotFound, Forbidden, ProviderUnavailable, InvalidRequest."""
    if status == _PART:
        raise InvalidRequest(f"The site sent only a part of {url}, which nobody asked for (HTTP {status}).")
    if 200 <= status < 300:
        return
    if status in _MISSING:
        raise NotFound(f"{url} does not exist (HTTP {status}).")
    if status in _REFUSED:
        raise Forbidden(f"The site does not give out {url} (HTTP {status}). Download it and upload the file instead.")
    if status in _LATER or 500 <= status < 600:
        raise ProviderUnavailable(f"The site cannot answer for {url} at this moment (HTTP {status}).")
    raise InvalidRequest(f"The site refused the request for {url} (HTTP {status}).")
