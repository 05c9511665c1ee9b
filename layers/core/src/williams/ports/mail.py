"""Mails, sent one by one."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel

from williams.domain.provenance import ModelUsed


class SentMail(BaseModel):
    """``message_id`` is the service's name for what it has taken: that is not yet what arrives."""

    message_id: str
    engine: ModelUsed
    cost_usd: float = 0.0


class MailPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    @property
    def sender(self) -> str:
        """The mailbox that mails come from, for their ``From``: ``Ada Smith <news@example.org>``.

        Raises InvalidRequest, which says what to set, where the deployment names none.
        """
        ...

    async def send(self, recipient: str, message: bytes) -> SentMail:
        """Have a whole message (RFC 5322) delivered to a mailbox. The message goes out as it is.

        A service is asked once. Raises InvalidRequest for what is no mailbox, and for a message that is not from
        ``sender``; ProviderThrottled, ProviderUnavailable; ProviderRejected where it will not deliver this message.
        """
        ...
