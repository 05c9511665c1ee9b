"""Requests to the API: authenticated, bounded in time, tried again where that is safe, answers as models."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
from pydantic import ValidationError

from williams_client.base import ApiModel
from williams_client.errors import ApiProblem, BadAddress, NoAnswer, UnexpectedAnswer, Unreachable, kind_of
from williams_client.loopback import is_loopback
from williams_client.retries import Passing, Retries

A = TypeVar("A", bound=ApiModel)
CONNECT_TIMEOUT_S = 10.0
IDEMPOTENCY_KEY = "Idempotency-Key"
_PASSING_STATUSES = frozenset({429, 502, 503, 504})
# It has a passing status, but is said of the request.
_LASTING_CODES = frozenset({"provider-rejected"})
# Nothing was sent yet, so that it can be sent again; but who does not listen now seldom does soon.
_CONNECTING_S = 30.0


def parsed_address(api_url: str) -> httpx.URL:
    """Return an API's address. Raises BadAddress when it is not an http(s) one."""
    try:
        url = httpx.URL(api_url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise BadAddress(f"{api_url!r} is not a URL: {error}. Check the API's address.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise BadAddress(f"{api_url!r} is not an http or https address. Check the API's address.")
    return url


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
    return kind_of(status)(status, code, str(detail), body.get("errors"), _retry_after(response))


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds to wait; up to a date those are counted by the server's own clock, where it tells that."""
    given = response.headers.get("Retry-After", "")
    if given.isdecimal():
        return float(given)
    until, now = _moment(given), _moment(response.headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def reason(error: Exception) -> str:
    """Return an error's words without their full stop, or its name where it has none."""
    return str(error).rstrip(".") or type(error).__name__


class HttpApi:
    """One API and one token. Safe for use from several threads."""

    def __init__(
        self,
        api_url: str,
        token: str | None,
        timeout_s: float,
        retries: Retries,
        notice: Callable[[str], None],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """``timeout_s`` bounds each attempt from its beginning to the end of the answer.

        ``notice`` is told, in words, of a wait that a person would wonder about.

        Raises BadAddress.
        """
        url = parsed_address(api_url)
        self.url = str(url)
        self._timeout_s = timeout_s
        self._retries = retries
        self._notice = notice
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, CONNECT_TIMEOUT_S)),
            transport=transport,
            trust_env=not is_loopback(url.host),
        )

    def close(self) -> None:
        self._http.close()

    def get(
        self, path: str, model: type[A], params: Mapping[str, Any] | None = None, accept: frozenset[int] = frozenset()
    ) -> A:
        """Return the answer. ``accept`` names error statuses whose body is an answer, too.

        Raises:
            ApiProblem: the API refused or failed.
            Unreachable: no answer, also after some attempts.
            UnexpectedAnswer: it answered, but not with a ``model``.
        """
        return self._answer(model, "GET", path, True, accept, params=_given(params or {}))

    def post(self, path: str, model: type[A], body: ApiModel | None = None, repeatable: bool = False) -> A:
        """Send a body. Tried again only if ``repeatable``, or after a refusal. Raises the same as :meth:`get`."""
        return self._answer(model, "POST", path, repeatable, json=None if body is None else body.as_json())

    def post_once(self, path: str, model: type[A], body: ApiModel) -> A:
        """Send a body under an Idempotency-Key, so that attempts after the first do no harm. Raises as :meth:`get`."""
        headers = {IDEMPOTENCY_KEY: str(uuid.uuid4())}
        return self._answer(model, "POST", path, True, json=body.as_json(), headers=headers)

    def patch(self, path: str, model: type[A], body: ApiModel) -> A:
        """Change something; tried again, because a repeat does no harm. Raises the same as :meth:`get`."""
        return self._answer(model, "PATCH", path, True, json=body.as_json())

    def delete(self, path: str, model: type[A], params: Mapping[str, Any] | None = None) -> A:
        """Delete or cancel; tried again, because a repeat does no harm. Raises the same as :meth:`get`."""
        return self._answer(model, "DELETE", path, True, params=_given(params or {}))

    def _answer(
        self,
        model: type[A],
        method: str,
        path: str,
        repeatable: bool,
        accept: frozenset[int] = frozenset(),
        **request: Any,
    ) -> A:
        response = self._retries.run(lambda: self._attempt(method, path, accept, **request), repeatable, self._notice)
        try:
            return model.model_validate_json(response.content)
        except ValidationError as error:
            raise UnexpectedAnswer(
                f"{self.url} answered {response.status_code} to {method} {path}, but not with what this version of the "
                f"client knows ({_first(error)}). Is it the API's address, and of the same version?"
            ) from None

    def _attempt(self, method: str, path: str, accept: frozenset[int], **request: Any) -> httpx.Response:
        try:
            response = self._read(method, path, **request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            gone = Unreachable(f"Cannot reach the API at {self.url}: {reason(error)}.")
            patience = self._retries.refused if isinstance(error, httpx.ConnectError) else _CONNECTING_S
            raise Passing(gone, harmless=True, patience=patience) from error
        except httpx.TimeoutException as error:
            raise Passing(NoAnswer(f"The API at {self.url} did not answer in time ({reason(error)}).")) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise Passing(NoAnswer(f"The API at {self.url} broke off: {reason(error)}.")) from error
        except httpx.HTTPError as error:
            raise Unreachable(f"Cannot talk to the API at {self.url}: {reason(error)}.") from error
        if response.status_code < 400 or response.status_code in accept:
            return response
        problem = problem_of(response)
        if problem.status not in _PASSING_STATUSES or problem.code in _LASTING_CODES:
            raise problem
        raise Passing(problem, harmless=problem.status == 429, wait=problem.retry_after)

    def _read(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Return the response with its body. httpx bounds each pause of it, but not the whole."""
        ends = time.monotonic() + self._timeout_s
        with self._http.stream(method, path, **request) as response:
            chunks = []
            for chunk in response.iter_bytes():
                chunks.append(chunk)
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout(f"the answer was not whole after {self._timeout_s:g} s")
            headers = {name: value for name, value in response.headers.items() if name != "content-encoding"}
            return httpx.Response(
                response.status_code, headers=headers, content=b"".join(chunks), request=response.request
            )


def _first(error: ValidationError) -> str:
    """Return what does not fit first, in a few words."""
    what = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, what["loc"]))
    return f"{place}: {what['msg']}" if place else what["msg"]


def _given(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}
