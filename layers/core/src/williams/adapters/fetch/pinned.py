"""A request to an address that was checked, under the name that was asked for."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import httpx

from williams.domain.errors import ProviderUnavailable

_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0)
_HEADERS: Final = {
    "User-Agent": "WilliamsLibrarian/0.1",
    # A compressed answer could unpack to far more than was sent.
    "Accept-Encoding": "identity",
}


@asynccontextmanager
async def open_pinned(url: httpx.URL, addresses: Sequence[str]) -> AsyncIterator[httpx.Response]:
    """Ask the first of ``addresses`` that accepts a connection. Follows no redirect. Raises ProviderUnavailable.

    The address stands in the URL, so nothing resolves the name again; ``Host``, SNI and the check of the certificate
    keep the name. The client is new each time: one that is reused could take a connection opened for another name.
    """
    # The environment's proxies would resolve the name themselves.
    async with httpx.AsyncClient(
        verify=_tls(), trust_env=False, timeout=_TIMEOUT, headers=_HEADERS, follow_redirects=False
    ) as client:
        answer = await _first_to_accept(client, url, addresses)
        try:
            yield answer
        except httpx.HTTPError as error:
            raise ProviderUnavailable(f"{url} broke off: {error or type(error).__name__}.") from error
        finally:
            await answer.aclose()


async def _first_to_accept(client: httpx.AsyncClient, url: httpx.URL, addresses: Sequence[str]) -> httpx.Response:
    reason: httpx.HTTPError | None = None
    for address in addresses:
        request = client.build_request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        try:
            return await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            reason = error
        except httpx.HTTPError as error:
            raise ProviderUnavailable(f"{url} did not answer: {error or type(error).__name__}.") from error
    raise ProviderUnavailable(f"{url} cannot be reached: {reason or 'it has no address'}.") from reason


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
