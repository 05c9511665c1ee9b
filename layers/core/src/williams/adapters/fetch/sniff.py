"""The media type that the bytes themselves show."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

HEAD_BYTES: Final = 4096
UNKNOWN: Final = "application/octet-stream"

# From the formats' own specifications; (offset, bytes, type), the first that fits wins.
_MAGIC: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_RIFF: Final = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_MP4_AUDIO: Final = (b"M4A ", b"M4B ")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_IN_ZIP: Final = (
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
)
_HTML: Final = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script|h1)[\s>]", re.IGNORECASE)
_PDF_WITHIN: Final = 1024
_BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def sniff_file(path: Path) -> str:
    """Sniff the first 4096 bytes of a file."""
    with path.open("rb") as file:
        return sniff(file.read(HEAD_BYTES))


def sniff(head: bytes) -> str:
    """Return the media type of what begins with ``head``; ``application/octet-stream`` when nothing fits."""
    return _binary(head) or _text(head) or UNKNOWN


def _binary(head: bytes) -> str | None:
    # Readers accept a PDF after up to 1024 bytes of something else, and so do the files people have.
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return next((media_type for mark, media_type in _IN_ZIP if mark in head), "application/zip")
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:12] in _MP4_AUDIO else "video/mp4"
    return None


def _text(head: bytes) -> str | None:
    if not head or (b"\x00" in head and not head.startswith(_BOMS)):
        return None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        if _HTML.search(head):
            return "text/html"
        if start.startswith(b"<?xml"):
            return "application/xml"
    if head.startswith(_BOMS[1:]):
        return "text/plain"
    try:
        # Not final: the head may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return None
    return "text/plain"
