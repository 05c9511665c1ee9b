"""The addresses of a host name, for whoever opens connections or has them opened."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Final

from williams.domain.errors import InvalidRequest, ProviderUnavailable

Resolver = Callable[[str, int], Awaitable[list[str]]]

_RESOLVE_SECONDS: Final = 10.0


async def resolve(host: str, port: int) -> list[str]:
    """Return each address of a host name once, in the resolver's order.

    Raises InvalidRequest when there is none, ProviderUnavailable when nobody can say at this moment.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_RESOLVE_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise ProviderUnavailable(f"The name {host!r} could not be resolved in {_RESOLVE_SECONDS:.0f} s.") from error
    except (socket.gaierror, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            raise ProviderUnavailable(f"The name {host!r} cannot be resolved at this moment.") from error
        raise InvalidRequest(f"There is no host {host!r}. Check the URL.") from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))
