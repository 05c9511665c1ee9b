"""What Whisper hears by: the logarithm of how loud 80 bands of the mel scale are, a hundred times a second.

After "Robust Speech Recognition via Large-Scale Weak Supervision" (Radford et al. 2022), section 2.2; the mel scale is
that of Slaney's Auditory Toolbox.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from williams_recording.sound import SAMPLE_RATE

Floats = npt.NDArray[np.float32]

WINDOW_SECONDS: Final = 30
FRAMES_PER_SECOND: Final = 100
_BANDS: Final = 80
_FFT: Final = 400
_HOP: Final = SAMPLE_RATE // FRAMES_PER_SECOND
_LINEAR_HERTZ: Final = 200 / 3
_BREAK_HERTZ: Final = 1000.0
_STEP: Final = float(np.log(6.4)) / 27
_RANGE: Final = 8.0


def spectrogram(samples: Floats) -> Floats:
    """Return 80 bands of 3,000 frames for at most 30 seconds of sound between -1 and 1; what lacks is silence."""
    padded = np.zeros(WINDOW_SECONDS * SAMPLE_RATE, np.float32)
    padded[: len(samples)] = samples[: len(padded)]
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(padded, _FFT // 2, mode="reflect"), _FFT)[::_HOP]
    hann = np.hanning(_FFT + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames[:-1] * hann, axis=1)).astype(np.float32) ** 2
    logs = np.log10(np.maximum(power @ _filters().T, 1e-10))
    levelled: Floats = ((np.maximum(logs, logs.max() - _RANGE) + 4) / 4).T.astype(np.float32)
    return np.ascontiguousarray(levelled)


@cache
def _filters() -> Floats:
    """Triangles that overlap by half, of one area each."""
    edges = _hertz(np.linspace(0, _mel(SAMPLE_RATE / 2), _BANDS + 2))
    bins = np.linspace(0, SAMPLE_RATE / 2, _FFT // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)


def _mel(hertz: float) -> float:
    linear = hertz / _LINEAR_HERTZ
    return (
        linear if hertz < _BREAK_HERTZ else _BREAK_HERTZ / _LINEAR_HERTZ + float(np.log(hertz / _BREAK_HERTZ)) / _STEP
    )


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    at_break = _BREAK_HERTZ / _LINEAR_HERTZ
    return np.where(mels < at_break, mels * _LINEAR_HERTZ, _BREAK_HERTZ * np.exp(_STEP * (mels - at_break)))
