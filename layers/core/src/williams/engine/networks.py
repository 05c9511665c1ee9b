"""Networks in onnxruntime, on one core: who wants more of them runs several side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from williams.domain.errors import PermanentError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


def network(graph: Path | bytes) -> InferenceSession:
    """Load a graph, from its file or serialised. Raises bare exceptions of onnxruntime's own."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def text_network(graph: Path, tokenizer: Path, called: str) -> tuple[InferenceSession, Tokenizer]:
    """Load a network that reads text, and what parts the text for it, without cutting or filling it up.

    Raises PermanentError, with what it is ``called``, for files that cannot be loaded.
    """
    from tokenizers import Tokenizer

    try:
        session = network(graph)
        words = Tokenizer.from_file(str(tokenizer))
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise PermanentError(f"The {called} cannot be loaded.", f"{graph}, {tokenizer}: {error}") from error
    words.no_truncation()
    words.no_padding()
    return session, words
