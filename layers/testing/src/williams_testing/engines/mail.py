"""What every engine must do that sends mails."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, ClassVar

import pytest

from williams.domain.errors import InvalidRequest
from williams.ports.mail import MailPort
from williams_testing.engines.manifest import ManifestConformance


def mail_from(sender: str, subject: str = "Läse, 読書, قراءة") -> bytes:
    """Return a message as newsletters are: two forms of one text."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, "reader@example.org", subject
    message.set_content("Hello.")
    message.add_alternative("<p>Hello.</p>", subtype="html")
    return message.as_bytes()


class MailConformance:
    """Holds for every implementation of MailPort; a subclass says by the fixture ``mail`` which."""

    recipient: ClassVar[str] = "reader@example.org"

    @pytest.fixture
    def mail(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_each_mail_has_a_name_of_its_own(self, mail: MailPort) -> None:
        sent = [await mail.send(self.recipient, mail_from(mail.sender, subject)) for subject in ("One", "Two", "Two")]
        assert all(each.message_id for each in sent)
        assert len({each.message_id for each in sent}) == len(sent)

    async def test_it_says_who_sent(self, mail: MailPort) -> None:
        assert (await mail.send(self.recipient, mail_from(mail.sender))).engine == mail.model

    async def test_only_a_paid_engine_costs(self, mail: MailPort) -> None:
        assert ((await mail.send(self.recipient, mail_from(mail.sender))).cost_usd > 0) == mail.paid

    @pytest.mark.parametrize(
        "recipient", ["", "reader", "reader@", "a@example.org, b@example.org", "a@b\r\nBcc: c@d.org"]
    )
    async def test_what_is_no_mailbox_is_refused(self, mail: MailPort, recipient: str) -> None:
        with pytest.raises(InvalidRequest):
            await mail.send(recipient, mail_from(mail.sender))

    @pytest.mark.parametrize("sender", ["mallory@example.net", None])
    async def test_nobody_sends_in_another_name(self, mail: MailPort, sender: str | None) -> None:
        message = mail_from(sender) if sender else b"Subject: Hello\r\n\r\nHello.\r\n"
        with pytest.raises(InvalidRequest):
            await mail.send(self.recipient, message)


class MailEngineConformance(ManifestConformance, MailConformance):
    """Holds for every engine of the port ``mail``, its manifest included."""

    def test_provenance_names_it(self) -> None:
        assert self.make().model.provider == self.manifest_class.name
