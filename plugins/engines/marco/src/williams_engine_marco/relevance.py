"""How much a passage has to do with a statement, by a cross-encoder. It does not judge truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from williams.engine.networks import text_network
from williams.ports.model_files import ModelFilesPort
from williams_engine_marco.files import NETWORK, TOKENIZER

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

# Tokens. The network reads 512, but of more it does not see that a sentence among them is about the statement.
_WINDOW = 96
_MOST_OF_STATEMENT = 128


@dataclass(frozen=True)
class _Model:
    session: InferenceSession
    tokenizer: Tokenizer

    def score(self, statement: Sequence[int], passage: Sequence[int]) -> float:
        """Both are tokens between a start and an end."""
        import numpy as np

        start, *said, end = statement
        kept = said[:_MOST_OF_STATEMENT]
        ids = [start, *kept, end, *passage[1:]]
        types = [0] * (len(kept) + 2) + [1] * (len(passage) - 1)
        fed = {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": types}
        (logits,) = self.session.run(None, {name: np.array([each], np.int64) for name, each in fed.items()})
        return float(logits.reshape(-1)[0])

    def windows(self, passage: str) -> list[list[int]]:
        start, *tokens, end = self.tokenizer.encode(passage).ids
        return [[start, *window, end] for window in _batched(tokens, _WINDOW)] or [[start, end]]


def _batched(tokens: Sequence[int], size: int) -> list[list[int]]:
    return [list(tokens[begin : begin + size]) for begin in range(0, len(tokens), size)]


class Relevance:
    """A score for each statement: that of the passage, or window of one, that has most to do with it.

    Above 0 a passage is about what the statement says; around -11 it is about something else. One pair goes through the
    network at a time, so that no score depends on its neighbours.
    """

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._model_files = model_files
        self._loaded: _Model | None = None
        self._loading = Lock()

    def of(self, statement: str, passages: Sequence[str]) -> float:
        """Raises PermanentError for model files that cannot be had or loaded."""
        model = self._load()
        said = model.tokenizer.encode(statement).ids
        return max(model.score(said, window) for passage in passages for window in model.windows(passage))

    def _load(self) -> _Model:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._model_files)
            return self._loaded


def _load(files: ModelFilesPort) -> _Model:
    session, words = text_network(files.path(NETWORK), files.path(TOKENIZER), "cross-encoder")
    return _Model(session, words)
