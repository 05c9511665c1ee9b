"""Mails by Amazon SES, by its API of version 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr
from typing import Any, ClassVar, Final

from williams_aws.access import AwsAccess
from williams_aws.failures import Codes

from williams.domain.errors import InvalidRequest, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rate
from williams.ports.mail import SentMail
from williams_engine_ses.prices import RATE

_MAILBOX: Final = re.compile(r"[^\s@<>(),:;\"\\\[\]]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z0-9-]{2,}")


@dataclass(frozen=True)
class SesAccess(AwsAccess):
    """A call is made once: one that was not answered may have been heard, and who is sent a mail twice is annoyed."""

    title: ClassVar[str] = "Amazon SES"
    api: ClassVar[str] = "sesv2"
    codes: ClassVar[Codes] = Codes(
        throttled=frozenset({"TooManyRequestsException", "ThrottlingException", "LimitExceededException"})
    )


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
        return self._access.service

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
        answer = await self._access.in_time(lambda: self._ask(asked))
        if not (taken := answer.get("MessageId")):
            raise ProviderUnavailable(f"{self.service} gave an answer that cannot be read")
        return SentMail(message_id=taken, engine=self.model, cost_usd=RATE.expected_usd(len(message)))

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        with self._access.translated():
            answer: dict[str, Any] = self._access.client.send_email(**asked)
        return answer
