"""Mails by Amazon SES, by its API of version 2."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from williams.domain.errors import (
    InvalidRequest,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    WilliamsError,
)
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rate
from williams.ports.mail import SentMail
from williams_engine_ses.prices import RATE

_MAILBOX: Final = re.compile(r"[^\s@<>(),:;\"\\\[\]]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z0-9-]{2,}")
_THROTTLED: Final = frozenset({"TooManyRequestsException", "ThrottlingException", "LimitExceededException"})
_SERVER_SIDE: Final = 500
_CONNECT_SECONDS: Final = 3.0


@dataclass(frozen=True)
class SesAccess:
    """Where SES is; credentials are the function's own. ``timeout_seconds`` bounds one whole call."""

    region: str
    endpoint_url: str | None = None
    timeout_seconds: float = 60.0


class SesMail:
    """MailPort over SendEmail, which takes whole messages as they are."""

    rate: Rate = RATE

    def __init__(self, access: SesAccess, sender: str | None, configuration_set: str | None = None) -> None:
        self._access = access
        self._sender = sender
        self._configuration_set = configuration_set

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="ses", name="sesv2", version=self._access.region)

    @property
    def paid(self) -> bool:
        return True

    @property
    def sender(self) -> str:
        """See MailPort."""
        if self._sender is None:
            raise InvalidRequest(
                "This deployment sends no mail: set WILLIAMS_SES_MAIL_SENDER to an address that Amazon SES has "
                "verified, and deploy again."
            )
        return self._sender

    @property
    def service(self) -> str:
        return f"Amazon SES at {self._access.endpoint_url or self._access.region}"

    async def send(self, recipient: str, message: bytes) -> SentMail:
        """See MailPort."""
        if not _MAILBOX.fullmatch(recipient):
            raise InvalidRequest(f"{recipient!r} is no mailbox.")
        if parseaddr(message_from_bytes(message)["From"] or "")[1] != parseaddr(self.sender)[1]:
            raise InvalidRequest(f"The message is not from {self.sender}, in whose name mails are sent here.")
        asked: dict[str, Any] = {
            "FromEmailAddress": parseaddr(self.sender)[1],
            "Destination": {"ToAddresses": [recipient]},
            "Content": {"Raw": {"Data": message}},
        }
        if self._configuration_set:
            asked["ConfigurationSetName"] = self._configuration_set
        try:
            async with asyncio.timeout(self._access.timeout_seconds):
                answer = await asyncio.to_thread(self._ask, asked)
        except TimeoutError as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self._access.timeout_seconds:g} s") from error
        if not (taken := answer.get("MessageId")):
            raise ProviderUnavailable(f"{self.service} gave an answer that cannot be read")
        return SentMail(message_id=taken, engine=self.model, cost_usd=RATE.expected_usd(len(message)))

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = _client(self._access).send_email(**asked)
        except ClientError as error:
            raise self._for_code(error) from error
        except (NoCredentialsError, ParamValidationError) as error:
            raise ProviderRejected(f"{self.service} cannot be asked: {error}") from error
        except (BotoCoreError, ValueError) as error:
            raise ProviderUnavailable(f"{self.service} did not answer: {error}") from error
        return answer

    def _for_code(self, error: ClientError) -> WilliamsError:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        detail = f"{self.service} answered {status}: {str(error)[:300]}"
        if code in _THROTTLED:
            return ProviderThrottled(detail)
        if status >= _SERVER_SIDE:
            return ProviderUnavailable(detail)
        return ProviderRejected(detail)


@cache
def _client(access: SesAccess) -> Any:
    """A call is made once: one that was not answered may have been heard, and who is sent a mail twice is annoyed."""
    config = Config(
        connect_timeout=min(_CONNECT_SECONDS, access.timeout_seconds),
        read_timeout=access.timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    session = boto3.Session(region_name=access.region)
    return session.client("sesv2", endpoint_url=access.endpoint_url, config=config)
