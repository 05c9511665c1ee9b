"""Recordings to import."""

from __future__ import annotations

import io
import wave

RATE = 8000


def wave_file(seconds: str) -> bytes:
    """Return a WAV file of a sound for each letter, and silence for each blank, of a second each."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        for each in seconds:
            file.writeframes(bytes(2 * RATE) if each == " " else (b"\x00\x20" * 20 + b"\x00\xe0" * 20) * (RATE // 40))
    return buffer.getvalue()
