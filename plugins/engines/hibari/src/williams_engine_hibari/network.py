"""hibari's network: phonemes in, a spectrum for each 12.5 ms out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from williams.domain.errors import PermanentError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAME_SECONDS: Final = 0.0125
_FRAMES_PER_STEP: Final = 2
_PAUSE: Final = 0
# Inside the graph: how many steps each phoneme lasts. The graph does not give it out by itself.
_DURATIONS: Final = b"/Round_output_0"


@dataclass(frozen=True)
class Spectrum:
    """What hibari's signal processing makes a wave of: bins by frames, and the pitch of each frame in Hz.

    ``onsets`` are the frames in which the phonemes begin that were asked for.
    """

    harmonic: NDArray[np.float32]
    rotation: NDArray[np.float32]
    noise: NDArray[np.float32]
    free: NDArray[np.float32]
    phase: NDArray[np.float32]
    pitch: NDArray[np.float32]
    onsets: list[int]


class Network:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        """Raises PermanentError where the installed package cannot be used."""
        import onnxruntime

        assets = files("hibari") / "assets"
        self._ids: dict[str, int] = json.loads((assets / "vocab.json").read_text())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        graph = _giving_out((assets / "hibari.onnx").read_bytes(), _DURATIONS)
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library raises bare exceptions of its own
            raise PermanentError("The voice cannot be loaded.", f"{assets}/hibari.onnx: {error}") from error

    def known(self, phonemes: str) -> str:
        """Return the phonemes that it can say."""
        return "".join(each for each in phonemes if each in self._ids)

    def spectrum(self, phonemes: str, pace: float) -> Spectrum:
        """``phonemes`` are those that it knows; ``pace`` is 1 as it was learned, 2 twice as fast."""
        import numpy as np

        ids = [_PAUSE, *(self._ids[each] for each in phonemes), _PAUSE]
        asked = {"ids": np.array([ids], np.int64), "speed": np.array([pace], np.float32)}
        *parts, steps = self._session.run(None, asked)
        harmonic, rotation, noise, free, phase, pitch = (part[0] for part in parts)
        return Spectrum(harmonic, rotation, noise, free, phase, pitch, _onsets(steps))


def _onsets(steps: Sequence[float]) -> list[int]:
    ends = [0]
    for lasts in steps:
        ends.append(ends[-1] + round(float(lasts)) * _FRAMES_PER_STEP)
    return ends[1:-2]  # between the two pauses


def _giving_out(graph: bytes, name: bytes) -> bytes:
    """Return a serialised ONNX model with one more output.

    Serialised protocol buffers that follow one another are read as one message, in which repeated fields go on: this
    is a ModelProto of which the field ``graph`` (7) has an ``output`` (12) of this ``name`` (1).
    """
    return graph + _field(7, _field(12, _field(1, name)))


def _field(number: int, value: bytes) -> bytes:
    """A field of bytes, which are fewer than 128."""
    return bytes([number << 3 | 2, len(value)]) + value
