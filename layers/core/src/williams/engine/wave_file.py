"""Reading and writing RIFF WAVE files held in memory: 16-bit signed mono PCM."""

from __future__ import annotations

import io
import struct
import wave
from dataclasses import dataclass

from williams.domain.errors import ProviderRejected, ProviderUnavailable

_PCM = 1
_EXTENSIBLE = 0xFFFE
_UNKNOWN_SIZES = frozenset({0, 0x7FFFFFFF, 0xFFFFFFFF})


@dataclass(frozen=True)
class Pcm:
    """``samples`` are little-endian 16-bit signed integers of one channel."""

    samples: bytes
    sample_rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / self.sample_rate

    def wav(self) -> bytes:
        """Return the RIFF WAVE file."""
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(self.sample_rate)
            out.writeframes(self.samples)
        return buffer.getvalue()


def read_wav(body: bytes, provider: str) -> Pcm:
    """Read what a service sent. Streaming services leave the sizes in the header open, so those are not trusted.

    Raises ProviderRejected for anything but 16-bit mono PCM, ProviderUnavailable for a file that breaks off.
    """
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        raise ProviderRejected(f"{provider} answered with something that is no WAV audio, beginning {body[:40]!r}")
    rate, offset = 0, 12
    while offset + 8 <= len(body):
        name, size = struct.unpack_from("<4sI", body, offset)
        offset += 8
        if name == b"data":
            return _samples(body, offset, size, rate, provider)
        if name == b"fmt " and offset + 16 <= len(body):
            rate = _sample_rate(body, offset, provider)
        offset += size + size % 2
    raise ProviderUnavailable(f"{provider} sent {len(body)} bytes of WAV audio that break off before the sound begins")


def _sample_rate(body: bytes, offset: int, provider: str) -> int:
    encoding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body, offset)
    if encoding not in (_PCM, _EXTENSIBLE) or channels != 1 or bits != 16 or not rate:
        raise ProviderRejected(
            f"{provider} sent audio of {channels} channel(s), {bits} bits, {rate} Hz (encoding {encoding}): "
            "16-bit mono PCM is needed"
        )
    return int(rate)


def _samples(body: bytes, offset: int, size: int, rate: int, provider: str) -> Pcm:
    if not rate:
        raise ProviderRejected(f"{provider} sent a WAV file without a format chunk")
    available = len(body) - offset
    if size not in _UNKNOWN_SIZES and size > available:
        raise ProviderUnavailable(f"{provider} announced {size} bytes of audio and sent {available}")
    length = available if size in _UNKNOWN_SIZES else size
    samples = body[offset : offset + length - length % 2]
    if not samples:
        raise ProviderRejected(f"{provider} answered with audio that has no sound in it")
    return Pcm(samples=samples, sample_rate=rate)
