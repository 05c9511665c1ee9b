"""Requests to the API: authenticated, bounded in time, retried where that is safe, errors made readable."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from williams_cli.client.errors import ApiProblem, ClientError, NotTheApi, Unreachable

RETRY_DELAYS_S = (0.2, 0.5, 1.0)
RETRIED_STATUSES = frozenset({502, 503, 504})
TOO_MANY_REQUESTS = 429
# Longer waits are the caller's to decide about.
LONGEST_WAIT_S = 90.0
_WORTH_TELLING_S = 2.0
IDEMPOTENCY_KEY = "Idempotency-Key"
_LOST = (httpx.ConnectError, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


class _Passing(Exception):
    """An error that may be gone after ``wait`` seconds. ``refused`` means that the request had no effect."""

    def __init__(self, error: ClientError, refused: bool = False, wait: float = 0.0) -> None:
        super().__init__(str(error))
        self.error = error
        self.refused = refused
        self.wait = wait


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine: such connections must not go through a proxy."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def problem_of(response: httpx.Response) -> ApiProblem:
    """Return the error that an answer of 400 or more stands for, also when a gateway made it."""
    try:
        body = response.json()
    except ValueError:
        body = None
    body = body if isinstance(body, dict) else {}
    status = response.status_code
    detail = body.get("detail") or body.get("message") or response.reason_phrase or "no reason was given"
    if "code" not in body:
        detail = f"{response.url.host} answered {status}: {detail}"
    code = str(body.get("code", f"http-{status}"))
    return ApiProblem(status, code, str(detail), body.get("errors"), _retry_after(response))


def _retry_after(response: httpx.Response) -> float | None:
    seconds = response.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdigit() else None


class HttpApi:
    """One API and one token. Safe for use from several threads."""

    def __init__(
        self,
        api_url: str,
        token: str | None,
        timeout_s: float,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``notice`` is told, in words, of a wait that a person would wonder about.

        Raises NotTheApi when ``api_url`` is not an http(s) address.
        """
        try:
            url = httpx.URL(api_url.rstrip("/"))
        except httpx.InvalidURL as error:
            raise NotTheApi(f"{api_url!r} is not a URL: {error}. Check --api-url.") from None
        if url.scheme not in ("http", "https") or not url.host:
            raise NotTheApi(f"{api_url!r} is not an http or https address. Check --api-url.")
        self.url = str(url)
        self._sleep = sleep
        self._notice = notice
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 5.0)),
            transport=transport,
            trust_env=not is_loopback(url.host),
        )

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, params: Mapping[str, Any] | None = None, accept: frozenset[int] = frozenset()) -> Any:
        """Return the decoded answer. ``accept`` names error statuses whose body is an answer, too.

        Raises:
            ApiProblem: the API refused or failed.
            Unreachable: no answer, also after some retries.
            NotTheApi: the answer is not JSON.
        """
        chosen = {name: value for name, value in (params or {}).items() if value is not None}
        return self._decoded(self._send("GET", path, True, accept, params=chosen))

    def post(self, path: str, body: Mapping[str, Any], idempotency_key: str | None = None) -> Any:
        """Send a JSON body. Retried where a repeat does no harm: under an ``idempotency_key``, or after a refusal.

        Raises the same as :meth:`get`.
        """
        headers = {IDEMPOTENCY_KEY: idempotency_key} if idempotency_key else {}
        return self._decoded(self._send("POST", path, bool(idempotency_key), json=body, headers=headers))

    def delete(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Delete or cancel; retried, because a repeat does no harm. Raises the same as :meth:`get`."""
        return self._decoded(self._send("DELETE", path, True, params=params or {}))

    def _send(
        self, method: str, path: str, repeatable: bool, accept: frozenset[int] = frozenset(), **request: Any
    ) -> httpx.Response:
        delays = iter(RETRY_DELAYS_S)
        while True:
            try:
                return self._attempt(method, path, accept, **request)
            except _Passing as passing:
                delay = next(delays, None) if repeatable or passing.refused else None
                if delay is None or passing.wait > LONGEST_WAIT_S:
                    raise passing.error from passing.__cause__
                self._wait(max(delay, passing.wait), passing.error)

    def _wait(self, seconds: float, error: ClientError) -> None:
        if seconds >= _WORTH_TELLING_S:
            self._notice(f"{error} Waiting {seconds:g} s.")
        self._sleep(seconds)

    def _attempt(self, method: str, path: str, accept: frozenset[int], **request: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **request)
        except _LOST as error:
            raise _Passing(Unreachable(f"Cannot reach the API at {self.url}: {_reason(error)}.")) from error
        except httpx.TimeoutException as error:
            raise Unreachable(f"The API at {self.url} did not answer in time ({_reason(error)}).") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"Cannot talk to the API at {self.url}: {_reason(error)}.") from error
        if response.status_code < 400 or response.status_code in accept:
            return response
        problem = problem_of(response)
        if response.status_code == TOO_MANY_REQUESTS:
            raise _Passing(problem, refused=True, wait=problem.retry_after or 0.0)
        raise _Passing(problem) if response.status_code in RETRIED_STATUSES else problem

    def _decoded(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except ValueError:
            raise NotTheApi(
                f"{self.url} answered {response.status_code}, but not with JSON. Is --api-url the API's address?"
            ) from None


def _reason(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__
