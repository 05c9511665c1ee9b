"""Which form of an answer a request asks for (RFC 9110, 12.5.1)."""

from __future__ import annotations

from typing import Final

_TEXT: Final = "text/plain"
_JSON: Final = "application/json"


def prefers_text(accept: str) -> bool:
    """Tell whether plain text is wanted rather than JSON. Who has no wish, or an equal one for both, gets JSON."""
    ranges = [_range(each) for each in accept.lower().split(",")]
    return _wish(_TEXT, ranges) > _wish(_JSON, ranges)


def _range(written: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in written.split(";"))
    weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
    try:
        return name, float(weights[0]) if weights else 1.0
    except ValueError:
        return name, 0.0


def _wish(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Return the weight of the narrowest range that the type is in; 0 where there is none."""
    kind = media_type.partition("/")[0]
    given = dict(ranges)
    return next((given[name] for name in (media_type, f"{kind}/*", "*/*") if name in given), 0.0)
