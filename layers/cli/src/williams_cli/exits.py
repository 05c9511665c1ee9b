"""What the exit codes mean, and which error leads to which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from williams_client import (
    ApiProblem,
    BadAddress,
    FollowTimeout,
    NoConnection,
    NoToken,
    UnexpectedAnswer,
    Unreachable,
    WebSocketFailed,
)

OK: Final = 0
FAILED: Final = 1
"""A job failed or was cancelled, one of several things could not be done, a check found a problem, or the API failed
in a way that has no code of its own."""
USAGE: Final = 2
"""The command line, or a request made from it, does not fit."""
NOT_FOUND: Final = 3
UNAUTHORISED: Final = 4
UNAVAILABLE: Final = 5
"""The API, a store or the progress WebSocket cannot be reached, or the local cloud does not run."""
TIMEOUT: Final = 6
INTERRUPTED: Final = 130

HELP: Final = (
    "Exit codes: 0 done; 1 a job or one of several things failed, or a problem was found; 2 wrong usage; 3 not found; "
    "4 not authorised; 5 service unreachable; 6 timed out; 130 interrupted."
)

_BY_STATUS: Final = {
    400: USAGE,
    401: UNAUTHORISED,
    403: UNAUTHORISED,
    404: NOT_FOUND,
    413: USAGE,
    422: USAGE,
    429: UNAVAILABLE,
    502: UNAVAILABLE,
    503: UNAVAILABLE,
    504: UNAVAILABLE,
}


class UsageError(Exception):
    """The command line does not fit together; ``str()`` says what to change."""


class Failure(Exception):
    """A command did what was asked, and the result is a failure; ``str()`` says which."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code


def exit_code(error: Exception) -> int:
    """Return the exit code that stands for ``error``."""
    match error:
        case Failure():
            return error.code
        case UsageError() | NoToken() | BadAddress():
            return USAGE
        case ApiProblem():
            return _BY_STATUS.get(error.status, FAILED)
        case FollowTimeout():
            return TIMEOUT
        case Unreachable() | NoConnection() | UnexpectedAnswer() | WebSocketFailed():
            return UNAVAILABLE
        case _:
            return FAILED


def joint_code(codes: Sequence[int]) -> int:
    """Return the exit code of several things that were done.

    It is their own where all ended alike or some only took too long, else FAILED.
    """
    bad = {code for code in codes if code != OK}
    if not bad:
        return OK
    return bad.pop() if len(set(codes)) == 1 or bad == {TIMEOUT} else FAILED
