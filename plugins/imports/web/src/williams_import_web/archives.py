"""Copies of pages: MHTML, WARC, WACZ and HAR, known by their bytes, and opened to the page that they hold."""

from __future__ import annotations

import gzip
import re
import zlib
from importlib import import_module
from pathlib import Path
from typing import Final

from williams.domain.errors import CorruptContent
from williams_import_web.copies import Copy

WARC, PACKED_WARC, MHTML = "application/warc", "application/gzip", "multipart/related"
WACZ, HAR = "application/wacz", "application/har+json"
STORED_NAMES: Final = {
    WARC: "page.warc",
    PACKED_WARC: "page.warc.gz",
    WACZ: "page.wacz",
    MHTML: "page.mhtml",
    HAR: "page.har",
}
_READERS: Final = {WARC: "warc", PACKED_WARC: "warc", WACZ: "wacz", MHTML: "mhtml", HAR: "har"}
ENDINGS: Final = (".mhtml", ".mht", ".warc", ".warc.gz", ".wacz", ".har")
PAGE_ENDINGS: Final = (".html", ".htm", ".xhtml")
_HEAD_BYTES: Final = 4096
_RELATED: Final = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_VERSION: Final = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_HAR: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
_WARC_WITHIN: Final = re.compile(rb"archive/[^/\0]{1,200}\.warc")
_DIRECTORY_BYTES: Final = 64 * 1024
_BLANK: Final = re.compile(rb"\r?\n\r?\n")


def archive_type(source: Path) -> str | None:
    """Return the media type of an archive, by its first bytes and a ZIP's by its last; None for what is none."""
    with source.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if head.startswith(b"PK\x03\x04"):
            file.seek(max(0, source.stat().st_size - _DIRECTORY_BYTES))
            return WACZ if _is_packaged(file.read()) else None
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith(b"\x1f\x8b"):
        return PACKED_WARC if _unpacked(head).startswith(b"WARC/") else None
    if _HAR.match(head):
        return HAR
    fields = _BLANK.split(head, maxsplit=1)[0]
    return MHTML if _RELATED.search(fields) and _VERSION.search(fields) else None


def _is_packaged(directory: bytes) -> bool:
    """Whether a ZIP's list of what it holds names a package's description and a web archive."""
    return b"datapackage.json" in directory and _WARC_WITHIN.search(directory) is not None


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(head, 16)
    except zlib.error:
        return b""


def opened(source: Path, media_type: str) -> Copy:
    """Return the page that an archive holds, the first of several.

    Raises:
        EmptyContent: it holds no page.
        CorruptContent: it cannot be read.
        ContentTooLarge: its page is larger than any.
    """
    # Each brings its library, which a page that is none does not need.
    reader = import_module(f"williams_import_web.{_READERS[media_type]}")
    try:
        copy: Copy = reader.page_of(source)
    except (zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise CorruptContent(f"The archive cannot be unpacked: {error}. Save or download it anew.") from error
    return copy
