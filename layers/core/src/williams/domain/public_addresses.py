"""Which network addresses belong to the public internet."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Final

from williams.domain.errors import Forbidden

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# All of IANA's IPv4 Special-Purpose Address Registry, whatever it says of an entry's reach, and multicast.
_SPECIAL_IP4: Final = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; Alibaba's metadata at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; most clouds' metadata at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        # Not in the registry: clouds' own services at addresses that look public.
        "168.63.129.16/32",  # Azure
        "161.26.0.0/16",  # IBM
        "166.8.0.0/14",  # IBM
    )
)
# The only part of IPv6 from which IANA gives out unicast addresses.
_GLOBAL_IP6: Final = ipaddress.IPv6Network("2000::/3")
# What lies in it of IANA's IPv6 Special-Purpose Address Registry.
_SPECIAL_IP6: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID, drones
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address) -> bool:
    """Return whether an address is given out to the public, for one machine, and wraps no other address."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_IP4)
    if address.scope_id is not None or address not in _GLOBAL_IP6:
        return False
    return not any(address in network for network in _SPECIAL_IP6)


def check_public(host: str, addresses: Iterable[str]) -> None:
    """Raise Forbidden unless every address that a host has is one of the public internet.

    One private address among public ones is enough to refuse: the name may answer otherwise the next time.
    """
    for text in addresses:
        if not is_public(ipaddress.ip_address(text)):
            raise Forbidden(f"{host!r} stands for an address that is not on the public internet. It is not fetched.")
