"""Reads a listing in the reader process."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, UnsupportedContent
from williams_import_listing import feeds, outlines, shortcuts, sitemaps
from williams_import_listing.found import Found
from williams_import_listing.kinds import HEAD_BYTES, Kind, kind_of

LARGEST_BYTES: Final = 50 * 1024 * 1024
"""What the protocol of sitemaps allows one to have, unpacked; no other listing comes near."""
_GZIP: Final = b"\x1f\x8b"


def read_listing(path: Path, progress: Callable[[int, int], None], url: str) -> dict[str, Any]:
    """Return ``title``, ``entries``, ``next_page`` and ``left_out`` of the listing that came from ``url``.

    Raises:
        EmptyContent: no bytes.
        UnsupportedContent: no listing.
        CorruptContent: it cannot be read.
        ContentTooLarge: it unpacks to more than 50 MB.
    """
    data = _unpacked(path.read_bytes())
    kind = kind_of(data[:HEAD_BYTES])
    if not data.strip():
        raise EmptyContent(f"{url} is empty. Check the address.")
    if kind is None:
        raise UnsupportedContent(f"{url} is no feed, sitemap, outline or shortcut. Check the address.")
    found = Found(url)
    try:
        _reader_of(kind)(data, found)
    except UnicodeDecodeError as error:  # libxml2 keeps half a surrogate pair that stands by its number
        raise CorruptContent(f"{url} holds characters that are none: {error.reason}. Ask whoever made it.") from None
    progress(1, 1)
    return {
        "title": found.title,
        "entries": found.entries,
        "next_page": found.next_page,
        "left_out": dict(found.left_out),
    }


def _reader_of(kind: Kind) -> Callable[[bytes, Found], None]:
    return {
        Kind.OPML: outlines.read,
        Kind.FEED: feeds.read,
        Kind.JSON_FEED: feeds.read_json,
        Kind.SITEMAP: sitemaps.read,
        Kind.SHORTCUT: shortcuts.read_url,
        Kind.WEBLOC: shortcuts.read_webloc,
    }[kind]


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(data, LARGEST_BYTES + 1)
    except zlib.error as error:
        raise CorruptContent(f"The listing is packed with gzip, and damaged: {error}.") from None
    if not unpacking.eof and len(plain) <= LARGEST_BYTES:
        raise CorruptContent("The listing is packed with gzip, and ends too soon.")
    if len(plain) > LARGEST_BYTES:
        raise ContentTooLarge(f"The listing unpacks to more than {LARGEST_BYTES >> 20} MB.")
    return plain
