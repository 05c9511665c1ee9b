"""Long sound in pieces that begin and end where nobody speaks."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from williams.ports.media import SoundPiece
from williams_recording.sound import Decoded

_PAUSE: Final = 2.0
"""Seconds. A longer silence is in no piece."""
_MARGIN: Final = 0.2
"""Seconds of silence that are kept before and after what is heard."""
_SHORTEST: Final = 0.1


def sounding(seconds: float, silences: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield from when to when there is something to hear; pauses are a part of it."""
    start = 0.0
    for quiet, loud in silences:
        if loud - quiet >= _PAUSE or quiet == 0 or loud >= seconds:
            if quiet + _MARGIN - start > _SHORTEST + _MARGIN and quiet > 0:
                yield start, min(quiet + _MARGIN, seconds)
            start = max(loud - _MARGIN, 0.0)
            if loud >= seconds:
                return
    if seconds - start > _SHORTEST:
        yield start, seconds


def cuts(seconds: float, silences: list[tuple[float, float]], longest: float) -> Iterator[tuple[float, float]]:
    """Yield pieces of at most ``longest`` seconds, cut in the last silence that fits, else where they are full."""
    middles = [(quiet + loud) / 2 for quiet, loud in silences]
    piece: tuple[float, float] | None = None
    for start, end in sounding(seconds, silences):
        if piece and end - piece[0] <= longest:
            piece = (piece[0], end)
            continue
        if piece:
            yield piece
        while end - start > longest:
            within = [at for at in middles if start + longest / 2 < at <= start + longest]
            cut = within[-1] if within else start + longest
            yield start, cut
            start = cut
        piece = (start, end)
    if piece:
        yield piece


def write_pieces(sound: Decoded, longest: float, folder: Path) -> list[SoundPiece]:
    """Write each piece as a WAV file of its own."""
    found = []
    with wave.open(str(sound.path), "rb") as source:
        rate = source.getframerate()
        for number, (start, end) in enumerate(cuts(sound.seconds, sound.silences, longest), start=1):
            path = folder / f"piece-{number:04d}.wav"
            source.setpos(min(int(start * rate), source.getnframes()))
            with wave.open(str(path), "wb") as piece:
                piece.setparams(source.getparams())
                piece.writeframes(source.readframes(int((end - start) * rate)))
            found.append(SoundPiece(path=path, starts_at=start, ends_at=end))
    return found
