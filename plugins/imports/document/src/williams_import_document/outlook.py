"""Outlook's messages (.msg): MAPI properties in a compound file, read by their numbers (MS-OXMSG, MS-OXPROPS)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import olefile
from williams_html.encoding import decode
from williams_html.guessing import guess

from williams.domain.errors import ContentTooLarge, CorruptContent, UnsupportedContent
from williams.isolation.notices import Said
from williams_import_document.mail import attachments_left_out, wrapped_mail
from williams_import_document.mapi import ADVICE, codec_of, text_of
from williams_import_document.reading import Part, Reading

_SUBJECT, _SENDER, _ADDRESS, _BODY, _RTF, _HTML = "0037", "0C1A", "0C1F", "1000", "1009", "1013"
_FILENAME, _SHORT_FILENAME, _SHOWN_NAME = "3707", "3704", "3001"
_TEXT, _NARROW, _BINARY = "001F", "001E", "0102"
_CLASS, _DATA = "001A", "3701"
_TEXTS: Final = (_SUBJECT, _SENDER, _ADDRESS, _BODY)
_WRAPPED: Final = "IPM.NOTE.SMIME"
_SENT, _RECEIVED = 0x0039, 0x0E06
_CODEPAGES: Final = (0x3FFD, 0x3FDE)
"""Of the message, and of what it would be on the internet."""
_OTHERWISE: Final = "cp1252"
_HEAD: Final = 32
"""Bytes before the message's properties of fixed length, sixteen each."""
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_BYTES: Final = 50 << 20


def read_outlook(source: Path) -> Reading:
    """Return the message.

    Raises CorruptContent, UnsupportedContent for another compound file, ContentTooLarge, EncryptedContent.
    """
    try:
        with olefile.OleFileIO(source) as file:
            if not file.exists("__properties_version1.0"):
                raise UnsupportedContent(f"The file is no message of Outlook's, though it is named so. {ADVICE}")
            return _Message(file).reading()
    except (OSError, struct.error, ValueError, IndexError, KeyError, OverflowError, TypeError) as error:
        raise CorruptContent(f"The message cannot be read: {error}. {ADVICE}") from error


class _Message:
    def __init__(self, file: olefile.OleFileIO) -> None:
        self._file = file
        self._fixed = self._fixed_properties()
        self._encoding, self._guessed = self._encoding_of_texts()

    def reading(self) -> Reading:
        html, notices = self._body()
        sender = self._text(_SENDER) or self._text(_ADDRESS)
        about: dict[str, Any] = {
            "title": self._text(_SUBJECT),
            "authors": [sender] if sender else [],
            "published_date": self._moment(_SENT) or self._moment(_RECEIVED),
        }
        return Reading([Part(html)], about, [*self._guessed, *notices])

    def _encoding_of_texts(self) -> tuple[str, list[Said]]:
        """By the code pages that the message names, if its texts are in one of them; else as files of text are read."""
        narrow = b"\n".join((self._stream(tag, _NARROW) or b"").rstrip(b"\0") for tag in _TEXTS)
        named = (codec_of(page) for tag in _CODEPAGES if (page := self._fixed.get(tag, 0) & 0xFFFF))
        for name in (*named, "utf-8"):
            if _is_in(narrow, name):
                return name, []
        found = guess(narrow)
        return (found.encoding, decode(narrow).notices) if found else (_OTHERWISE, [])

    def _body(self) -> tuple[str, list[Said]]:
        """A mail that S/MIME wrapped up is its only attachment."""
        if (self._text(_CLASS) or "").upper().startswith(_WRAPPED):
            for folder in self._folders():
                if data := self._stream(_DATA, _BINARY, folder):
                    return wrapped_mail(data)
        html, notices = self._written()
        return html, [*notices, *self._attachments()]

    def _written(self) -> tuple[str, list[Said]]:
        return text_of(self._text(_BODY), self._stream(_HTML, _BINARY), self._stream(_RTF, _BINARY))

    def _attachments(self) -> Iterator[Said]:
        names = [
            next((name for tag in (_FILENAME, _SHORT_FILENAME, _SHOWN_NAME) if (name := self._text(tag, each))), "?")
            for each in self._folders()
        ]
        if names:
            yield attachments_left_out(names)

    def _folders(self) -> list[str]:
        """Each attachment has a storage of its own."""
        return sorted({entry[0] for entry in self._file.listdir() if entry[0].startswith("__attach_version1.0_")})

    def _text(self, tag: str, folder: str | None = None) -> str | None:
        wide, narrow = self._stream(tag, _TEXT, folder), self._stream(tag, _NARROW, folder)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0").strip() or None
        return None if narrow is None else narrow.decode(self._encoding, "replace").rstrip("\0").strip() or None

    def _stream(self, tag: str, kind: str, folder: str | None = None) -> bytes | None:
        path = [*([folder] if folder else []), f"__substg1.0_{tag}{kind}"]
        if not self._file.exists(path):
            return None
        if self._file.get_size(path) > _MOST_BYTES:
            raise ContentTooLarge(f"A part of the message has more than {_MOST_BYTES >> 20} MB.")
        return bytes(self._file.openstream(path).read())

    def _fixed_properties(self) -> dict[int, int]:
        data = self._file.openstream("__properties_version1.0").read()
        found = {}
        for start in range(_HEAD, len(data) - 15, 16):
            tag, value = struct.unpack_from("<I", data, start)[0], struct.unpack_from("<Q", data, start + 8)[0]
            found[tag >> 16] = value
        return found

    def _moment(self, tag: int) -> str | None:
        ticks = self._fixed.get(tag)
        try:
            return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat() if ticks else None
        except OverflowError:
            return None


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
