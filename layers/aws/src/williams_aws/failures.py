"""botocore's errors as the system's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, WilliamsError

_SERVER_SIDE: Final = 500
_TOO_MANY: Final = 429


@dataclass(frozen=True)
class Codes:
    """What a service's codes of errors mean. ``others`` makes an error of what is told; the rest is a refusal."""

    throttled: frozenset[str]
    unavailable: frozenset[str] = frozenset()
    others: Mapping[str, Callable[[str], WilliamsError]] = field(default_factory=dict)


@contextmanager
def translated(service: str, codes: Codes, asked: str = "") -> Iterator[None]:
    """Translate what a call raises. ``asked`` is what of the service was asked, such as a model.

    Raises ProviderThrottled, ProviderUnavailable, ProviderRejected, and the ``others`` of the codes.
    """
    try:
        yield
    except ClientError as error:
        raise _for_code(error, f"{service} ({asked})" if asked else service, codes) from error
    except (NoCredentialsError, ParamValidationError) as error:
        raise ProviderRejected(f"{service} cannot be asked: {error}") from error
    except (BotoCoreError, ValueError, OSError) as error:
        raise ProviderUnavailable(f"{service} did not answer whole or in time: {error}") from error


def _for_code(error: ClientError, service: str, codes: Codes) -> WilliamsError:
    code = error.response.get("Error", {}).get("Code", "")
    about = error.response.get("ResponseMetadata", {})
    status = about.get("HTTPStatusCode", 0)
    detail = f"{service} answered {status}: {str(error)[:300]}"
    if code in codes.others:
        return codes.others[code](detail)
    if code in codes.unavailable:
        return ProviderUnavailable(detail)
    if code in codes.throttled or status == _TOO_MANY:
        wait = about.get("HTTPHeaders", {}).get("retry-after")
        return ProviderThrottled(f"{detail} (it asks to wait {wait} s)" if wait else detail)
    if status >= _SERVER_SIDE:
        return ProviderUnavailable(detail)
    return ProviderRejected(detail)
