"""What can go wrong between this client and the API, sorted by what a caller does about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final


class LibraryError(Exception):
    """Base of all errors of the client; ``str()`` is one line for a person: what happened and what to do.

    ``code`` is stable and machine-readable.
    """

    code = "library-error"


class ApiProblem(LibraryError):
    """The API refused or failed: an RFC 9457 answer, or a gateway's own in the same form.

    Attributes:
        status: the HTTP status.
        code: the API's (``not-found``); ``http-503`` where the gateway answered by itself.
        errors: the fields that do not fit, each with ``field`` and ``message``.
        retry_after: the seconds to wait that the API asks for, if it does.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: list[dict[str, str]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors or []
        self.retry_after = retry_after


class InvalidRequest(ApiProblem):
    """The request does not fit, or its content is not what it should be: 400, 413, 415, 422."""


class Unauthenticated(ApiProblem):
    """No token, or one that is unknown, expired or revoked: 401."""


class Forbidden(ApiProblem):
    """The token may not do this: 403."""


class NotFound(ApiProblem):
    """It does not exist, belongs to another owner, or is gone: 404, 410."""


class Conflict(ApiProblem):
    """The present state does not allow it: 409."""


class RateLimited(ApiProblem):
    """Too many requests, also after waiting as long as the API asked for: 429."""


class Unavailable(ApiProblem):
    """The API or something behind it does not answer, also after some attempts: 502, 503, 504."""


_KINDS: Final[dict[int, type[ApiProblem]]] = {
    400: InvalidRequest,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    413: InvalidRequest,
    415: InvalidRequest,
    422: InvalidRequest,
    429: RateLimited,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def kind_of(status: int) -> type[ApiProblem]:
    """Return the class of problems that an HTTP status of 400 or more stands for."""
    return _KINDS.get(status, ApiProblem)


class Unreachable(LibraryError):
    """Nobody is there: no address, or a connection that is refused."""

    code = "unreachable"


class NoAnswer(Unreachable):
    """A connection was made, but no answer came in time, or not whole."""

    code = "no-answer"


class UnexpectedAnswer(LibraryError):
    """Something answered, but not the way the API does."""

    code = "unexpected-answer"


class BadAddress(LibraryError):
    """What was named as the API's address is none."""

    code = "bad-address"


class NoConnection(LibraryError):
    """Nothing says where the API is."""

    code = "no-connection"


class NoToken(LibraryError):
    """An API is named, but no token for it."""

    code = "no-token"


class TransferFailed(LibraryError):
    """A file could not be uploaded, or what was downloaded is not what the library holds."""

    code = "transfer-failed"


class WebSocketFailed(LibraryError):
    """The progress WebSocket cannot be had, and the caller does not accept less."""

    code = "websocket-failed"


class FollowTimeout(LibraryError):
    """Jobs had not ended when the caller's time was up. They go on without us; ``job_ids`` names them."""

    code = "follow-timeout"

    def __init__(self, message: str, job_ids: Sequence[str]) -> None:
        super().__init__(message)
        self.job_ids = tuple(job_ids)
