"""Why a name has no address: there is none, or nobody can say at this moment."""

from __future__ import annotations

import asyncio
import socket

import pytest

from williams.domain.errors import InvalidRequest, ProviderUnavailable, WilliamsError
from williams.isolation.resolving import resolve


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "again"), ProviderUnavailable),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), InvalidRequest),
        (UnicodeError("label too long"), InvalidRequest),
    ],
)
async def test_what_passes_is_not_called_a_wrong_name(
    raised: Exception, error: type[WilliamsError], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> list[object]:
        raise raised

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fails)
    with pytest.raises(error):
        await resolve("site.example.org", 443)
