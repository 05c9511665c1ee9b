"""Pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from tests.security.readings import Attack
from tests.unit.import_image.pictures import HEIC, drawn, saved, written
from williams.domain.errors import ContentTooLarge, CorruptContent, PermanentError


def _refused(name: str, filename: str, data: Callable[[], bytes], error: type[PermanentError], says: str) -> Attack:
    return Attack(name, filename, data, fails=error, says=says)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">II5B", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + _chunk(b"IEND", b"")


def _circle() -> bytes:
    """A page that is followed by itself."""
    data = bytearray(saved(drawn(), "TIFF"))
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * entries, first)
    return bytes(data)


def _bitmap(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + header


_GIF = b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00;"
_ROWS = _chunk(b"IDAT", zlib.compress(bytes(1 << 20)))


def _pages() -> bytes:
    return saved(drawn(), "TIFF", save_all=True, append_images=[drawn()] * 100)


def _heic_bomb() -> bytes:
    """A small picture that says of itself that it is 60,000 pixels high and wide."""
    return HEIC.replace(struct.pack(">II", 200, 600), struct.pack(">II", 60_000, 60_000))


def _said() -> bytes:
    return _chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(80 << 20)))


ATTACKS = [
    _refused("bomb", "a.png", lambda: _png(60_000, 60_000, _ROWS), ContentTooLarge, "pixels"),
    _refused("just-too-large", "a.png", lambda: _png(11_000, 11_000, _ROWS), ContentTooLarge, "pixels"),
    _refused("text-bomb", "a.png", lambda: _png(1, 1, _said()), CorruptContent, "cannot"),
    _refused("no-pixels", "a.png", lambda: _png(0, 5), CorruptContent, "cannot"),
    _refused("torn", "a.png", lambda: written("Words")[:300], CorruptContent, "cannot"),
    _refused("pages", "a.tiff", _pages, ContentTooLarge, "at most 100"),
    _refused(
        "endless-pages", "a.tiff", lambda: b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00", CorruptContent, "cannot"
    ),
    Attack("pages-in-a-circle", "a.tiff", _circle),
    _refused("bomb", "a.bmp", lambda: _bitmap(60_000, 60_000), ContentTooLarge, "pixels"),
    _refused("upside-down-bomb", "a.bmp", lambda: _bitmap(30_000, -30_000), ContentTooLarge, "pixels"),
    _refused("torn", "a.webp", lambda: saved(drawn("Words"), "WEBP")[:200], CorruptContent, "cannot"),
    _refused("torn", "a.heic", lambda: HEIC[:900], CorruptContent, "cannot"),
    _refused("bomb", "a.heic", _heic_bomb, ContentTooLarge, "pixels"),
    _refused("canvas-bomb", "a.gif", lambda: _GIF, ContentTooLarge, "pixels"),
    _refused(
        "another-kind", "a.png", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", CorruptContent, "cannot"
    ),
]
