"""Calls to Amazon Polly, each made once, with its errors as the system's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, WilliamsError

_THROTTLED: Final = frozenset({"ThrottlingException", "TooManyRequestsException", "Throttling"})
_SERVER_SIDE: Final = 500
_TOO_MANY: Final = 429
_CONNECT_SECONDS: Final = 3.0


@dataclass(frozen=True)
class PollyAccess:
    """Where Polly is; credentials are the function's own. ``timeout_seconds`` bounds one whole call."""

    region: str
    endpoint_url: str | None = None
    timeout_seconds: float = 60.0

    @property
    def service(self) -> str:
        return f"Amazon Polly at {self.endpoint_url or self.region}"

    def synthesized(self, **asked: Any) -> bytes:
        """Return the stream of ``SynthesizeSpeech``, whole.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        try:
            answer = _client(self).synthesize_speech(**asked)
            body: bytes = answer["AudioStream"].read()
        except ClientError as error:
            raise self._for_code(error) from error
        except (NoCredentialsError, ParamValidationError) as error:
            raise ProviderRejected(f"{self.service} cannot be asked: {error}") from error
        except (BotoCoreError, ValueError, OSError) as error:
            raise ProviderUnavailable(f"{self.service} did not answer whole or in time: {error}") from error
        return body

    def _for_code(self, error: ClientError) -> WilliamsError:
        code = error.response.get("Error", {}).get("Code", "")
        about = error.response.get("ResponseMetadata", {})
        status = about.get("HTTPStatusCode", 0)
        detail = f"{self.service} answered {status}: {str(error)[:300]}"
        if code in _THROTTLED or status == _TOO_MANY:
            wait = about.get("HTTPHeaders", {}).get("retry-after")
            return ProviderThrottled(f"{detail} (it asks to wait {wait} s)" if wait else detail)
        if status >= _SERVER_SIDE:
            return ProviderUnavailable(detail)
        return ProviderRejected(detail)


@cache
def _client(access: PollyAccess) -> Any:
    config = Config(
        connect_timeout=min(_CONNECT_SECONDS, access.timeout_seconds),
        read_timeout=access.timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return boto3.Session(region_name=access.region).client("polly", endpoint_url=access.endpoint_url, config=config)
