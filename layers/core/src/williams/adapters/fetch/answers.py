"""What a web server's answer means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from williams.domain.errors import Forbidden, InvalidRequest, NotFound, ProviderUnavailable

_PART: Final = 206
_MISSING: Final = (404, 410)
_REFUSED: Final = (401, 402, 403, 407, 451)
_LATER: Final = (408, 425, 429)


def check_status(url: str, status: int, headers: Mapping[str, str]) -> None:
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
        raise ProviderUnavailable(
            f"The site cannot answer for {url} at this moment (HTTP {status}).",
            retry_after=asked_pause(headers.get("retry-after", ""), datetime.now(UTC)),
        )
    raise InvalidRequest(f"The site refused the request for {url} (HTTP {status}).")


def asked_pause(retry_after: str, now: datetime) -> float | None:
    """Return the seconds that ``Retry-After`` asks for (RFC 9110, 10.2.3); None where it says nothing that fits."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
