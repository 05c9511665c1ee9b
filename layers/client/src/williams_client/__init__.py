"""A typed client of Williams Librarian's HTTP and WebSocket API.

with open_library() as library:
    accepted = library.imports.file(Path("paper.pdf"))
    (job,) = library.jobs.wait([accepted.job_id])
"""

from williams_client import models
from williams_client.batch_following import BatchProgress
from williams_client.connection import open_library
from williams_client.errors import (
    ApiProblem,
    BadAddress,
    Conflict,
    FollowTimeout,
    Forbidden,
    InvalidRequest,
    LibraryError,
    NoAnswer,
    NoConnection,
    NotFound,
    NoToken,
    RateLimited,
    TransferFailed,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
    WebSocketFailed,
)
from williams_client.events import TERMINAL, WAITING, ProgressEvent
from williams_client.library import Library
from williams_client.retries import Retries
from williams_client.tempo import Tempo

__all__ = [
    "TERMINAL",
    "WAITING",
    "ApiProblem",
    "BadAddress",
    "BatchProgress",
    "Conflict",
    "FollowTimeout",
    "Forbidden",
    "InvalidRequest",
    "Library",
    "LibraryError",
    "NoAnswer",
    "NoConnection",
    "NoToken",
    "NotFound",
    "ProgressEvent",
    "RateLimited",
    "Retries",
    "Tempo",
    "TransferFailed",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "Unreachable",
    "WebSocketFailed",
    "models",
    "open_library",
]
