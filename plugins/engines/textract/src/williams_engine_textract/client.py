"""Calls to Amazon Textract, each made once, with its errors as the system's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from williams.domain.errors import (
    CorruptContent,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    WilliamsError,
)

_THROTTLED: Final = frozenset(
    {"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"}
)
_NO_PICTURE: Final = frozenset({"UnsupportedDocumentException", "BadDocumentException", "DocumentTooLargeException"})
_SERVER_SIDE: Final = 500
_TOO_MANY: Final = 429
_CONNECT_SECONDS: Final = 3.0


@dataclass(frozen=True)
class TextractAccess:
    """Where Textract is; credentials are the function's own. ``timeout_seconds`` bounds one whole call."""

    region: str
    endpoint_url: str | None = None
    timeout_seconds: float = 60.0

    @property
    def service(self) -> str:
        return f"Amazon Textract at {self.endpoint_url or self.region}"

    def detected(self, picture: bytes) -> dict[str, Any]:
        """Return the answer of ``DetectDocumentText``.

        Raises CorruptContent, ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        try:
            answer: dict[str, Any] = _client(self).detect_document_text(Document={"Bytes": picture})
        except ClientError as error:
            raise self._for_code(error) from error
        except (NoCredentialsError, ParamValidationError) as error:
            raise ProviderRejected(f"{self.service} cannot be asked: {error}") from error
        except (BotoCoreError, ValueError, OSError) as error:
            raise ProviderUnavailable(f"{self.service} did not answer whole or in time: {error}") from error
        if "Blocks" not in answer:  # what cannot be parsed is an empty answer here
            raise ProviderUnavailable(f"{self.service} did not answer whole: it names no blocks")
        return answer

    def _for_code(self, error: ClientError) -> WilliamsError:
        code = error.response.get("Error", {}).get("Code", "")
        about = error.response.get("ResponseMetadata", {})
        status = about.get("HTTPStatusCode", 0)
        detail = f"{self.service} answered {status}: {str(error)[:300]}"
        if code in _NO_PICTURE:
            return CorruptContent(f"{detail}. Save the picture anew as PNG.")
        if code in _THROTTLED or status == _TOO_MANY:
            wait = about.get("HTTPHeaders", {}).get("retry-after")
            return ProviderThrottled(f"{detail} (it asks to wait {wait} s)" if wait else detail)
        if status >= _SERVER_SIDE:
            return ProviderUnavailable(detail)
        return ProviderRejected(detail)


@cache
def _client(access: TextractAccess) -> Any:
    config = Config(
        connect_timeout=min(_CONNECT_SECONDS, access.timeout_seconds),
        read_timeout=access.timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return boto3.Session(region_name=access.region).client("textract", endpoint_url=access.endpoint_url, config=config)
