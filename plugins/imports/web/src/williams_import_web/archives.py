"""Copies of pages: MHTML and WARC, known by their first bytes, and opened to the page that they hold."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path
from typing import Final

from williams.domain.errors import CorruptContent
from williams_import_web.copies import Copy

WARC, PACKED_WARC, MHTML = "application/warc", "application/gzip", "multipart/related"
STORED_NAMES: Final = {WARC: "page.warc", PACKED_WARC: "page.warc.gz", MHTML: "page.mhtml"}
ENDINGS: Final = (".mhtml", ".mht", ".warc", ".warc.gz")
PAGE_ENDINGS: Final = (".html", ".htm", ".xhtml")
_HEAD_BYTES: Final = 4096
_RELATED: Final = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_VERSION: Final = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = re.compile(rb"\r?\n\r?\n")


def archive_type(source: Path) -> str | None:
    """Return the media type of an archive, by its first bytes; None for what is none."""
    with source.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith(b"\x1f\x8b"):
        return PACKED_WARC if _unpacked(head).startswith(b"WARC/") else None
    fields = _BLANK.split(head, maxsplit=1)[0]
    return MHTML if _RELATED.search(fields) and _VERSION.search(fields) else None


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
    if media_type == MHTML:
        from williams_import_web.mhtml import page_of
    else:
        from williams_import_web.warc import page_of
    try:
        return page_of(source)
    except (zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise CorruptContent(f"The archive cannot be unpacked: {error}. Save or download it anew.") from error
