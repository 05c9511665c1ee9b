"""The addresses of a host name, for engines that open connections or have them opened."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

Resolver = Callable[[str, int], Awaitable[list[str]]]


async def resolved(host: str, port: int) -> list[str]:
    """Return each address once, in the resolver's order. Raises OSError for a name that has none."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} is no host name.") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
