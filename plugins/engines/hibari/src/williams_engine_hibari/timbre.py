"""Moves pitch and formants of a spectrum: the voice of someone of another size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from williams_engine_hibari.network import Spectrum
from williams_engine_hibari.voices import HibariVoice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SILENCE: Final = -12.0  # the logarithm of an amplitude, of what lies beyond the highest bin


def in_voice(spectrum: Spectrum, voice: HibariVoice) -> Spectrum:
    """Return the spectrum as ``voice`` would say it.

    The network tells the envelope of the harmonics apart from their pitch, so both can be moved without a vocoder: the
    pitch is scaled, and each frame's envelopes are stretched along the frequencies.
    """
    if (voice.pitch, voice.formants) == (1.0, 1.0):
        return spectrum
    factor = voice.formants
    return replace(
        spectrum,
        harmonic=_stretched(spectrum.harmonic, factor, beyond=_SILENCE),
        noise=_stretched(spectrum.noise, factor, beyond=_SILENCE),
        free=_stretched(spectrum.free, factor, beyond=_SILENCE),
        rotation=_stretched(spectrum.rotation, factor),
        phase=_moved(spectrum.phase, factor),
        pitch=spectrum.pitch * voice.pitch,
    )


def _stretched(bins: NDArray[np.float32], factor: float, beyond: float | None = None) -> NDArray[np.float32]:
    """Take each bin from between its neighbours at ``1 / factor`` of its place."""
    import numpy as np

    last = len(bins) - 1
    places = np.arange(len(bins)) / factor
    below = np.minimum(places.astype(int), last)
    share = np.where(places < last, places - below, 0).astype(np.float32)[:, None]
    moved: NDArray[np.float32] = bins[below] * (1 - share) + bins[np.minimum(below + 1, last)] * share
    if beyond is not None:
        moved[places > last] = beyond
    return moved


def _moved(phases: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    """Phases have no mean: each bin takes the nearest one's."""
    import numpy as np

    nearest = np.rint(np.arange(len(phases)) / factor).astype(int)
    moved: NDArray[np.float32] = phases[np.minimum(nearest, len(phases) - 1)]
    return moved
