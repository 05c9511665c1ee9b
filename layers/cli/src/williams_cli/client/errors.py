"""What can go wrong between this client and the API, sorted by what a caller does about it."""

from __future__ import annotations


class ClientError(Exception):
    """Base of all errors of the client; ``str()`` is one line for a person: what happened and what to do."""


class ApiProblem(ClientError):
    """The API refused or failed: an RFC 9457 answer, or a gateway's own in the same form.

    Attributes:
        status: the HTTP status.
        code: stable and machine-readable (``not-found``); ``http-503`` where the gateway answered by itself.
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


class Unreachable(ClientError):
    """No answer came: refused connection, broken connection, or nothing in time."""


class NotTheApi(ClientError):
    """Something answered, but not the way the API does."""


class TransferFailed(ClientError):
    """A file could not be uploaded, or what was downloaded is not what the library holds."""


class WebSocketFailed(ClientError):
    """The progress WebSocket cannot be had, and the caller does not accept less."""


class WatchTimeout(ClientError):
    """The job had not ended when the caller's time was up. It goes on without us."""
