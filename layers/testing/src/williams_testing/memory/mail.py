"""A mailer in memory: what was sent is kept."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.utils import parseaddr

from williams.domain.errors import InvalidRequest, ProviderRejected
from williams.domain.provenance import ModelUsed
from williams.ports.mail import SentMail


class InMemoryMail:
    """MailPort for tests. ``sent`` keeps recipients and messages; ``refused`` are mailboxes that it does not serve."""

    model = ModelUsed(provider="memory", name="outbox", version="1")

    def __init__(
        self, sender: str | None = "News <news@example.org>", *, refused: tuple[str, ...] = (), cost_usd: float = 0.0
    ) -> None:
        self.refused = refused
        self.cost_usd = cost_usd
        self.sent: list[tuple[str, bytes]] = []
        self._sender = sender

    @property
    def paid(self) -> bool:
        return self.cost_usd > 0

    @property
    def sender(self) -> str:
        """See MailPort."""
        if self._sender is None:
            raise InvalidRequest("Nobody sends: name a sender.")
        return self._sender

    async def send(self, recipient: str, message: bytes) -> SentMail:
        """See MailPort."""
        if not re.fullmatch(r"[^\s@,<>]+@[^\s@,<>]+\.[^\s@,<>]+", recipient):
            raise InvalidRequest(f"{recipient!r} is no mailbox.")
        if parseaddr(message_from_bytes(message)["From"] or "")[1] != parseaddr(self.sender)[1]:
            raise InvalidRequest(f"The message is not from {self.sender}.")
        if recipient in self.refused:
            raise ProviderRejected(f"The outbox in memory refuses {recipient}.")
        self.sent.append((recipient, message))
        return SentMail(message_id=f"mail-{len(self.sent)}", engine=self.model, cost_usd=self.cost_usd)
