"""FetchPort for the public web, safe against a URL that aims at the inside of the network."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx

from williams.adapters.fetch import addresses
from williams.adapters.fetch.answers import check_status, filename_of
from williams.adapters.fetch.pinned import open_pinned
from williams.adapters.fetch.sniff import HEAD_BYTES, sniff
from williams.domain.errors import ContentTooLarge, InvalidRequest, ProviderUnavailable
from williams.ports.fetch import Fetched

_REDIRECTS: Final = 5
_TOTAL_SECONDS: Final = 120.0
_CHUNK_BYTES: Final = 64 * 1024
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True)
class _Received:
    size: int
    sha256: str
    head: bytes


class GuardedFetch:
    """Each hop's name is resolved, every address checked, and the connection made to the address that was checked.

    ``allowed`` names ``host:port`` pairs that are fetched wherever they are, for local tests. ``resolver`` and
    ``total_seconds`` are for tests.
    """

    def __init__(
        self,
        allowed: Iterable[str] = (),
        resolver: addresses.Resolver = addresses.resolve,
        total_seconds: float = _TOTAL_SECONDS,
    ) -> None:
        self._allowed = frozenset(allowed)
        self._resolve = resolver
        self._total_seconds = total_seconds

    async def fetch(self, url: str, to: Path, max_bytes: int) -> Fetched:
        part = to.with_name(f"{to.name}.part")
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._follow(url, to, part, max_bytes)
        except TimeoutError as error:
            raise ProviderUnavailable(f"{url} was not fetched within {self._total_seconds:.0f} s.") from error
        finally:
            part.unlink(missing_ok=True)

    async def _follow(self, url: str, to: Path, part: Path, max_bytes: int) -> Fetched:
        current = _parse(url)
        for _ in range(_REDIRECTS + 1):
            async with self._answer(current) as answer:
                if not answer.has_redirect_location:
                    check_status(str(current), answer.status_code)
                    received = await _receive(answer, part, max_bytes)
                    part.replace(to)
                    return _fetched(current, answer, to, received)
                current = _parse(answer.headers["location"], current)
        raise InvalidRequest(f"{url} redirects more than {_REDIRECTS} times.")

    @asynccontextmanager
    async def _answer(self, url: httpx.URL) -> AsyncIterator[httpx.Response]:
        port = url.port or _PORTS[url.scheme]
        host = url.raw_host.decode("ascii")
        found = await self._resolve(host, port)
        if f"{host}:{port}" not in self._allowed:
            addresses.check(host, found)
        async with open_pinned(url, found) as answer:
            yield answer


def _parse(text: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(text) if base else httpx.URL(text)
    except httpx.InvalidURL as error:
        raise InvalidRequest(f"{text!r} is not a URL: {error}.") from error
    if url.scheme not in _PORTS or not url.host:
        raise InvalidRequest(f"{text!r} cannot be fetched: only http:// and https:// with a host name are.")
    if url.userinfo:
        raise InvalidRequest("A URL with a user name or password in it is not fetched. Take them out.")
    return url.copy_with(fragment=None)


async def _receive(answer: httpx.Response, part: Path, max_bytes: int) -> _Received:
    announced = answer.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise ContentTooLarge(f"The source has {announced} bytes; at most {max_bytes} are allowed.")
    digest, size, head = hashlib.sha256(), 0, b""
    with part.open("wb") as file:
        async for chunk in answer.aiter_bytes(_CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                raise ContentTooLarge(f"The source has more than the {max_bytes} bytes that are allowed.")
            head += chunk[: HEAD_BYTES - len(head)]
            digest.update(chunk)
            file.write(chunk)
    return _Received(size, digest.hexdigest(), head)


def _fetched(url: httpx.URL, answer: httpx.Response, to: Path, received: _Received) -> Fetched:
    return Fetched(
        path=to,
        url=str(url),
        filename=filename_of(url, answer.headers.get("content-disposition")),
        media_type=sniff(received.head),
        declared_type=answer.headers.get("content-type"),
        size=received.size,
        sha256=received.sha256,
        fetched_at=datetime.now(UTC),
    )
