"""The content codings of HTTP, each decoded a block at a time, so that a small input never becomes a large block."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Final, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BLOCK_BYTES: Final = 64 * 1024
_ZLIB_WRAPPER: Final = zlib.MAX_WBITS
_GZIP_WRAPPER: Final = zlib.MAX_WBITS | 16
_ZSTD_WINDOW: Final[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: 23}
"""8 MiB, the most that a server may ask of a client (RFC 9659)."""


class Coding(Protocol):
    """One stream that ends by itself. ``unused`` is what was fed after its end."""

    error: type[Exception]

    @property
    def ended(self) -> bool: ...

    @property
    def pending(self) -> bool:
        """Whether ``block(b"")`` gives more."""
        ...

    @property
    def unused(self) -> bytes: ...

    def block(self, data: bytes) -> bytes:
        """Feed bytes, none while something is pending, and return some 64 KiB at most. Raises ``error``."""
        ...


class Zlib:
    """``wrapper`` is zlib's ``wbits``."""

    error: type[Exception] = zlib.error

    def __init__(self, wrapper: int) -> None:
        self._stream = zlib.decompressobj(wrapper)
        self._full = False

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def pending(self) -> bool:
        return self._full and not self.ended

    @property
    def unused(self) -> bytes:
        return self._stream.unused_data

    def block(self, data: bytes) -> bytes:
        block = self._stream.decompress(self._stream.unconsumed_tail or data, BLOCK_BYTES)
        self._full = len(block) == BLOCK_BYTES
        return block


class Deflate:
    """A zlib stream, as the standard says, or a bare one, as some servers send: the first two bytes tell."""

    error: type[Exception] = zlib.error

    def __init__(self) -> None:
        self._head = b""
        self._stream: Zlib | None = None

    @property
    def ended(self) -> bool:
        return self._stream is not None and self._stream.ended

    @property
    def pending(self) -> bool:
        return self._stream is not None and self._stream.pending

    @property
    def unused(self) -> bytes:
        return self._stream.unused if self._stream else b""

    def block(self, data: bytes) -> bytes:
        if self._stream is not None:
            return self._stream.block(data)
        self._head += data
        if len(self._head) < 2:
            return b""
        wrapped = self._head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(self._head[:2], "big") % 31 == 0
        self._stream = Zlib(_ZLIB_WRAPPER if wrapped else -zlib.MAX_WBITS)
        return self._stream.block(self._head)


class Brotli:
    """Its library calls bytes after the end an error itself."""

    error: type[Exception] = brotli.error
    unused = b""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._full = False

    @property
    def ended(self) -> bool:
        return bool(self._stream.is_finished())

    @property
    def pending(self) -> bool:
        # It may have taken all that it was fed, and still hold back what did not fit into the block.
        return not self.ended and (self._full or not self._stream.can_accept_more_data())

    def block(self, data: bytes) -> bytes:
        block: bytes = self._stream.process(data, output_buffer_limit=BLOCK_BYTES)
        self._full = len(block) >= BLOCK_BYTES
        return block


class Zstd:
    error: type[Exception] = zstd.ZstdError

    def __init__(self) -> None:
        self._stream = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def pending(self) -> bool:
        return not self.ended and not self._stream.needs_input

    @property
    def unused(self) -> bytes:
        return self._stream.unused_data

    def block(self, data: bytes) -> bytes:
        return self._stream.decompress(data, BLOCK_BYTES)


CODINGS: Final[dict[str, Callable[[], Coding]]] = {
    "gzip": lambda: Zlib(_GZIP_WRAPPER),
    "deflate": Deflate,
    "br": Brotli,
    "zstd": Zstd,
}
