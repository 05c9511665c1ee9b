"""Recordings of strangers as files that everybody plays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from williams_recording.program import run_ffmpeg
from williams_recording.sound import opened

from williams.domain.errors import CorruptContent, TransientError

_SECONDS: Final = 600.0
_SPEECH: Final = [
    *("-vn", "-sn", "-dn", "-map", "0:a:0", "-map_metadata", "-1"),
    *("-ac", "1", "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k"),
]


def sound_mp3(recording: Path, to: Path) -> None:
    """See MediaPort."""
    _run([*opened(recording), *_SPEECH, "-f", "mp3", f"file:{to}"], "has no sound, or is damaged")


def joined_mp4(parts: Sequence[Path], to: Path) -> None:
    """See MediaPort."""
    inputs = [argument for part in parts for argument in opened(part)]
    sound = ["-map", f"{len(parts) - 1}:a:0{'?' if len(parts) == 1 else ''}"]
    kept = ["-map", "0:v:0", *sound, "-c", "copy", "-movflags", "+faststart", "-f", "mp4"]
    _run([*inputs, *kept, f"file:{to}"], "cannot be kept as MP4: it is damaged, or encoded otherwise")


def _run(arguments: list[str], fault: str) -> None:
    try:
        run_ffmpeg(["-y", *arguments], timeout_seconds=_SECONDS)
    except TransientError as error:
        if not error.reason:
            raise
        raise CorruptContent(f"The recording {fault}.", error.reason) from error
