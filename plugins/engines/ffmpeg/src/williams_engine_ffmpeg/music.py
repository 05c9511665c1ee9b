"""A few seconds of music, calculated: struck notes over a soft chord. Nobody holds rights in it but the project."""

from __future__ import annotations

import math
import tempfile
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from williams_recording.program import run_ffmpeg

# (relative frequency, amplitude, seconds until it has fallen to a third): a struck, bell-like string.
_STRUCK = ((1.0, 1.0, 1.0), (2.0, 0.33, 0.5), (3.01, 0.12, 0.25))
_RENDER_RATE = 11_025  # its highest partial is at 2.7 kHz
_ECHO = "aecho=1:1:107|173|291|433:0.30|0.22|0.15|0.09"
_ATTACK_SECONDS = 0.006
_FADE_SECONDS = 2.2
_TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class Note:
    """``pitch`` is a MIDI note number; ``at`` in seconds; ``level`` is relative."""

    at: float
    pitch: int
    level: float = 1.0

    @property
    def turn(self) -> float:
        """Radians per second."""
        return 2 * math.pi * 440.0 * 2 ** ((self.pitch - 69) / 12)


# D major with its seventh and ninth: rising for the beginning, falling home for the end.
_INTRO = (
    Note(0.00, 50, 0.8), Note(0.00, 62), Note(0.22, 66), Note(0.44, 69), Note(0.66, 73),
    Note(1.10, 76, 1.1), Note(1.54, 74, 0.9), Note(1.98, 78), Note(1.98, 57, 0.6), Note(2.42, 81, 0.7),
)  # fmt: skip
_OUTRO = (
    Note(0.00, 55, 0.8), Note(0.00, 78), Note(0.25, 76, 0.9), Note(0.50, 73, 0.9), Note(0.75, 71, 0.8),
    Note(1.15, 50, 0.9), Note(1.15, 69), Note(1.40, 66, 0.8), Note(1.65, 62, 1.1),
)  # fmt: skip
_CHORD = (50, 57, 62, 66, 69)

INTRO_SECONDS = 5.0
OUTRO_SECONDS = 4.5
LOOP_SECONDS = 16.0


@lru_cache(maxsize=4)
def intro(sample_rate: int) -> bytes:
    """Return 16-bit mono PCM of INTRO_SECONDS that fades out over its last two seconds, under the first words."""
    return _struck(_INTRO, INTRO_SECONDS, sample_rate)


@lru_cache(maxsize=4)
def outro(sample_rate: int) -> bytes:
    """Return 16-bit mono PCM of OUTRO_SECONDS that comes to rest."""
    return _struck(_OUTRO, OUTRO_SECONDS, sample_rate)


def background(sample_rate: int, to: Path) -> None:
    """Write a WAV file of LOOP_SECONDS whose end runs into its beginning: a chord that breathes."""
    voices = (_breathing(index, pitch) for index, pitch in enumerate(_CHORD))
    _render("+".join(voices), LOOP_SECONDS, sample_rate, "anull", to)


def _struck(notes: tuple[Note, ...], seconds: float, sample_rate: int) -> bytes:
    sound = "+".join(_note(note) for note in notes)
    fade = f"atrim=0:{seconds},afade=t=out:st={seconds - _FADE_SECONDS}:d={_FADE_SECONDS}"
    with tempfile.TemporaryDirectory(prefix="music-") as scratch:
        path = Path(scratch) / "struck.wav"
        _render(sound, seconds, sample_rate, f"{_ECHO},{fade}", path)
        with wave.open(str(path), "rb") as rendered:
            samples = rendered.readframes(rendered.getnframes())
    size = 2 * round(seconds * sample_rate)
    return samples[:size].ljust(size, b"\0")


def _note(note: Note) -> str:
    since = f"(t-{note.at})"
    partials = "+".join(
        f"{amplitude}*exp(-{1.1 / decay:.3f}*{since})*sin({note.turn * ratio:.4f}*{since})"
        for ratio, amplitude, decay in _STRUCK
    )
    return f"if(gte(t,{note.at}),{0.09 * note.level:.4f}*min(1,{since}/{_ATTACK_SECONDS})*({partials}))"


def _breathing(index: int, pitch: int) -> str:
    """A sine that fits the loop a whole number of times, and swells one to three times in it."""
    whole = round(Note(0, pitch).turn / (2 * math.pi) * LOOP_SECONDS) / LOOP_SECONDS
    swell = 2 * math.pi * (1 + index % 3) / LOOP_SECONDS
    return f"0.06*sin({2 * math.pi * whole:.6f}*t)*(0.6+0.4*sin({swell:.6f}*t+{index}))"


def _render(expression: str, seconds: float, sample_rate: int, filters: str, to: Path) -> None:
    source = f"aevalsrc='{expression}':s={_RENDER_RATE}:d={seconds}"
    run_ffmpeg(
        ["-y", "-f", "lavfi", "-i", source, "-af", filters, "-c:a", "pcm_s16le", "-ar", str(sample_rate), str(to)],
        timeout_seconds=_TIMEOUT_SECONDS,
    )
