"""A typed client of the HTTP and WebSocket API."""

from williams_cli.client.api import Client
from williams_cli.client.errors import (
    ApiProblem,
    ClientError,
    NotTheApi,
    TransferFailed,
    Unreachable,
    WatchTimeout,
    WebSocketFailed,
)
from williams_cli.client.events import TERMINAL, WAITING, ProgressEvent
from williams_cli.client.progress import Tempo

__all__ = [
    "TERMINAL",
    "WAITING",
    "ApiProblem",
    "Client",
    "ClientError",
    "NotTheApi",
    "ProgressEvent",
    "Tempo",
    "TransferFailed",
    "Unreachable",
    "WatchTimeout",
    "WebSocketFailed",
]
