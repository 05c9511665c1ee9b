"""The one place that makes AWS clients, and the services' errors in the library's words."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from williams.domain.errors import NotFound, StoreUnavailable

_CONNECT_SECONDS: Final = 3
_READ_SECONDS: Final = 10
_OBJECT_READ_SECONDS: Final = 30
ATTEMPTS: Final = 3
_POOL: Final = 16

_BUSY: Final = frozenset(
    {
        "ExecutionLimitExceeded",
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "InternalServiceError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_NOT_DEPLOYED: Final = frozenset(
    {"AWS.SimpleQueueService.NonExistentQueue", "NoSuchBucket", "QueueDoesNotExist", "ResourceNotFoundException"}
)


_guard = threading.Lock()
_made: dict[tuple[object, ...], Any] = {}
_sessions: dict[str | None, boto3.Session] = {}


def client(
    service: str,
    region: str | None,
    endpoint_url: str | None = None,
    attempts: int = ATTEMPTS,
    answer_seconds: float | None = None,
) -> Any:
    """Return this process's boto3 client of a service: bounded waits, at most ``attempts`` tries of each call.

    ``answer_seconds`` bounds the waits for a connection and for an answer where the usual times are too long. Without
    ``endpoint_url`` boto3 finds it (``AWS_ENDPOINT_URL``), as it finds credentials.
    """
    key = (service, region, endpoint_url, attempts, answer_seconds)
    # Making clients is not safe in several threads at once; using them is.
    with _guard:
        if key not in _made:
            config = _config(service, attempts, answer_seconds)
            make: Any = _session(region).client
            _made[key] = make(service, endpoint_url=endpoint_url, config=config)
        return _made[key]


def _session(region: str | None) -> boto3.Session:
    """Return the region's one session: what it has read of AWS's endpoints serves every client that it makes."""
    if region not in _sessions:
        _sessions[region] = boto3.Session(region_name=region)
    return _sessions[region]


def _config(service: str, attempts: int, answer_seconds: float | None) -> Config:
    usual = _OBJECT_READ_SECONDS if service == "s3" else _READ_SECONDS
    return Config(
        connect_timeout=min(_CONNECT_SECONDS, answer_seconds or usual),
        read_timeout=answer_seconds or usual,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=_POOL,
        # boto3 still signs URLs of us-east-1 the old way, which newer stores refuse.
        signature_version="s3v4" if service == "s3" else None,
    )


@contextmanager
def aws_errors(what: str, missing: Mapping[str, str] | None = None) -> Iterator[None]:
    """Turn a service's errors into the library's: no answer, throttled or not deployed is StoreUnavailable.

    ``what`` names the service for the message. ``missing`` maps error codes to the message of a NotFound. Any other
    refusal is a defect, such as a missing right, and escapes as it is.
    """
    try:
        yield
    except ClientError as error:
        code = error_code(error)
        if missing and code in missing:
            raise NotFound(missing[code]) from error
        if code in _NOT_DEPLOYED:
            raise StoreUnavailable(f"{what} is not deployed. Deploy the stack again.", str(error)) from error
        if code in _BUSY or _http_status(error) >= 500:
            raise StoreUnavailable(f"{what} is busy. Try again in a moment.", str(error)) from error
        raise
    except ParamValidationError:
        raise
    except (BotoCoreError, Boto3Error) as error:
        raise StoreUnavailable(f"{what} did not answer. Try again in a moment.", str(error)) from error


def error_code(error: ClientError) -> str:
    """Return the service's own code of an error, such as ``NoSuchKey``."""
    return error.response.get("Error", {}).get("Code", "")


def _http_status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
