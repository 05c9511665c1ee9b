"""Listens to MP3 files by measure, with ffmpeg itself."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe
from numpy.typing import NDArray

RATE = 16_000
FFMPEG_SECONDS = 60
_LOWEST_HZ, _HIGHEST_HZ = 60, 350
_WINDOW = RATE // 20


@dataclass(frozen=True)
class Chapter:
    """Times in seconds."""

    title: str
    starts_at: float
    ends_at: float


@dataclass(frozen=True)
class Tags:
    fields: dict[str, str]
    chapters: list[Chapter]


def _ffmpeg(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [get_ffmpeg_exe(), "-hide_banner", "-nostdin", *arguments]
    done = subprocess.run(command, capture_output=True, timeout=FFMPEG_SECONDS, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return done


def decoded(path: Path) -> bytes:
    """The sound as 16-bit mono PCM at :data:`RATE`; fails on the first frame that cannot be decoded."""
    arguments = ["-xerror", "-i", str(path), "-map", "0:a", "-ac", "1", "-ar", str(RATE), "-f", "s16le"]
    return _ffmpeg("-loglevel", "error", *arguments, "-").stdout


def seconds_of(pcm: bytes) -> float:
    return len(pcm) / 2 / RATE


def loudness(path: Path) -> float:
    """Integrated loudness in LUFS (EBU R 128)."""
    said = _ffmpeg("-nostats", "-i", str(path), "-map", "0:a", "-af", "ebur128", "-f", "null", "-").stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def tags(path: Path) -> Tags:
    """The ID3 tags and chapters, from the metadata file that ffmpeg writes of them."""
    written = _ffmpeg("-loglevel", "error", "-i", str(path), "-f", "ffmetadata", "-").stdout.decode()
    head, *sections = re.split(r"^\[CHAPTER\]\n", written, flags=re.MULTILINE)
    chapters = []
    for section in map(_fields, sections):
        numerator, denominator = map(int, section["TIMEBASE"].split("/"))
        times = [int(section[name]) * numerator / denominator for name in ("START", "END")]
        chapters.append(Chapter(section["title"], *times))
    return Tags(_fields(head), chapters)


def cover(path: Path) -> bytes:
    """The attached picture, as it is in the file."""
    return _ffmpeg("-loglevel", "error", "-i", str(path), "-map", "0:v", "-c", "copy", "-f", "image2pipe", "-").stdout


def pitch(pcm: bytes, starts_at: float, ends_at: float) -> float:
    """The median pitch of a stretch of speech in Hz, by autocorrelation of its loud windows."""
    sound = np.frombuffer(pcm, np.int16)[int(starts_at * RATE) : int(ends_at * RATE)].astype(np.float64)
    windows = sound[: len(sound) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
    power = (windows**2).mean(axis=1)
    return float(np.median([_pitch(window) for window in windows[power > np.median(power)]]))


def _pitch(window: NDArray[np.float64]) -> float:
    centred = window - window.mean()
    correlation = np.correlate(centred, centred, "full")[len(centred) :]
    shortest, longest = RATE // _HIGHEST_HZ, RATE // _LOWEST_HZ
    return RATE / (1 + shortest + int(np.argmax(correlation[shortest:longest])))


def _fields(text: str) -> dict[str, str]:
    """Parse ``name=value`` lines, whose special characters are escaped by a backslash."""
    pairs = re.findall(r"^([^;=\n][^=\n]*)=((?:\\.|[^\\\n])*)$", text, flags=re.MULTILINE)
    return {name: re.sub(r"\\(.)", r"\1", value) for name, value in pairs}


def level(pcm: bytes) -> float:
    """The mean level of a stretch in dB below full scale."""
    sound = np.frombuffer(pcm, np.int16).astype(np.float64)
    return float(10 * np.log10((sound**2).mean() / 2**30 + 1e-12))
