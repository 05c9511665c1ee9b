"""Keeps a process from reaching the inside of the network, whatever library opens the connection.

Python's audit events tell of every connection before it is made, with the address that it goes to: a name that changes
its mind after it was checked, a redirect and a proxy's environment change nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from williams.domain.errors import Forbidden
from williams.domain.public_addresses import is_public


class Gateway(NamedTuple):
    """A place that is reached wherever it is, because the deployment's operator named it."""

    host: str
    port: int


_CONNECTS: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_STARTS: Final = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"})
_ASKED: Final = frozenset({"http", "https", "data"})
_INSIDE: Final = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
"""Ends of names that no public site has. What a proxy resolves cannot be checked by its address here."""


def keep_outside(gateways: Collection[Gateway] = ()) -> None:
    """Let this process connect to public addresses and to ``gateways`` only, and start no other program.

    It holds until the process ends. What goes elsewhere meets Forbidden; a program that is started PermissionError.
    """
    open_to = frozenset(place for each in gateways for place in _places(each))

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CONNECTS:
            _check_address(arguments[1], open_to)
        elif event == "urllib.Request":
            check_destination(arguments[0])
        elif event in _STARTS:
            raise PermissionError("This process may start no program.")

    sys.addaudithook(watch)


def _places(gateway: Gateway) -> Iterator[tuple[str, int]]:
    """The addresses that the gateway has now: later none is resolved for it."""
    try:
        found = socket.getaddrinfo(gateway.host, gateway.port, type=socket.SOCK_STREAM)
    except OSError:
        return
    for *_, address in found:
        yield str(address[0]), gateway.port


def check_destination(url: str) -> None:
    """Raise Forbidden for a URL that names the inside by its scheme, its address or its name."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in _ASKED:
        raise Forbidden(f"The source leads to {parts.scheme}: addresses, which are not fetched.")
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "data" and not _may_be_public(host):
        raise Forbidden(f"The source leads to {host!r}, which is not on the public internet. It is not fetched.")


def _may_be_public(host: str) -> bool:
    address = _address(host)
    if address is not None:
        return is_public(address)
    # Other spellings of addresses (octal, hexadecimal, one number) end in something that begins with a digit.
    last = host.rpartition(".")[2]
    return "." in host and not last[:1].isdigit() and not host.endswith(_INSIDE)


def _check_address(address: object, open_to: Collection[tuple[str, int]]) -> None:
    if address is None:  # An answer on a connection that stands.
        return
    if isinstance(address, tuple) and len(address) >= 2:
        host, port = str(address[0]), address[1]
        found = _address(host)
        if (host, port) in open_to or (found is not None and is_public(found)):
            return
        raise Forbidden(f"The source leads to {host}, which is not on the public internet. It is not fetched.")
    raise Forbidden("The source leads into this machine. It is not fetched.")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
