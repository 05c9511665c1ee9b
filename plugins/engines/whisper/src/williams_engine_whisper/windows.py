"""Sound in windows that Whisper hears at a time, cut where it is quietest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from williams_recording.sound import SAMPLE_RATE

from williams_engine_whisper.spectrogram import Floats

_LONGEST: Final = 28.0
_EARLIEST: Final = 14.0
_STEP: Final = SAMPLE_RATE // 50
_QUIET_STEPS: Final = 10
_PAUSE_STEPS: Final = 15
_SILENT: Final = 10 ** (-52 / 20)
"""How loud, of 1, what is heard as silence is at most: less than the noise of a bad microphone."""


@dataclass(frozen=True)
class Window:
    """``starts_at`` is in seconds of the recording."""

    samples: Floats
    starts_at: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    @cached_property
    def _loud(self) -> list[int]:
        return [int(step) for step in np.flatnonzero(_loudness(self.samples) > _SILENT)]

    def heard_within(self, starts_at: float, ends_at: float) -> tuple[float, float]:
        """Return where a word is heard that was found in that time, without the pause before or after it."""
        first, last = (round((at - self.starts_at) * SAMPLE_RATE / _STEP) for at in (starts_at, ends_at))
        runs: list[list[int]] = []
        for step in (step for step in self._loud if first <= step < last):
            if runs and step - runs[-1][-1] <= _PAUSE_STEPS:
                runs[-1].append(step)
            else:
                runs.append([step])
        if not runs:
            return starts_at, ends_at
        word = max(runs, key=len)
        start, end = (self.starts_at + step * _STEP / SAMPLE_RATE for step in (word[0], word[-1] + 1))
        return max(start, starts_at), min(end, ends_at)


def windows(samples: Floats) -> Iterator[Window]:
    """Yield those in which there is something to hear, without the silence around it."""
    loudness = _loudness(samples)
    start, end = 0, len(loudness)
    while start < end:
        cut = end
        if end - start > _steps(_LONGEST):
            earliest = start + _steps(_EARLIEST)
            latest = start + _steps(_LONGEST)
            smooth = np.convolve(loudness[earliest:latest], np.ones(_QUIET_STEPS), mode="same")
            cut = earliest + int(np.argmin(smooth))
        heard = np.flatnonzero(loudness[start:cut] > _SILENT)
        if len(heard):
            first, last = (
                max(start, start + int(heard[0]) - _QUIET_STEPS),
                min(cut, start + int(heard[-1]) + _QUIET_STEPS),
            )
            yield Window(samples[first * _STEP : last * _STEP], first * _STEP / SAMPLE_RATE)
        start = cut


def _steps(seconds: float) -> int:
    return int(seconds * SAMPLE_RATE) // _STEP


def _loudness(samples: Floats) -> Floats:
    """Return the root of the mean square of each fiftieth of a second; a last one that is not full counts as one."""
    padded = np.pad(samples, (0, -len(samples) % _STEP)).reshape(-1, _STEP)
    loudness: Floats = np.sqrt(np.mean(padded**2, axis=1))
    return loudness
