"""The sound of any recording, by ffmpeg, as recognisers take it: 16-bit samples, 16,000 a second, one channel."""

from __future__ import annotations

import re
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from williams.domain.errors import ContentTooLarge, TransientError
from williams_recording.program import run_ffmpeg
from williams_recording.unreadable import unreadable

SAMPLE_RATE: Final = 16_000
FORMATS: Final = (
    *("mp3", "wav", "w64", "flac", "ogg", "mov", "matroska", "webm", "aac", "aiff", "caf", "amr", "asf", "avi", "flv"),
    *("mp4", "m4a", "3gp", "3g2", "mj2", "mpegts", "mpeg", "mxf", "gxf", "wtv", "dv", "nut", "rm"),
    *("ac3", "eac3", "dts", "dtshd", "truehd", "mlp", "loas", "amrnb", "amrwb", "gsm", "qcp", "dss", "oma"),
    *("au", "voc", "wv", "tta", "tak", "ape", "mpc", "mpc8", "shn", "dsf", "iff", "sox", "ircam", "nistsphere"),
)
"""ffmpeg's names of the containers that are opened. None of them names other files, as a playlist does."""
LONGEST_SECONDS: Final = 4 * 3600
"""Half a gigabyte of sound."""
_LARGEST_ALLOCATION: Final = 512 << 20
_SILENCE: Final = "silencedetect=noise=-38dB:duration=0.35"
_SILENT = re.compile(r"silence_(start|end): (-?[\d.]+)")


@dataclass(frozen=True)
class Decoded:
    """``silences`` are from when to when, in seconds. ``damaged``: the decoder had to pass over something."""

    path: Path
    seconds: float
    silences: list[tuple[float, float]]
    damaged: bool


def opened(recording: Path) -> list[str]:
    """Return ffmpeg's arguments that open a stranger's file, and nothing else by it."""
    return [
        *("-max_alloc", str(_LARGEST_ALLOCATION), "-protocol_whitelist", "file"),
        *("-format_whitelist", ",".join(FORMATS), "-i", f"file:{recording}"),
    ]


def decode(recording: Path, to: Path, *, timeout_seconds: float) -> Decoded:
    """Write the first track of sound as a WAV file: 115 MB for an hour.

    Raises CorruptContent for what is no recording or has no sound, ContentTooLarge for one of more than four hours,
    DeadlineExceeded.
    """
    sound = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", str(LONGEST_SECONDS + 1)]
    form = ["-ac", "1", "-ar", str(SAMPLE_RATE), "-af", _SILENCE, "-c:a", "pcm_s16le", "-f", "wav", "-y", str(to)]
    try:
        messages = run_ffmpeg(
            [*opened(recording), *sound, *form], timeout_seconds=timeout_seconds, loglevel="level+info"
        )
        seconds = _seconds(to)
    except (TransientError, wave.Error, EOFError, OSError) as error:
        raise unreadable(str(getattr(error, "reason", None) or error)) from error
    if seconds > LONGEST_SECONDS:
        raise ContentTooLarge(f"The recording is longer than {LONGEST_SECONDS // 3600} hours. Cut it.")
    return Decoded(to, seconds, _silences(messages, seconds), "[error]" in messages or "[fatal]" in messages)


def _seconds(path: Path) -> float:
    with wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()


def _silences(messages: str, seconds: float) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    start: float | None = None
    for edge, at in _SILENT.findall(messages):
        if edge == "start":
            start = max(float(at), 0.0)
        elif start is not None:
            found.append((start, min(float(at), seconds)))
            start = None
    return [*found, (start, seconds)] if start is not None else found
