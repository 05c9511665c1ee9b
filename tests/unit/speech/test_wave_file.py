"""Reading what speech services send."""

from __future__ import annotations

import struct

import pytest

from williams.domain.errors import ProviderRejected, ProviderUnavailable
from williams.engine.wave_file import Pcm, read_wav

_WAV = Pcm(samples=b"\x01\x02" * 50, sample_rate=24_000).wav()


def test_round_trip() -> None:
    pcm = read_wav(_WAV, "service")
    assert (pcm.samples, pcm.sample_rate) == (b"\x01\x02" * 50, 24_000)
    assert pcm.seconds == pytest.approx(50 / 24_000)


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_open_sizes_mean_until_the_end(size: int) -> None:
    assert len(read_wav(_WAV[:40] + struct.pack("<I", size) + _WAV[44:], "service").samples) == 100


def test_other_chunks_are_passed_over() -> None:
    listed = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    assert len(read_wav(_WAV[:36] + listed + _WAV[36:], "service").samples) == 100


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", ProviderRejected),
        (b"<html>", ProviderRejected),
        (_WAV[:20], ProviderUnavailable),
        (_WAV[:80], ProviderUnavailable),
        (_WAV[:44], ProviderUnavailable),
        (_WAV[:12] + _WAV[36:], ProviderRejected),
        (_WAV[:20] + b"\x03\x00" + _WAV[22:], ProviderRejected),
        (_WAV[:34] + b"\x08\x00" + _WAV[36:], ProviderRejected),
    ],
)
def test_what_is_no_such_audio_is_refused(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match="service"):
        read_wav(body, "service")
