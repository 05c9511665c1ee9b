"""A proxy on this machine that leads to the public internet and nowhere else: all that the browser's traffic may use.

It resolves each name itself and connects to the address that it checked, so that a name that changes its mind, a
redirect or a script gains nothing. What is within TLS passes through it unread.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Collection
from typing import Final, Self
from urllib.parse import urlsplit

from williams.domain.errors import Forbidden, InvalidRequest, ProviderUnavailable
from williams.domain.public_addresses import check_public
from williams.isolation.resolving import Resolver, resolve

_LONGEST_HEAD: Final = 64 * 1024
_LONGEST_BODY: Final = 1024 * 1024
_BLOCK: Final = 64 * 1024
_CONNECT_SECONDS: Final = 10.0
_MOST_CONNECTIONS: Final = 64
_MOST_BYTES: Final = 100 * 1024 * 1024
"""Of all that a page brings, whatever for."""
_REQUEST: Final = re.compile(r"([A-Z]{3,10}) (\S{1,8000}) HTTP/1\.[01]")
_UNREACHED: Final = (
    *(InvalidRequest, ProviderUnavailable),
    *(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError),
)
_OF_ONE_HOP: Final = frozenset({"connection", "proxy-connection", "proxy-authorization", "keep-alive", "upgrade"})


class _RefusedError(Exception):
    """What is asked for is not fetched."""


class GuardedProxy:
    """Listens on 127.0.0.1 while it is entered as a context.

    ``allowed`` names ``host:port`` pairs that are reached wherever they are. ``resolver`` and ``most_bytes`` are for
    tests. ``refused`` has the hosts that were asked for and are not on the public internet, as ``host:port``.
    """

    def __init__(
        self, allowed: Collection[str] = (), resolver: Resolver = resolve, most_bytes: int = _MOST_BYTES
    ) -> None:
        self.refused: set[str] = set()
        self._allowed = frozenset(allowed)
        self._resolve = resolver
        self._bytes_left = most_bytes
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def overdrawn(self) -> bool:
        """Whether more was to be brought than a page may bring."""
        return self._bytes_left <= 0

    @property
    def place(self) -> str:
        """Where it listens: ``127.0.0.1:40000``."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if len(self._open) <= _MOST_CONNECTIONS and not self.overdrawn:
                await self._serve(reader, writer)
        except _RefusedError:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except _UNREACHED:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        finally:
            self._open.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *fields = head.rstrip("\r\n").split("\r\n")
        found = _REQUEST.fullmatch(line)
        if found is None:
            raise _RefusedError
        method, target = found[1], found[2]
        if method == "CONNECT":
            there = await self._connected(*_place(f"//{target}", 443))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await self._both_ways((reader, writer), there)
            return
        length = _body_length(fields)
        there = await self._connected(*_place(target, 80))
        there[1].write(_request(method, target, fields))
        await self._asked_once((reader, writer), there, length)

    async def _connected(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to an address of the host that was checked. Raises _RefusedError and what is _UNREACHED."""
        async with asyncio.timeout(_CONNECT_SECONDS):
            addresses = await self._resolve(host, port)
            place = f"{host}:{port}"
            if place not in self._allowed:
                try:
                    check_public(host, addresses)
                except Forbidden as error:
                    self.refused.add(place)
                    raise _RefusedError from error
            return await _first_to_accept(addresses, port)

    async def _both_ways(self, here: _Streams, there: _Streams) -> None:
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._passed_on(here[0], there[1]))
                ways.create_task(self._passed_on(there[0], here[1]))
        except* (OSError, _RefusedError):
            pass  # Either side may leave at any time, and what is sent by then has arrived.
        finally:
            there[1].close()

    async def _asked_once(self, here: _Streams, there: _Streams, length: int) -> None:
        """Pass on one request and its answer, and no other by the same connection, which may be for another host."""
        try:
            if length:
                there[1].write(await here[0].readexactly(length))
            with contextlib.suppress(OSError, _RefusedError):
                await self._passed_on(there[0], here[1])
        finally:
            there[1].close()

    async def _passed_on(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while block := await source.read(_BLOCK):
            self._bytes_left -= len(block)
            if self.overdrawn:
                raise _RefusedError
            to.write(block)
            await to.drain()
        if to.can_write_eof():
            to.write_eof()


_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _first_to_accept(addresses: list[str], port: int) -> _Streams:
    reason: OSError = ConnectionRefusedError("The name has no address.")
    for address in addresses:
        try:
            return await asyncio.open_connection(address, port)
        except OSError as error:
            reason = error
    raise reason


def _place(url: str, usual_port: int) -> tuple[str, int]:
    """Return host and port of an address. Raises _RefusedError for what is no http URL, or names a user."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _RefusedError from error
    if not host or "@" in parts.netloc or parts.scheme not in ("", "http"):
        raise _RefusedError
    return host, port or usual_port


def _body_length(fields: list[str]) -> int:
    told = {name.strip().lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    length = told.get("content-length", "0")
    if "transfer-encoding" in told or not length.isdecimal() or int(length) > _LONGEST_BODY:
        raise _RefusedError
    return int(length)


def _request(method: str, target: str, fields: list[str]) -> bytes:
    parts = urlsplit(target)
    path = parts._replace(scheme="", netloc="", path=parts.path or "/", fragment="").geturl()
    kept = [field for field in fields if field.partition(":")[0].strip().lower() not in _OF_ONE_HOP]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode("latin-1")
