"""Networks in onnxruntime, on one core, which say how long each phoneme lasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from williams.domain.errors import PermanentError
from williams.engine.networks import network

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session(graph: Path, durations: str) -> InferenceSession:
    """Load a graph, and let it give out ``durations``, a value inside it, behind its own outputs.

    Raises PermanentError for a file that cannot be loaded.
    """
    try:
        return network(_giving_out(graph.read_bytes(), durations.encode()))
    except Exception as error:  # the library raises bare exceptions of its own
        raise PermanentError("The voice cannot be loaded.", f"{graph}: {error}") from error


def _giving_out(graph: bytes, name: bytes) -> bytes:
    """Return a serialised ONNX model with one more output.

    Serialised protocol buffers that follow one another are read as one message, in which repeated fields go on: this
    is a ModelProto of which the field ``graph`` (7) has an ``output`` (12) of this ``name`` (1).
    """
    return graph + _field(7, _field(12, _field(1, name)))


def _field(number: int, value: bytes) -> bytes:
    """A field of bytes, which are fewer than 128."""
    return bytes([number << 3 | 2, len(value)]) + value
