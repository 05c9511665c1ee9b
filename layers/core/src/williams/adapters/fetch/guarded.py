"""FetchPort for the public web, safe against a URL that aims at the inside of the network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urljoin

import httpx

from williams.adapters.fetch.answers import check_status
from williams.adapters.fetch.cookies import FetchCookies
from williams.adapters.fetch.filenames import filename_of
from williams.adapters.fetch.pace import MOST_DELAY, MOST_WAIT, Pace
from williams.adapters.fetch.pinned import open_pinned
from williams.adapters.fetch.receiving import Received, receive
from williams.adapters.fetch.robots import AGENT, ROBOTS_BYTES, RobotsGate
from williams.adapters.fetch.sniff import sniff
from williams.domain.errors import Forbidden, InvalidRequest, NotFound, ProviderUnavailable
from williams.domain.public_addresses import check_public
from williams.domain.urls import WEB_PORTS, shown, web_url
from williams.domain.validators import NotModified, Validators, validators_of
from williams.isolation.resolving import Resolver, resolve
from williams.ports.fetch import Fetched

_REDIRECTS: Final = 5
_TOTAL_SECONDS: Final = 120.0


class GuardedFetch:
    """Each hop's name is resolved, every address checked, and the connection made to the address that was checked.

    ``allowed`` names ``host:port`` pairs that are fetched wherever they are, for local tests. ``agent`` is what sites
    are told. With ``respect_robots`` a site's robots.txt is asked before each hop, for what the agent may fetch.
    How fast it asks a site to be asked, ``pace`` keeps to. ``resolver`` and ``total_seconds`` are for tests.
    """

    def __init__(
        self,
        allowed: Iterable[str] = (),
        resolver: Resolver = resolve,
        total_seconds: float = _TOTAL_SECONDS,
        respect_robots: bool = False,
        agent: str = AGENT,
        pace: Pace | None = None,
    ) -> None:
        self._allowed = frozenset(allowed)
        self._resolve = resolver
        self._total_seconds = total_seconds
        self._respect_robots = respect_robots
        self._agent = agent
        self._pace = pace

    async def fetch(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        unless: Validators | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        part, robots = to.with_name(f"{to.name}.part"), to.with_name(f"{to.name}.robots")
        gate = self._gate(robots) if self._respect_robots else None
        seconds = self._total_seconds + (MOST_WAIT if gate and self._pace else 0)
        try:
            async with asyncio.timeout(seconds):
                fetched = await self._follow(url, part, max_bytes, gate, unless, headers or {})
        except TimeoutError as error:
            raise ProviderUnavailable(f"{url} was not fetched within {seconds:.0f} s.") from error
        else:
            return fetched.model_copy(update={"path": part.replace(to)})
        finally:
            part.unlink(missing_ok=True)
            robots.unlink(missing_ok=True)

    async def permit(self, url: str) -> None:
        if not self._respect_robots:
            return
        with TemporaryDirectory() as folder:
            try:
                async with asyncio.timeout(self._total_seconds):
                    await self._gate(Path(folder, "robots")).check(httpx.URL(web_url(url)))
            except TimeoutError as error:
                raise ProviderUnavailable(f"The robots.txt for {url} was not fetched in time.") from error

    def _gate(self, robots: Path) -> RobotsGate:
        product = self._agent.partition("/")[0]
        return RobotsGate(product, lambda where: self._read_robots(where, robots))

    async def _follow(
        self,
        url: str,
        to: Path,
        max_bytes: int,
        gate: RobotsGate | None,
        unless: Validators | None,
        headers: Mapping[str, str],
    ) -> Fetched:
        current, cookies = httpx.URL(web_url(url)), FetchCookies()
        asked = _origin(current)
        delay = 0.0
        for _ in range(_REDIRECTS + 1):
            if gate is not None:
                delay = await self._turn(gate, current)
            validators = unless.conditions if unless and unless.url == str(current) else {}
            along = {**(headers if _origin(current) == asked else {}), **validators}
            async with self._answer(current, cookies, along) as answer:
                if _conditional(along) and answer.status_code == HTTPStatus.NOT_MODIFIED:
                    raise NotModified(str(current))
                if not answer.has_redirect_location:
                    check_status(str(current), answer.status_code, answer.headers)
                    return _fetched(current, answer, to, await receive(answer, to, max_bytes), delay)
                current = _redirected(current, answer.headers.get_list("location")[0])
        raise InvalidRequest(f"{url} redirects more than {_REDIRECTS} times.")

    async def _turn(self, gate: RobotsGate, url: httpx.URL) -> float:
        """Wait until the site may be asked, and return how long it wants to be left alone between two requests."""
        delay = await gate.check(url)
        if self._pace is not None:
            await self._pace.wait(url.host, delay)
        return delay

    @asynccontextmanager
    async def _answer(
        self, url: httpx.URL, cookies: FetchCookies, along: Mapping[str, str]
    ) -> AsyncIterator[httpx.Response]:
        port = url.port or WEB_PORTS[url.scheme]
        host = url.raw_host.decode("ascii")
        found = await self._resolve(host, port)
        if f"{host}:{port}" not in self._allowed:
            check_public(host, found)
        headers = {"User-Agent": self._agent, **cookies.headers(url), **along}
        async with open_pinned(url, found, headers) as answer:
            cookies.keep(url, answer)
            yield answer

    async def _read_robots(self, url: str, to: Path) -> str:
        """Return the rules, empty where the site gives none (RFC 9309, 2.3.1.3). Raises what else ``fetch`` raises."""
        try:
            await self._follow(url, to, ROBOTS_BYTES, None, None, {})
        except (NotFound, Forbidden, InvalidRequest):
            return ""
        return to.read_text("utf-8", errors="replace")


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or WEB_PORTS[url.scheme]


def _conditional(headers: Mapping[str, str]) -> bool:
    return any(name.lower().startswith("if-") for name in headers)


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    # Browsers encode blanks as well.
    where = location.strip().replace(" ", "%20")
    try:
        if not where:
            raise InvalidRequest("the address is empty.")
        return httpx.URL(web_url(urljoin(str(url), where)))
    except (InvalidRequest, ValueError, httpx.InvalidURL) as error:
        reason = error.detail if isinstance(error, InvalidRequest) else f"{shown(where)} is not a URL."
        raise InvalidRequest(f"{url} redirects to where nothing is fetched: {reason}") from error


def _fetched(url: httpx.URL, answer: httpx.Response, to: Path, received: Received, delay: float) -> Fetched:
    return Fetched(
        path=to,
        url=str(url),
        filename=filename_of(str(url), answer.headers.get("content-disposition")),
        media_type=sniff(received.head),
        declared_type=answer.headers.get("content-type"),
        validators=validators_of(str(url), answer.headers),
        size=received.size,
        sha256=received.sha256,
        fetched_at=datetime.now(UTC),
        headers=dict(answer.headers),
        hurried=delay if delay > MOST_DELAY else None,
    )
