"""Bodies packed as HTTP packs them, honest ones and bombs."""

from __future__ import annotations

import gzip
import struct
import sys
import zlib
from collections.abc import Callable
from functools import cache

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MB = 1024 * 1024


def deflated(data: bytes, wrapper: int = zlib.MAX_WBITS) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wrapper)
    return packer.compress(data) + packer.flush()


def bare_deflated(data: bytes) -> bytes:
    return deflated(data, -zlib.MAX_WBITS)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "x-gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": deflated,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def packed(data: bytes, *codings: str) -> bytes:
    """Apply the codings in their order, as a Content-Encoding lists them."""
    for coding in codings:
        data = PACKERS[coding](data)
    return data


@cache
def zeros_deflated(megabytes: int) -> bytes:
    """A bare deflate stream of that many zeros, one piece repeated: cheap to make, and without an end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * megabytes


def zeros_zlib(megabytes: int) -> bytes:
    return b"\x78\xda" + zeros_deflated(megabytes)


def zeros_gzip(megabytes: int) -> bytes:
    return gzip.compress(b"", mtime=0)[:10] + zeros_deflated(megabytes)


@cache
def zeros_brotli(megabytes: int) -> bytes:
    packer = brotli.Compressor(quality=5)
    return bytes(b"".join(packer.process(bytes(MB)) for _ in range(megabytes)) + packer.finish())


@cache
def zeros_zstd(megabytes: int) -> bytes:
    packer = zstd.ZstdCompressor()
    return b"".join(packer.compress(bytes(MB)) for _ in range(megabytes)) + packer.flush()


def gzip_of_gzip(megabytes: int) -> bytes:
    """Some kilobytes that are gigabytes when both layers are undone."""
    return gzip.compress(zeros_gzip(megabytes), mtime=0)


def wide_zstd() -> bytes:
    """It asks for a window of 128 MiB."""
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    return packer.compress(bytes(MB)) + packer.flush()


def skippable_zstd(frames: int) -> bytes:
    """Frames that hold nothing."""
    return struct.pack("<II", 0x184D2A50, 0) * frames
