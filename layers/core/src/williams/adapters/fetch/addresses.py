"""Which network addresses a user's URL may reach."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Final

from williams.domain.errors import Forbidden, InvalidRequest, ProviderUnavailable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[list[str]]]

_RESOLVE_SECONDS: Final = 10.0
# Addresses that carry an IPv4 address on to where a gateway takes them: 6to4, Teredo, NAT64, IPv4-compatible.
_TUNNELS: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2002::/16",
        "2001::/32",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
    )
)
# Not global on the newest Pythons, but on older ones.
_SPECIAL: Final = tuple(
    ipaddress.ip_network(network)
    for network in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4")
)


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host name. Raises InvalidRequest when there is none, ProviderUnavailable."""
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


def check(host: str, addresses: list[str]) -> None:
    """Raise Forbidden unless every address is one of the public internet.

    One private address among public ones is enough to refuse: the name may answer otherwise the next time.
    """
    for text in addresses:
        if not is_public(ipaddress.ip_address(text)):
            raise Forbidden(f"{host!r} stands for an address that is not on the public internet. It is not fetched.")


def is_public(address: Address) -> bool:
    """Return whether an address is global, unicast, and no wrapping of another address."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.scope_id is not None or any(address in tunnel for tunnel in _TUNNELS)
    ):
        return False
    if any(address.version == network.version and address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
