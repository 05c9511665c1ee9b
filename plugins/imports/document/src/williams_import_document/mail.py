"""Mail: a message (.eml) or a box of them (.mbox), with who wrote it and when; attachments are told."""

from __future__ import annotations

import base64
import email
import re
from collections.abc import Iterable, Iterator
from email import policy
from email.message import EmailMessage, Message, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from html import escape
from pathlib import Path
from typing import Any

from williams.domain.errors import CorruptContent, EmptyContent, EncryptedContent, UnsupportedContent
from williams.isolation.notices import Said, notice
from williams_import_document.cms import SIGNATURES, WRAPPED, content_of
from williams_import_document.mapi import text_of
from williams_import_document.pages import read_page
from williams_import_document.pgp import without_blocks
from williams_import_document.reading import Part, Reading
from williams_import_document.text.plain_text import read_text
from williams_import_document.tnef import Package, unpacked

_BEGINNING = re.compile(rb"^From [^\r\n]*\d{4}[^\r\n]*\r?\n", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- \n.*\Z", re.MULTILINE | re.DOTALL)
_SHOWN = 10
_DEEPEST = 10
_CMS_HEAD = b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
_CODINGS = frozenset({"base64", "quoted-printable"})
_PGP = "application/pgp-encrypted"
_OUTLOOKS = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PACKAGE = "winmail.dat"
_ENCRYPTED, _PACKED_BY_OUTLOOK = "encrypted-left-out", "outlook-package-left-out"
_DECIPHER = "Open it in a mail program that has the key, save its text and import that."
_UNPACK = "Open it in Outlook, save it as .msg, and import that."


class _Headers(policy.EmailPolicy):
    """Gives a header as it is written where Python's parser fails at it: behind its end, or at a group in a group."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except (IndexError, AttributeError):
            return str(value)


def read_mail(source: Path) -> Reading:
    """Return the message.

    Raises:
        CorruptContent: the file has no head of one.
        EncryptedContent: it is encrypted.
        UnsupportedContent: it has only what Outlook packed up.
        EmptyContent: it has only attachments, which the error names.
    """
    message = _parsed(source.read_bytes())
    if not message.keys():
        raise CorruptContent("The file is no mail: it has no From, Date or Subject.")
    body, notices = _body(message)
    if not body:
        _check_has_text(message, notices)
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
        parts.append(Part(f"{_head(message, 1, f'Message {number}')}{body}"))
        notices += [{**each, "place": f"message {number}"} for each in told]
    if not parts:
        raise CorruptContent("The file holds no mail: no line of it begins with “From ”.")
    return Reading(parts, {}, notices)


def wrapped_mail(data: bytes) -> tuple[str, list[Said]]:
    """Return the text, as HTML, and the notices of what S/MIME wrapped up: CMS, or a part of a mail with its signature.

    Raises EncryptedContent, UnsupportedContent and EmptyContent as ``read_mail`` does.
    """
    message = _parsed(data)
    if "Content-Type" not in message:
        message = _parsed(_CMS_HEAD + base64.encodebytes(data))
    body, notices = _body(message)
    if not body:
        _check_has_text(message, notices)
    return body, notices


def _messages(data: bytes) -> Iterator[EmailMessage]:
    lines = list(_BEGINNING.finditer(data))
    ends = [*(line.start() for line in lines[1:]), len(data)]
    for line, end in zip(lines, ends, strict=False):
        yield _parsed(_QUOTED.sub(rb"\1", data[line.end() : end]))


def _parsed(data: bytes, depth: int = 0) -> EmailMessage:
    """Return a message, with what S/MIME signed or packed in the place of its wrapping."""
    message: EmailMessage = email.message_from_bytes(data, policy=_Headers())  # type: ignore[arg-type]  # generic for mypy alone
    for part in list(message.walk()) if depth < _DEEPEST else []:
        if part.get_content_type() in WRAPPED and (within := _within(part, depth)):
            part.set_payload([within])
            part.replace_header("Content-Type", "multipart/mixed")
            del part["Content-Transfer-Encoding"]
    return message


def _within(part: Message, depth: int) -> EmailMessage | None:
    """Return the part of a mail that is wrapped up; a file that somebody signed is none."""
    content = _unwrapped(part)
    inner = _parsed(content, depth + 1) if content else None
    return inner if inner is not None and "Content-Type" in inner else None


def _unwrapped(part: Message) -> bytes | None:
    wrapped = part.get_payload(decode=True)
    return content_of(wrapped) if isinstance(wrapped, bytes) else None


def _body(message: MIMEPart, depth: int = 0) -> tuple[str, list[Said]]:
    """Return the text as HTML, mails within the mail under their own subjects, and notices of what was left out."""
    html: list[str] = []
    notices: list[Said] = []
    attached: list[MIMEPart] = []
    for part in _shown(message):
        if part.get_content_type() == "message/rfc822" and depth < _DEEPEST and (inner := _inner(part)) is not None:
            body, told = _body(inner, depth + 1)
            html.append(f"{_head(inner, 2)}{body}")
        elif _is_text(part):
            body, told = _written(part)
            html.append(body)
        else:
            attached.append(part)
            continue
        notices += told
    packages = {part: package for part in attached if (package := _packed_by_outlook(part)) is not None}
    for part, package in list(packages.items()) if not any(html) else ():
        try:
            body, told = text_of(package.plain, package.page, package.packed)
        except CorruptContent:
            del packages[part]
            continue
        html.append(body)
        notices += told
    within = [name for package in packages.values() for name in package.attachments]
    return "".join(html), [*notices, *_left_out([each for each in attached if each not in packages], within)]


def _packed_by_outlook(part: MIMEPart) -> Package | None:
    """Its text stands in the mail as well, mostly."""
    data = part.get_payload(decode=True) if _is_package(part) else None
    try:
        return unpacked(data) if isinstance(data, bytes) else None
    except ValueError:
        return None


def _is_package(part: MIMEPart) -> bool:
    return part.get_content_type() in _OUTLOOKS or (part.get_filename() or "").lower() == _PACKAGE


def _check_has_text(message: EmailMessage, notices: list[Said]) -> None:
    codes = {each["code"] for each in notices}
    if _ENCRYPTED in codes:
        raise EncryptedContent(f"The mail is encrypted, or wrapped up in a way that cannot be read. {_DECIPHER}")
    if _PACKED_BY_OUTLOOK in codes:
        raise UnsupportedContent(f"The mail holds nothing but what Outlook packed up (winmail.dat). {_UNPACK}")
    if names := _names(list(_shown(message))):
        raise EmptyContent(f"The mail holds no text, only attachments: {names}. Import them by themselves.")


def _shown(part: MIMEPart) -> Iterator[MIMEPart]:
    """Yield what stands in a part, in its order; of alternatives one, and no signatures.

    Of what is encrypted the part is yielded that says so.
    """
    if not part.is_multipart() or part.get_content_maintype() == "message":
        if part.get_content_type() not in SIGNATURES:
            yield part
        return
    parts = [each for each in part.iter_parts() if isinstance(each, MIMEPart)]
    if part.get_content_subtype() == "encrypted":
        parts = parts[:1]
    elif part.get_content_subtype() == "alternative":
        chosen = [each for each in [_best(parts)] if each is not None]
        attached = [leaf for each in parts if each not in chosen for leaf in _shown(each) if _is_attached(leaf)]
        parts = [*chosen, *attached]
    for each in parts:
        yield from _shown(each)


def _best(parts: list[MIMEPart]) -> MIMEPart | None:
    """Of the same text in several forms, the plain one, since it has no furniture, if it says anything."""
    texts = [(each, [leaf for leaf in _shown(each) if _is_text(leaf)]) for each in parts]
    written = [(each, leaves) for each, leaves in texts if any(_text(leaf).strip() for leaf in leaves)]
    plain = (each for each, leaves in written if leaves[0].get_content_subtype() == "plain")
    return next(plain, written[-1][0] if written else None)


def _is_attached(part: MIMEPart) -> bool:
    return not _is_text(part) and bool(part.get_content_disposition() == "attachment" or part.get_filename())


def _is_text(part: MIMEPart) -> bool:
    """A text with a name is a file of its own, unless it is to be shown where it stands."""
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    disposition = part.get_content_disposition()
    return disposition == "inline" or (disposition is None and not part.get_filename())


def _inner(part: MIMEPart) -> EmailMessage | None:
    """Return the mail within a part; programs encode it, too, though they must not (RFC 2046, 5.2.1)."""
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else None
    coding = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if message is None or coding not in _CODINGS or (coding == "base64" and message.keys()):
        return message
    encoded = Message()
    encoded["Content-Transfer-Encoding"] = coding
    try:
        encoded.set_payload(message.as_bytes().decode("ascii", "surrogateescape"))
    except UnicodeError:  # its head is damaged: it is read as it stands
        return message
    data = encoded.get_payload(decode=True)
    return _parsed(data) if isinstance(data, bytes) else message


def _written(part: MIMEPart) -> tuple[str, list[Said]]:
    text, encrypted = without_blocks(_text(part))
    told = list(_encrypted(encrypted))
    if not text.strip():
        return "", told
    reading = read_page(text) if part.get_content_subtype() == "html" else read_text(_SIGNATURE.sub("", text))
    return "".join(each.html for each in reading.parts), [*reading.notices, *told]


def _head(message: EmailMessage, level: int, otherwise: str = "") -> str:
    """Return a mail's subject as a heading, and who wrote it when."""
    subject = _header(message, "subject") or otherwise
    by = ", ".join(filter(None, [*_people(message, "from"), _header(message, "date")]))
    return f"<h{level}>{escape(subject)}</h{level}><p>{escape(by)}</p>"


def _text(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except (LookupError, ValueError):  # of an encoding that nobody knows
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _left_out(parts: list[MIMEPart], packed_files: list[str]) -> Iterator[Said]:
    locked = [part for part in parts if _is_locked(part)]
    packed = [part for part in parts if _is_package(part)]
    files = [*_named(part for part in parts if part not in locked and part not in packed), *packed_files]
    yield from _encrypted(len(locked))
    if packed:
        message = f"What Outlook packed up cannot be opened: {_names(packed)}. Texts and attachments may be in it."
        yield notice(_PACKED_BY_OUTLOOK, message, remedy=_UNPACK)
    if files:
        yield attachments_left_out(files)


def attachments_left_out(names: list[str]) -> Said:
    """Return the notice that names the first of them."""
    message = f"{len(names)} attachments were left out: {_first(names)}"
    return notice("attachments-left-out", message, remedy="Import them by themselves.")


def _is_locked(part: MIMEPart) -> bool:
    kind = part.get_content_type()
    return kind == _PGP or (kind in WRAPPED and _unwrapped(part) is None)


def _encrypted(count: int) -> Iterator[Said]:
    if count:
        yield notice(
            _ENCRYPTED,
            f"{count} parts were left out that are encrypted, or wrapped up in a way that cannot be read.",
            remedy=_DECIPHER,
        )


def _names(parts: list[MIMEPart]) -> str:
    return _first(_named(parts))


def _named(parts: Iterable[MIMEPart]) -> list[str]:
    return [part.get_filename() or part.get_content_type() for part in parts if not _is_text(part)]


def _first(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def _header(message: EmailMessage, name: str) -> str | None:
    return " ".join(str(message.get(name) or "").split()) or None


def _people(message: EmailMessage, name: str) -> list[str]:
    return [shown or address for shown, address in getaddresses([str(message.get(name) or "")]) if shown or address]


def _date(message: EmailMessage) -> Any:
    try:
        return parsedate_to_datetime(str(message.get("date") or "")).isoformat()
    except (ValueError, TypeError):
        return None
