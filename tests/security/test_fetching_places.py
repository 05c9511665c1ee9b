"""Where a fetch may lead: no special address, by no spelling, and not by a name that changes its mind."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from tests.security.raw_server import Answer, RawServer, ok, raw_server, redirect
from williams.adapters.fetch import GuardedFetch
from williams.domain.errors import Forbidden, ProviderUnavailable
from williams.domain.public_addresses import check_public, is_public

PUBLIC, LOOPBACK = "93.184.216.34", "127.0.0.1"
PAGE = b"<html>Inside</html>"
# IANA's special-purpose registries and what clouds add: the first and the last address of each.
SPECIAL = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32 100.100.100.200/32 192.0.0.192/32 161.26.0.0/16
166.8.0.0/14 ::/128 ::1/128 ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64
100:0:0:1::/64 2001::/32 2001:1::1/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28
2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 4000::/3 5f00::/16 8000::/1 fc00::/7
fd00:ec2::254/128 fd20:ce::254/128 fe80::/10 fec0::/10 ff00::/8
"""
ORDINARY = """
1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.0 168.63.129.17 172.32.0.0 223.255.255.255 2001:200::
2001:4860:4860::8888 2003:: 2606:2800:220:1:248:1893:25c8:1946 2a00:: 3ffe::
"""


@pytest.mark.parametrize("network", SPECIAL.split())
def test_special_addresses_are_not_public(network: str) -> None:
    block = ipaddress.ip_network(network)
    for address in (block[0], block[-1]):
        assert not is_public(address)
        for answer in ([str(address)], [PUBLIC, str(address)]):
            with pytest.raises(Forbidden, match="not on the public internet"):
                check_public("innocent.example", answer)


@pytest.mark.parametrize("address", ORDINARY.split())
def test_their_neighbours_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


# --- names that change their mind --------------------------------------------------------------------------------


class Wire:
    """Notes whereto connections are opened, and lets none off this machine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[str] = []
        connect = anyio.connect_tcp

        async def watched(remote_host: str, remote_port: int, **options: Any) -> Any:
            self.opened.append(remote_host)
            if remote_host == PUBLIC:
                raise OSError("nothing leaves this machine")
            return await connect(remote_host, remote_port, **options)

        monkeypatch.setattr(anyio, "connect_tcp", watched)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    return Wire(monkeypatch)


@pytest.fixture
def inside() -> Iterator[RawServer]:
    answers: dict[str, Answer] = {"/": ok(PAGE)}
    with raw_server(answers) as server:
        answers["/to"] = redirect(f"http://rebound.example:{server.port}/")
        yield server


@pytest.fixture
def rebinding(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The system's own resolver says PUBLIC the first time that it is asked for the name, and LOOPBACK from then on."""
    asked: list[str] = []
    system = socket.getaddrinfo

    def answer(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name != "rebound.example":
            return system(host, port, *arguments, **options)
        asked.append(name)
        return system(PUBLIC if len(asked) == 1 else LOOPBACK, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


async def test_a_name_that_is_public_only_while_it_is_checked(
    wire: Wire, inside: RawServer, rebinding: list[str], tmp_path: Path
) -> None:
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        await GuardedFetch().fetch(f"http://rebound.example:{inside.port}/", tmp_path / "source", 1000)
    assert (rebinding, wire.opened, inside.requests) == (["rebound.example"], [PUBLIC], [])


async def test_the_second_time_it_is_refused(
    wire: Wire, inside: RawServer, rebinding: list[str], tmp_path: Path
) -> None:
    fetch, url = GuardedFetch(), f"http://rebound.example:{inside.port}/"
    with pytest.raises(ProviderUnavailable):
        await fetch.fetch(url, tmp_path / "source", 1000)
    with pytest.raises(Forbidden, match="not on the public internet"):
        await fetch.fetch(url, tmp_path / "source", 1000)
    assert (len(rebinding), wire.opened, inside.requests) == (2, [PUBLIC], [])


async def test_a_redirect_to_a_name_that_changed_its_mind(
    wire: Wire, inside: RawServer, rebinding: list[str], tmp_path: Path
) -> None:
    socket.getaddrinfo("rebound.example", 80)
    with pytest.raises(Forbidden, match=r"rebound\.example"):
        await GuardedFetch([inside.place]).fetch(f"{inside.url}/to", tmp_path / "source", 1000)
    assert (len(rebinding), wire.opened, len(inside.requests)) == (2, [LOOPBACK], 1)


async def test_without_the_pinned_address_it_would_have_worked(
    wire: Wire, inside: RawServer, rebinding: list[str]
) -> None:
    check_public("rebound.example", [str(socket.getaddrinfo("rebound.example", inside.port)[0][4][0])])
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://rebound.example:{inside.port}/")
    assert (answer.content, wire.opened, len(inside.requests)) == (PAGE, ["rebound.example"], 1)
    assert len(rebinding) == 2
