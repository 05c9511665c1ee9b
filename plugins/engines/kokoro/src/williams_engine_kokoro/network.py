"""Kokoro's network: phonemes and a voice in, a wave out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from williams_speaking.lines import onsets
from williams_speaking.sessions import session

from williams.domain.errors import PermanentError
from williams.ports.model_files import ModelFilesPort
from williams_engine_kokoro.files import NETWORK, VOICES
from williams_engine_kokoro.voices import ALL, BLENDED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PAUSE: Final = 0
# Inside the graph: how many steps each phoneme lasts.
_DURATIONS: Final = "/encoder/Round_output_0"
_STEP_SECONDS: Final = 0.025
# A voice is a vector for each length of what is said.
_LENGTHS, _DIMENSIONS = 510, 256


class Network:
    """Safe to use from several threads. Raises PermanentError for model files that cannot be had or loaded."""

    def __init__(self, model_files: ModelFilesPort) -> None:
        import numpy as np

        # hibari was distilled from Kokoro: their alphabets are one.
        self._ids: dict[str, int] = json.loads((files("hibari") / "assets" / "vocab.json").read_text())
        self.known = frozenset(self._ids)
        self._session = session(model_files.path(NETWORK), _DURATIONS)
        path = model_files.path(VOICES)
        try:
            self._voices = np.fromfile(path, "<f4").reshape(len(ALL), _LENGTHS, 1, _DIMENSIONS)
        except (OSError, ValueError) as error:
            raise PermanentError("The voices cannot be loaded.", f"{path}: {error}") from error

    def wave(self, phonemes: str, voice: str) -> tuple[NDArray[np.float32], Sequence[float]]:
        """Return the wave of known phonemes, and when each of them begins, in seconds. ``voice`` may be a blend."""
        import numpy as np

        ids = [_PAUSE, *(self._ids[each] for each in phonemes), _PAUSE]
        parts = [ALL.index(name) for name in voice.split(BLENDED)]
        style = self._voices[parts, min(len(phonemes), _LENGTHS - 1)].mean(axis=0)
        asked = {"tokens": np.array([ids], np.int64), "style": style, "speed": np.ones(1, np.float32)}
        wave, steps = self._session.run(None, asked)
        return wave.reshape(-1), onsets(steps.reshape(-1), _STEP_SECONDS)
