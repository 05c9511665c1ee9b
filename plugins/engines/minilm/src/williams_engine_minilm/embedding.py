"""all-MiniLM-L6-v2 in this process, by onnxruntime."""

from __future__ import annotations

import asyncio
import os
import re
from array import array
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from williams.engine.networks import text_network
from williams.ports.model_files import ModelFilesPort
from williams_engine_minilm.files import NETWORK, TOKENIZER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_NAME = "all-MiniLM-L6-v2/int8"
_DIMENSIONS = 384
_MAX_TOKENS = 256  # sentence_bert_config.json of the model card
# Of questions that share no word with their answer the farthest was at 0.308: docs/explanation/search.md.
_UNRELATED_BELOW = 0.30
# It was made of English. Texts in one other script are near each other whatever they say: 0.52 to 0.71 in Russian.
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class _Model:
    session: InferenceSession
    tokenizer: Tokenizer

    def vector(self, ids: Sequence[int]) -> NDArray[np.float32]:
        import numpy as np

        (embedding,) = self.session.run(["embedding"], {"input_ids": np.array([ids], np.int64)})
        unit: NDArray[np.float32] = embedding[0]
        return unit


def _is_latin(text: str) -> bool:
    """Tell whether most letters are Latin ones."""
    return 2 * len(_NOT_LATIN.findall(text)) <= len(_LETTER.findall(text))


def windows(tokens: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut ``tokens`` into as few windows of at most ``size`` as possible, all about equally long."""
    count = max(1, -(-len(tokens) // size))
    edges = [index * len(tokens) // count for index in range(count + 1)]
    return [tokens[start:end] for start, end in pairwise(edges)]


class MiniLmEmbedding:
    """``EmbeddingPort`` over the model files of the manifest.

    The model reads 256 tokens (its model card), about 190 English words. A longer text is cut into windows of equal
    length, and its vector is the normalised mean of theirs, so that no part of it is dropped.

    Each window goes through the network alone, one on each core: on two cores this is faster than batches are
    (nothing is padded), and a text's vector never depends on its neighbours.
    """

    def __init__(self, model_files: ModelFilesPort, *, workers: int | None = None) -> None:
        """``workers`` are by default the cores."""
        self._model_files = model_files
        self._workers = workers or _available_cores()
        self._loaded: _Model | None = None
        self._loading = Lock()

    @property
    def model(self) -> str:
        return _NAME

    @property
    def dimensions(self) -> int:
        return _DIMENSIONS

    def unrelated_below(self, question: str) -> float | None:
        return _UNRELATED_BELOW if _is_latin(question) else 1.0

    async def embed(self, texts: Sequence[str]) -> list[array[float]]:
        """One float32 unit vector per text. Raises PermanentError for model files that cannot be had or loaded."""
        return await asyncio.to_thread(self._embed, list(texts)) if texts else []

    def _load(self) -> _Model:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._model_files.path(NETWORK), self._model_files.path(TOKENIZER))
            return self._loaded

    def _embed(self, texts: list[str]) -> list[array[float]]:
        import numpy as np

        model = self._load()
        content_tokens = _MAX_TOKENS - 2  # [CLS] and [SEP] stand around each window
        pieces: list[tuple[int, Sequence[int]]] = []
        for index, encoding in enumerate(model.tokenizer.encode_batch_fast(texts)):
            start, *tokens, end = encoding.ids
            pieces += [(index, [start, *window, end]) for window in windows(tokens, content_tokens)]
        # Longest first, so that no core is left alone with a long one at the end.
        pieces.sort(key=lambda piece: -len(piece[1]))

        sums = np.zeros((len(texts), _DIMENSIONS), np.float32)
        with ThreadPoolExecutor(min(self._workers, len(pieces))) as pool:
            for (index, _), vector in zip(pieces, pool.map(model.vector, (ids for _, ids in pieces)), strict=True):
                sums[index] += vector
        return [array("f", (total / np.linalg.norm(total)).tobytes()) for total in sums]


def _available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _load(graph: Path, tokenizer: Path) -> _Model:
    # The published file cuts at 128 tokens and pads to as many, which are not the model's.
    session, words = text_network(graph, tokenizer, "embedding model")
    return _Model(session, words)
