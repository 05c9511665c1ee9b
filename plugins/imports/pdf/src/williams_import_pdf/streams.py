"""Whether the compressed streams of a file are whole."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from typing import IO, Any

_STREAM = re.compile(rb"stream(?:\r\n?|\n)")
_DICTIONARY_BYTES = 2000
_FIRST_CHUNK = 1 << 12
_CHUNK = 1 << 16
_MOST_AT_ONCE = 1 << 20
"""Bytes that are inflated at once, however little they were before."""


def may_break_off(file: IO[Any]) -> bool:
    """Return False if surely no compressed stream of a PDF breaks off, but for pictures and fonts.

    Looks at the bytes of the file, in their order; the streams of encrypted files seem broken.
    """
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return not all(
            _inflates(_chunks(data, found.end())) for found in _STREAM.finditer(data) if _is_text(data, found.start())
        )


def is_whole(stream: bytes) -> bool:
    """Return False if a stream in zlib's format (RFC 1950) breaks off or is damaged."""
    return _inflates(stream[start : start + _CHUNK] for start in range(0, len(stream), _CHUNK))


def _is_text(data: mmap.mmap, start: int) -> bool:
    """Return False where a stream ends, or if its dictionary says that it is not compressed, or a picture or font."""
    if data[max(0, start - 3) : start] == b"end":
        return False
    before = data.rfind(b" obj", max(0, start - _DICTIONARY_BYTES), start)
    if before < 0:
        return True
    dictionary = data[before:start]
    return b"/FlateDecode" in dictionary and not any(sign in dictionary for sign in (b"/Image", b"/Length1"))


def _chunks(data: mmap.mmap, start: int) -> Iterator[bytes]:
    """Yield what follows, a little at first: most streams are short."""
    yield data[start : start + _FIRST_CHUNK]
    for position in range(start + _FIRST_CHUNK, len(data), _CHUNK):
        yield data[position : position + _CHUNK]


def _inflates(chunks: Iterator[bytes]) -> bool:
    inflate = zlib.decompressobj()
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not inflate.eof:
                inflate.decompress(rest, _MOST_AT_ONCE)
                rest = inflate.unconsumed_tail
            if inflate.eof:
                return True
    except zlib.error:
        return False
    return False
