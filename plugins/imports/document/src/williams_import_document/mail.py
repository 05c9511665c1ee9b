"""Mail: a message (.eml) or a box of them (.mbox), with who wrote it and when; attachments are told."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from html import escape
from pathlib import Path
from typing import Any

from williams.domain.errors import CorruptContent
from williams.isolation.notices import Said, notice
from williams_import_document.pages import read_page
from williams_import_document.reading import Part, Reading
from williams_import_document.text.plain_text import read_text

_BEGINNING = re.compile(rb"^From [^\r\n]*\d{4}[^\r\n]*\r?\n", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)
_SHOWN = 10


def read_mail(source: Path) -> Reading:
    """Return the message. Raises CorruptContent where the file has no head of one."""
    message = _parsed(source.read_bytes())
    if not message.keys():
        raise CorruptContent("The file is no mail: it has no From, Date or Subject.")
    body, notices = _body(message)
    about = {
        "title": _header(message, "subject"),
        "authors": _people(message, "from"),
        "published_date": _date(message),
    }
    return Reading([Part(body)], about, notices)


def read_mailbox(source: Path) -> Reading:
    """Return all messages, each under its subject. Raises CorruptContent where there is none."""
    parts: list[Part] = []
    notices: list[Said] = []
    for number, message in enumerate(_messages(source.read_bytes()), start=1):
        body, told = _body(message)
        subject = _header(message, "subject") or f"Message {number}"
        by = ", ".join(filter(None, [*_people(message, "from"), _header(message, "date")]))
        parts.append(Part(f"<h1>{escape(subject)}</h1><p>{escape(by)}</p>{body}"))
        notices += [{**each, "place": f"message {number}"} for each in told]
    if not parts:
        raise CorruptContent("The file holds no mail: no line of it begins with “From ”.")
    return Reading(parts, {}, notices)


def _messages(data: bytes) -> Iterator[EmailMessage]:
    lines = list(_BEGINNING.finditer(data))
    ends = [*(line.start() for line in lines[1:]), len(data)]
    for line, end in zip(lines, ends, strict=False):
        yield _parsed(_QUOTED.sub(rb"\1", data[line.end() : end]))


def _parsed(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=policy.default)


def _body(message: EmailMessage) -> tuple[str, list[Said]]:
    """Return the text as HTML: the plain one where there is one, since it has no furniture."""
    body = message.get_body(preferencelist=("plain", "html"))
    notices = list(_attachments(message))
    if body is None:
        return "", notices
    text = _text(body)
    if not text.strip() and (other := message.get_body(preferencelist=("html",))) is not None:
        body, text = other, _text(other)
    reading = read_page(text) if body.get_content_subtype() == "html" else read_text(_SIGNATURE.sub("", text))
    return "".join(part.html for part in reading.parts), [*reading.notices, *notices]


def _text(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except (LookupError, ValueError):  # of an encoding that nobody knows
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage) -> Iterator[Said]:
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if names:
        shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        yield notice(
            "attachments-left-out",
            f"{len(names)} attachments were left out: {shown}",
            remedy="Import them by themselves.",
        )


def _header(message: EmailMessage, name: str) -> str | None:
    return " ".join(str(message.get(name) or "").split()) or None


def _people(message: EmailMessage, name: str) -> list[str]:
    return [shown or address for shown, address in getaddresses([str(message.get(name) or "")]) if shown or address]


def _date(message: EmailMessage) -> Any:
    try:
        return parsedate_to_datetime(str(message.get("date") or "")).isoformat()
    except (ValueError, TypeError):
        return None
