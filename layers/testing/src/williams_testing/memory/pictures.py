"""Pictures in memory: one colour each, which the description decides. Real PNG files, instant and free."""

from __future__ import annotations

import hashlib
import struct
import zlib

from williams.domain.errors import InvalidRequest
from williams.domain.provenance import ModelUsed
from williams.ports.pictures import DrawnPicture

_LARGEST = 4096
_EIGHT_BIT_RGB = (8, 2, 0, 0, 0)


class InMemoryPictures:
    """PicturesPort for tests. ``asked`` keeps the descriptions."""

    model = ModelUsed(provider="memory", name="one-colour", version="1")

    def __init__(self, cost_usd: float = 0.0) -> None:
        self.cost_usd = cost_usd
        self.asked: list[str] = []

    @property
    def paid(self) -> bool:
        return self.cost_usd > 0

    async def draw(self, description: str, width: int, height: int) -> DrawnPicture:
        """See PicturesPort."""
        if not description.strip():
            raise InvalidRequest("There is nothing to draw: the description has no words.")
        if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
            raise InvalidRequest(f"A picture has 1 to {_LARGEST} pixels each way, not {width} x {height}.")
        self.asked.append(description)
        colour = hashlib.sha256(description.encode()).digest()[:3]
        return DrawnPicture(
            png=one_colour(colour, width, height),
            width=width,
            height=height,
            engine=self.model,
            license="CC0-1.0",
            cost_usd=self.cost_usd,
        )


def one_colour(rgb: bytes, width: int, height: int) -> bytes:
    """Return a PNG file."""
    rows = zlib.compress((b"\0" + rgb * width) * height)
    header = struct.pack(">II5B", width, height, *_EIGHT_BIT_RGB)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
