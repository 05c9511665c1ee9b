"""What is wrong with a message or a page, by readers that are not ours."""

from __future__ import annotations

import email
import email.policy
import re

import html5lib

_LONGEST_LINE = 998
_ENCODED_WORD = re.compile(rb"=\?[^?]+\?[bqBQ]\?[^?]*\?=")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")


def faults_of_message(raw: bytes) -> list[str]:
    """Return what breaks RFC 5322, 2045 to 2047 in a message; what the standard library's parser finds, too."""
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    found = [f"{part.get_content_type()}: {defect!r}" for part in message.walk() for defect in part.defects]
    found += [f"{name}: {value.defects}" for name, value in message.items() if getattr(value, "defects", ())]
    lines = raw.split(b"\r\n")
    found += ["a line is too long" for line in lines if len(line) > _LONGEST_LINE]
    found += ["a bare line break" for line in lines if b"\n" in line or b"\r" in line]
    found += ["an encoded word is too long" for each in _ENCODED_WORD.findall(raw) if len(each) > 75]
    found += ["a byte is not ASCII" for byte in raw if byte > 127]
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
        found += [f"{len(message.get_all(name, []))} headers {name}"] if len(message.get_all(name, [])) != 1 else []
    found += [] if _MESSAGE_ID.fullmatch(str(message["Message-ID"])) else ["a Message-ID that is none"]
    return found


def faults_of_html(text: str) -> list[str]:
    """Return the parse errors of the HTML standard."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"{place}: {code}" for place, code, _ in parser.errors]
