"""hibari's network: phonemes in, a spectrum for each 12.5 ms out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

from williams_speaking.lines import onsets
from williams_speaking.sessions import session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PAUSE: Final = 0
# Inside the graph: how many steps of two frames each phoneme lasts.
_DURATIONS: Final = "/Round_output_0"
_STEP_SECONDS: Final = 0.025


@dataclass(frozen=True)
class Spectrum:
    """What hibari's signal processing makes a wave of: bins by frames, and the pitch of each frame in Hz.

    ``onsets`` are the seconds at which the phonemes begin that were asked for.
    """

    harmonic: NDArray[np.float32]
    rotation: NDArray[np.float32]
    noise: NDArray[np.float32]
    free: NDArray[np.float32]
    phase: NDArray[np.float32]
    pitch: NDArray[np.float32]
    onsets: list[float]


class Network:
    """Safe to use from several threads. Raises PermanentError where the installed package cannot be used."""

    def __init__(self) -> None:
        assets = files("hibari") / "assets"
        self._ids: dict[str, int] = json.loads((assets / "vocab.json").read_text())
        self.known = frozenset(self._ids)
        with as_file(assets / "hibari.onnx") as graph:
            self._session = session(graph, _DURATIONS)

    def spectrum(self, phonemes: str, pace: float) -> Spectrum:
        """``phonemes`` are known ones; ``pace`` is 1 as it was learned, 2 twice as fast."""
        import numpy as np

        ids = [_PAUSE, *(self._ids[each] for each in phonemes), _PAUSE]
        asked = {"ids": np.array([ids], np.int64), "speed": np.array([pace], np.float32)}
        *parts, steps = self._session.run(None, asked)
        harmonic, rotation, noise, free, phase, pitch = (part[0] for part in parts)
        return Spectrum(harmonic, rotation, noise, free, phase, pitch, onsets(steps, _STEP_SECONDS))
