"""A request to an address that was checked, under the name that was asked for."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import httpx

from williams.adapters.fetch.unpacking import ACCEPT_ENCODING
from williams.domain.errors import CorruptContent, InvalidRequest, ProviderUnavailable, WilliamsError

_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0)
_HEADERS: Final = {"Accept": "*/*", "Accept-Encoding": ACCEPT_ENCODING}
_LONGEST_REASON: Final = 120
_CUT_OFF: Final = ("disconnected", "closed connection")
"""What the library says when a connection ends too soon, by the same exception as for what is no HTTP."""


@asynccontextmanager
async def open_pinned(
    url: httpx.URL, addresses: Sequence[str], headers: Mapping[str, str]
) -> AsyncIterator[httpx.Response]:
    """Ask the first of ``addresses`` that accepts a connection. Follows no redirect and unpacks nothing.

    The address stands in the URL, so nothing resolves the name again; ``Host``, SNI and the check of the certificate
    keep the name. The client is new each time: one that is reused could take a connection opened for another name.

    Raises:
        ProviderUnavailable: nobody answers, or not to the end.
        InvalidRequest: the certificate is not valid for the name.
        CorruptContent: what comes is no HTTP, or its headers are over 100 kB.
    """
    # A transport, not a client: a client also reads cookies and where a redirect leads, and fails on bad ones. This one
    # asks no proxy of the environment's, which would resolve the name itself.
    async with httpx.AsyncHTTPTransport(verify=_tls(), trust_env=False) as transport:
        answer = await _first_to_accept(transport, url, addresses, headers)
        try:
            yield answer
        except httpx.HTTPError as error:
            raise _failure(url, "broke off", error) from error
        finally:
            await answer.aclose()


async def _first_to_accept(
    transport: httpx.AsyncHTTPTransport, url: httpx.URL, addresses: Sequence[str], headers: Mapping[str, str]
) -> httpx.Response:
    reason: httpx.HTTPError | None = None
    for address in addresses:
        request = httpx.Request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode("ascii"), **_HEADERS, **headers},
            extensions={"sni_hostname": url.raw_host.decode("ascii"), "timeout": _TIMEOUT.as_dict()},
        )
        try:
            return await transport.handle_async_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            _check_certificate(url, error)
            reason = error
        except httpx.HTTPError as error:
            raise _failure(url, "did not answer", error) from error
    raise ProviderUnavailable(f"{url} cannot be reached: {reason or 'it has no address'}.") from reason


def _check_certificate(url: httpx.URL, error: httpx.HTTPError) -> None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise InvalidRequest(f"The certificate of {url} is not valid: {cause.verify_message}.") from error
        cause = cause.__cause__ or cause.__context__


def _failure(url: httpx.URL, what: str, error: httpx.HTTPError) -> WilliamsError:
    # It may quote all that the server sent.
    reason = (str(error) or type(error).__name__)[:_LONGEST_REASON].rstrip(".")
    if isinstance(error, httpx.RemoteProtocolError) and not any(words in reason for words in _CUT_OFF):
        return CorruptContent(f"{url} does not answer in valid HTTP: {reason}.")
    return ProviderUnavailable(f"{url} {what}: {reason}.")


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
