"""The proxy of a browser's traffic leads to the public internet and to what the deployment allows, else nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest
from williams_engine_chromium.guarded_proxy import GuardedProxy

from tests.security.raw_server import RawServer, ok, raw_server
from williams.domain.errors import InvalidRequest

ADDRESSES = {"mixed.example.org": ["93.184.216.34", "10.0.0.1"], "rebound.example.org": ["127.0.0.1"]}
HTTP_REFUSED = (
    *("http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://0.0.0.0:{port}/"),
    *("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/"),
    *("http://100.100.100.200/", "http://[::ffff:127.0.0.1]:{port}/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/"),
    *("http://mixed.example.org/", "http://rebound.example.org:{port}/", "http://a@127.0.0.1:{port}/"),
    *("file:///etc/passwd", "ftp://127.0.0.1/", "https://127.0.0.1:{port}/", "/relative", "http://", "http://[bad/"),
)


@pytest.fixture(scope="module")
def inside() -> Iterator[RawServer]:
    with raw_server({"/": ok(b"secret"), "/page": ok(b"page" * 50_000)}) as server:
        yield server


async def resolver(host: str, port: int) -> list[str]:
    if host in ADDRESSES:
        return ADDRESSES[host]
    found = await asyncio.get_running_loop().getaddrinfo(host, port)
    return [str(each[4][0]) for each in found]


async def said(proxy: GuardedProxy, sent: bytes) -> bytes:
    """Return all that the proxy answers until it hangs up."""
    host, _, port = proxy.place.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(sent)
    answer = b""
    with suppress(ConnectionResetError):
        answer = await asyncio.wait_for(reader.read(-1), 20)
    writer.close()
    return answer


def get(url: str) -> bytes:
    return f"GET {url} HTTP/1.1\r\nHost: example.org\r\nProxy-Connection: keep-alive\r\n\r\n".encode()


@pytest.mark.parametrize("url", HTTP_REFUSED)
async def test_no_address_leads_inside(inside: RawServer, url: str) -> None:
    before = len(inside.requests)
    async with GuardedProxy(resolver=resolver) as proxy:
        answer = await said(proxy, get(url.format(port=inside.port)))
    assert (answer.split(b" ")[1], len(inside.requests)) == (b"403", before)


@pytest.mark.parametrize(
    "place",
    ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}", "10.0.0.1:443", "rebound.example.org:{port}", ":", "a:b"],
)
async def test_no_tunnel_leads_inside(inside: RawServer, place: str) -> None:
    before = len(inside.requests)
    async with GuardedProxy(resolver=resolver) as proxy:
        answer = await said(proxy, f"CONNECT {place.format(port=inside.port)} HTTP/1.1\r\n\r\n".encode() + get("/"))
    assert (answer.split(b" ")[1], len(inside.requests)) == (b"403", before)


async def test_what_was_refused_is_told(inside: RawServer) -> None:
    async with GuardedProxy(resolver=resolver) as proxy:
        await said(proxy, get(f"http://rebound.example.org:{inside.port}/"))
        assert proxy.refused == {f"rebound.example.org:{inside.port}"}


async def test_what_the_deployment_allows_is_reached_by_either_way(inside: RawServer) -> None:
    async with GuardedProxy([inside.place], resolver) as proxy:
        plain = await said(proxy, get(f"{inside.url}/page?a=b"))
        tunnel = await said(proxy, f"CONNECT {inside.place} HTTP/1.1\r\n\r\n".encode() + get("/page"))
    assert plain.endswith(b"page" * 50_000)
    assert tunnel.endswith(b"page" * 50_000)
    line, *fields = inside.requests[-2].split("\n")
    assert (line, fields) == ("GET /page?a=b HTTP/1.1", ["Host: example.org", "Connection: close"])


async def test_a_connection_carries_one_request(inside: RawServer) -> None:
    """The next one on it could be for another host."""
    async with GuardedProxy([inside.place], resolver) as proxy:
        before = len(inside.requests)
        await said(proxy, get(f"{inside.url}/") + get("http://169.254.169.254/"))
    assert len(inside.requests) == before + 1


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
        b"GET http://{place}/ HTTP/2\r\n\r\n",
        b"get http://{place}/ HTTP/1.1\r\n\r\n",
        b"GET  http://{place}/ HTTP/1.1\r\n\r\n",
        b"POST http://{place}/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST http://{place}/ HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"POST http://{place}/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET http://{place}/ HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
async def test_what_is_no_honest_request_is_refused(inside: RawServer, sent: bytes) -> None:
    before = len(inside.requests)
    async with GuardedProxy([inside.place], resolver) as proxy:
        answer = await said(proxy, sent.replace(b"{place}", inside.place.encode()))
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 502"))
    assert len(inside.requests) == before


async def test_a_page_brings_no_more_than_it_may(inside: RawServer) -> None:
    async with GuardedProxy([inside.place], resolver, most_bytes=100_000) as proxy:
        answer = await said(proxy, get(f"{inside.url}/page"))
        assert (len(answer) < 150_000, proxy.overdrawn) == (True, True)
        assert await said(proxy, get(f"{inside.url}/")) == b""


async def test_a_name_that_is_none_is_a_bad_gateway() -> None:
    async def nothing(host: str, port: int) -> list[str]:  # noqa: ARG001  # no name has an address
        raise InvalidRequest("There is no such host.")

    async with GuardedProxy(resolver=nothing) as proxy:
        assert (await said(proxy, get("http://nowhere.example.org/"))).startswith(b"HTTP/1.1 502")
