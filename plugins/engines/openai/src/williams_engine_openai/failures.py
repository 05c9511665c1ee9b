"""The ``openai`` library's exceptions, as the system's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, WilliamsError

_TOO_MANY = 429
_TIMED_OUT = 408
_CONFLICT = 409
_SERVER_SIDE = 500
_QUOTA_GONE = "insufficient_quota"


@contextmanager
def translated(service: str) -> Iterator[None]:
    """Raise the library's errors as ProviderThrottled, ProviderUnavailable or ProviderRejected.

    ``service`` says in the message who was asked for what, such as ``the speech service at http://…``.
    """
    import openai

    try:
        yield
    except openai.APITimeoutError as error:
        raise ProviderUnavailable(f"{service} did not answer in time") from error
    except openai.APIConnectionError as error:
        raise ProviderUnavailable(f"{service} cannot be reached: {_reason(error)}") from error
    except openai.APIStatusError as error:
        raise _for_status(service, error) from error
    except (openai.OpenAIError, JSONDecodeError) as error:
        raise ProviderRejected(f"{service} gave an answer that cannot be read: {error}") from error


def _for_status(service: str, error: object) -> WilliamsError:
    status = getattr(error, "status_code", 0)
    detail = f"{service} answered {status}: {str(error)[:300]}"
    if status == _TOO_MANY and getattr(error, "code", None) == _QUOTA_GONE:
        return ProviderRejected(f"{detail} (the account has no credit left: waiting does not help)")
    if status == _TOO_MANY:
        return ProviderThrottled(detail + _wait_hint(error))
    if status >= _SERVER_SIDE or status in (_TIMED_OUT, _CONFLICT):
        return ProviderUnavailable(detail)
    return ProviderRejected(detail)


def _wait_hint(error: object) -> str:
    headers = getattr(getattr(error, "response", None), "headers", {})
    wait = headers.get("retry-after")
    return f" (it asks to wait {wait} s)" if wait else ""


def _reason(error: Exception) -> str:
    return str(error.__cause__ or error)
