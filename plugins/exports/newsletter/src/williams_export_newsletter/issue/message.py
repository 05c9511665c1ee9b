"""The newsletter as a message (RFC 5322): the same newsletter and moment make the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any, Final, cast
from urllib.parse import quote

from williams_export_newsletter.issue.addresses import content_id
from williams_export_newsletter.issue.letter import Letter
from williams_export_newsletter.issue.mail import mail_html
from williams_export_newsletter.issue.plain import plain_text
from williams_export_newsletter.models import RECIPIENT

_LONGEST_LINE: Final = 76  # an encoded word has 75 characters at most, and a blank stands before it
_DRAFT_DOMAIN: Final = "newsletter.invalid"
_DRAFT_SENDER: Final = f"draft@{_DRAFT_DOMAIN}"


class _Verbatim(UnstructuredHeader):
    """A header that is not folded: the standard library would write a long address as encoded words."""

    name: str
    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Policy:
    headers = HeaderRegistry()
    for name in ("list-unsubscribe", "message-id"):
        headers.map_to_type(name, cast(Any, _Verbatim))
    return SMTP.clone(header_factory=headers, max_line_length=_LONGEST_LINE)


@dataclass(frozen=True)
class Envelope:
    """Who sends to whom. Without a recipient it is a draft, which mail programs open for editing."""

    date: datetime
    sender: str = _DRAFT_SENDER
    recipient: str | None = None
    unsubscribe: str | None = None

    @property
    def unsubscribe_url(self) -> str | None:
        """Where this recipient ends the subscription."""
        if self.unsubscribe is None or self.recipient is None:
            return None
        return self.unsubscribe.replace(RECIPIENT, quote(self.recipient, safe=""))


def message_bytes(
    letter: Letter, envelope: Envelope, addresses: Mapping[str, str], travelling: Mapping[str, bytes]
) -> bytes:
    """Return the message: plain text, and HTML that finds its pictures at ``addresses``.

    ``travelling`` are the pictures that the message brings, by their names.
    """
    url = envelope.unsubscribe_url
    text, html = plain_text(letter, url), mail_html(letter, addresses, url)
    seal = hashlib.sha256("\0".join((text, html, envelope.sender, envelope.recipient or "")).encode())
    for picture in travelling.values():
        seal.update(picture)
    seal.update(envelope.date.isoformat().encode())
    message = EmailMessage(policy=_policy())
    _head(message, letter, envelope, seal.hexdigest()[:32])
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    _, shown = message.iter_parts()
    for name, picture in travelling.items():
        kind = "png" if name.endswith(".png") else "jpeg"
        shown.add_related(picture, "image", kind, cid=f"<{content_id(name)}>", filename=name, disposition="inline")
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={seal.hexdigest()[:24]}.{number}=")
    return message.as_bytes()


def _head(message: EmailMessage, letter: Letter, envelope: Envelope, seal: str) -> None:
    domain = envelope.sender.rpartition("@")[2].rstrip(">")
    message["From"] = envelope.sender
    message["To"] = envelope.recipient or "undisclosed-recipients:;"
    message["Subject"] = letter.title
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = f"<{seal}@{domain}>"
    message["Content-Language"] = letter.language
    if envelope.recipient is None:
        message["X-Unsent"] = "1"
    if url := envelope.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
