"""Bringing a mix to a loudness: measured by EBU R 128, corrected by gain and a peak limiter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from williams_recording.program import run_ffmpeg

from williams.domain.errors import TransientError
from williams.ports.media import Mix

SILENCE_LUFS = -69.0
_CEILING_DBFS = -2.3  # MP3 adds up to about 1 dB to the peaks of what it encodes
_HARMLESS_LIMITING_DB = 4.0  # of compressed speech: it costs about 0.1 LU (measured)
_LIMITER_TAKES = 1.3  # of more gain, the limiter takes a part away again
_ENCODER_TAKES_LU = 0.4  # LAME scales its input down a little, against clipping (measured at 64 to 128 kbit/s)


@dataclass(frozen=True)
class Loudness:
    """``lufs`` is the integrated loudness, ``peak_db`` the highest peak (true peak where it was asked for)."""

    lufs: float
    peak_db: float


@dataclass(frozen=True)
class Correction:
    """What brings the mix to its loudness."""

    gain_db: float
    ceiling_dbfs: float = _CEILING_DBFS

    def filters(self) -> str:
        """Return ffmpeg's filters."""
        limit = 10 ** (self.ceiling_dbfs / 20)
        return f"volume={self.gain_db:.2f}dB:precision=float,alimiter=level=0:limit={limit:.4f}:attack=3:release=60"

    def adjusted(self, found: Loudness, target_lufs: float, true_peak_db: float, *, damped: bool = False) -> Correction:
        """Return a correction that makes up for what ``found`` is off, or for half of it, where all is too much."""
        overshoot = max(0.0, found.peak_db - true_peak_db)
        return Correction(
            gain_db=self.gain_db + (target_lufs - found.lufs) * (0.5 if damped else 1.0),
            ceiling_dbfs=self.ceiling_dbfs - (overshoot + 0.2 if overshoot else 0.0),
        )


def find_correction(mix: Mix, target_lufs: float, timeout_seconds: float) -> Correction:
    """Return what brings a mix to ``target_lufs``.

    The limiter takes loudness away, so where it has much to do its effect is measured too, before anything is encoded.
    """
    aim = target_lufs + _ENCODER_TAKES_LU
    correction = Correction(gain_db=aim - mix.loudness_lufs)
    if mix.peak_dbfs + correction.gain_db <= correction.ceiling_dbfs + _HARMLESS_LIMITING_DB:
        return correction
    limited = measure(["-i", str(mix.path)], f"[0:a]{correction.filters()},", ["-f", "null", "-"], timeout_seconds)
    lost = aim - limited.lufs
    return replace(correction, gain_db=correction.gain_db + lost * _LIMITER_TAKES)


def measure_file(path: Path, timeout_seconds: float) -> Loudness:
    """Measure a finished file: integrated loudness and true peak (at four times its sample rate, ITU-R BS.1770-4)."""
    oversampled = "aresample=176400:filter_size=16:osf=flt"
    peaks = f"[0:a]{oversampled},astats=measure_perchannel=none:measure_overall=Peak_level[peaks]"
    graphs = ["-filter_complex", "[0:a]ebur128=framelog=quiet[level]", "-filter_complex", peaks]  # a thread each
    outputs = ["-map", "[level]", "-f", "null", "-", "-map", "[peaks]", "-f", "null", "-"]
    messages = run_ffmpeg(["-i", str(path), *graphs, *outputs], timeout_seconds=timeout_seconds, loglevel="info")
    return Loudness(
        lufs=_last_number(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS", messages),
        peak_db=_last_number(r"Peak level dB: (-?[\d.]+|-?inf|nan)", messages),
    )


def measure(
    source: Sequence[str],
    graph: str,
    output: Sequence[str],
    timeout_seconds: float,
    *,
    fed: Iterable[bytes] | None = None,
) -> Loudness:
    """Measure what the filter graph, which another filter can follow, makes of ``source``, while it is written out."""
    metered = ["-filter_complex", f"{graph}ebur128=framelog=quiet:peak=sample[measured]", "-map", "[measured]"]
    messages = run_ffmpeg([*source, *metered, *output], timeout_seconds=timeout_seconds, loglevel="info", fed=fed)
    return Loudness(
        lufs=_last_number(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS", messages),
        peak_db=_last_number(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS", messages),
    )


def _last_number(pattern: str, messages: str) -> float:
    found = re.findall(pattern, messages)
    if not found:
        raise TransientError(f"ffmpeg measured no loudness: {messages.strip()[-300:]}")
    return float(found[-1].replace("nan", "-inf"))
