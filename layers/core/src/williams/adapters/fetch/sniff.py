"""The media type that the bytes themselves show."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

HEAD_BYTES: Final = 4096
UNKNOWN: Final = "application/octet-stream"

# From the formats' own specifications; what a file begins with and its type.
_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    *((bytes((0xFF, second)), "audio/mpeg") for second in (0xE2, 0xE3, 0xF2, 0xF3, 0xF4, 0xF5, *range(0xFA, 0xFE))),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"\x0bw", "audio/ac3"),
    (b"\x7f\xfe\x80\x01", "audio/vnd.dts"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x06\x0e+4\x02\x05\x01\x01", "application/mxf"),
    (b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-asf"),
    (b"riff.\x91\xcf\x11", "audio/x-w64"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    # Workbooks before Excel 5, and newer ones of programs that leave out the compound file: the first record alone.
    (b"\x09\x00\x04\x00", "application/vnd.ms-excel"),
    (b"\x09\x02\x06\x00", "application/vnd.ms-excel"),
    (b"\x09\x04\x06\x00", "application/vnd.ms-excel"),
    (b"\x09\x08\x08\x00", "application/vnd.ms-excel"),
    (b"\x09\x08\x10\x00", "application/vnd.ms-excel"),
)
# A text may begin with these words too: such a file has control characters in its head, which no text has.
_SPELLED_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b".snd", "audio/basic"),
    (b".RMF", "application/vnd.rn-realmedia"),
    (b"FLV\x01", "video/x-flv"),
    (b"MAC ", "audio/x-ape"),
    (b"MPCK", "audio/x-musepack"),
    (b"MP+", "audio/x-musepack"),
    (b"TTA1", "audio/x-tta"),
    (b"caff", "audio/x-caf"),
    (b"wvpk", "audio/x-wavpack"),
    (b"Creative Voice File", "audio/x-voc"),
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT_FORMATS: Final = (
    (re.compile(rb"\{\\rtf\d"), "application/rtf"),
    (re.compile(rb"%!PS(-Adobe-|[\r\n])"), "application/postscript"),
)
_PACKET: Final = 188
_PACKETS: Final = 5
"""So many packets of MPEG's transport stream are looked at. Those of discs and cameras begin with their time."""
_RIFF: Final = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_BRANDS: Final = {
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_IN_ZIP: Final = (
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
    *((f"mimetype{_OPEN}{kind}".encode(), _OPEN + kind) for kind in ("text", "presentation", "spreadsheet")),
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
)
_HTML: Final = re.compile(rb"<(!doctype\s+html|html|head|body|title|meta|script|h1)[\s>]", re.IGNORECASE)
_PDF_WITHIN: Final = 1024
_PDF_HEADER: Final = re.compile(rb"(?:\A\s*|[\r\n])%PDF-\d(?:\.\d{1,2})?(?![\w.])[ \t]*(?P<line>[^\r\n]*)")
_PDF_OBJECT: Final = re.compile(rb"\d+\s+\d+\s+obj\b")
_PDF_ENDS: Final = (b"%%EOF", b"startxref", b"endobj")
_BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def sniff_file(path: Path) -> str:
    """Sniff the first 4096 bytes of a file, and the last ones where its beginning leaves a doubt."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - HEAD_BYTES))
        return sniff(head, file.read(HEAD_BYTES))


def sniff(head: bytes, tail: bytes | None = None) -> str:
    """Return the media type of what begins with ``head``; ``application/octet-stream`` when nothing fits.

    Args:
        tail: its last bytes; of what is given whole, the head is the tail too.
    """
    return _binary(head, head if tail is None else tail) or _text(head) or UNKNOWN


def _binary(head: bytes, tail: bytes) -> str | None:
    if _is_pdf(head, tail):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return next((media_type for mark, media_type in _IN_ZIP if mark in head), "application/zip")
    shown = next((media_type for magic, media_type in _MAGIC if head.startswith(magic)), None)
    if shown is None and _CONTROL.search(head):
        shown = _spelled(head)
    return shown or next((media_type for form, media_type in _TEXT_FORMATS if form.match(head)), None)


def _spelled(head: bytes) -> str | None:
    if head.startswith((b"RIFF", b"RF64")):
        return _RIFF.get(head[8:12])
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return "audio/aiff"
    if _is_transport_stream(head):
        return "video/mp2t"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp"
    return next((media_type for magic, media_type in _SPELLED_MAGIC if head.startswith(magic)), None)


def _is_transport_stream(head: bytes) -> bool:
    return any(head[first :: first + _PACKET][:_PACKETS] == b"G" * _PACKETS for first in (0, 4))


def _is_pdf(head: bytes, tail: bytes) -> bool:
    """Readers accept a PDF after up to 1024 bytes of something else, and so do the files people have.

    A text about the format has its marks as well, but goes on in words.
    """
    header = _PDF_HEADER.search(head[:_PDF_WITHIN])
    if header is None:
        return False
    behind = head[header.end() :]
    if _CONTROL.search(behind) or (header.start() == 0 and not header["line"]):
        return True
    return _PDF_OBJECT.search(behind) is not None and any(end in tail[-_PDF_WITHIN:] for end in _PDF_ENDS)


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
