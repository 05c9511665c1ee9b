"""A client of a Qdrant server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_SECONDS: Final = 10


def connect(url: str, api_key: str | None = None, seconds: int = _SECONDS) -> QdrantClient:
    """Return a client that speaks REST; ``seconds`` bounds each request. Nothing connects yet.

    The port is 6333 unless the URL names one.
    """
    from qdrant_client import QdrantClient

    # The check of versions would be a request of its own, whose failure is only printed.
    return QdrantClient(url=url, api_key=api_key or None, timeout=seconds, check_compatibility=False)
