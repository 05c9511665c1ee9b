"""all-MiniLM-L6-v2 in this process, by onnxruntime."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from array import array
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from williams.domain.errors import PermanentError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_DIRECTORY = "williams_minilm"
# Of questions that share no word with their answer the farthest was at 0.308: docs/explanation/search.md.
_UNRELATED_BELOW = 0.30
_FILES = ("manifest.json", "model.onnx", "tokenizer.json")
_HOW_TO_BUILD = (
    "Build it with `python -m layers.build --target local` and put the embedding layer on sys.path, "
    "or name the directory in WILLIAMS_EMBEDDING_MODEL_DIR."
)


@dataclass(frozen=True)
class _Manifest:
    model: str
    dimensions: int
    max_tokens: int


@dataclass(frozen=True)
class _Model:
    session: InferenceSession
    tokenizer: Tokenizer

    def vector(self, ids: Sequence[int]) -> NDArray[np.float32]:
        import numpy as np

        (embedding,) = self.session.run(["embedding"], {"input_ids": np.array([ids], np.int64)})
        unit: NDArray[np.float32] = embedding[0]
        return unit


def find_model_directory() -> Path:
    """The first ``williams_minilm/`` on ``sys.path``. Raises PermanentError when there is none."""
    for entry in sys.path:
        directory = Path(entry or ".") / _DIRECTORY
        if (directory / "model.onnx").is_file():
            return directory
    raise PermanentError(f"No {_DIRECTORY}/model.onnx is on sys.path. {_HOW_TO_BUILD}")


def windows(tokens: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut ``tokens`` into as few windows of at most ``size`` as possible, all about equally long."""
    count = max(1, -(-len(tokens) // size))
    edges = [index * len(tokens) // count for index in range(count + 1)]
    return [tokens[start:end] for start, end in pairwise(edges)]


class MiniLmEmbedding:
    """``EmbeddingPort`` over the model directory that ``williams_engine_minilm.building.build_model`` writes.

    The model reads 256 tokens (its model card), about 190 English words. A longer text is cut into windows of equal
    length, and its vector is the normalised mean of theirs, so that no part of it is dropped.

    Each window goes through the network alone, one on each core: on two cores this is faster than batches are
    (nothing is padded), and a text's vector never depends on its neighbours.
    """

    def __init__(self, directory: str | Path | None = None, *, workers: int | None = None) -> None:
        """``directory`` holds the model, by default found on ``sys.path``; ``workers`` are by default the cores."""
        self._given = directory
        self._workers = workers or _available_cores()
        self._loaded: _Model | None = None
        self._loading = Lock()

    @property
    def model(self) -> str:
        return self._manifest.model

    @property
    def dimensions(self) -> int:
        return self._manifest.dimensions

    @property
    def unrelated_below(self) -> float | None:
        return _UNRELATED_BELOW

    async def embed(self, texts: Sequence[str]) -> list[array[float]]:
        """One float32 unit vector per text. Raises PermanentError when the model is missing or damaged."""
        return await asyncio.to_thread(self._embed, list(texts)) if texts else []

    @cached_property
    def _directory(self) -> Path:
        directory = Path(self._given) if self._given else find_model_directory()
        if missing := [name for name in _FILES if not (directory / name).is_file()]:
            lacking = f"{directory} lacks {', '.join(missing)}"
            raise PermanentError(f"The embedding model is not complete. {_HOW_TO_BUILD}", lacking)
        return directory

    @cached_property
    def _manifest(self) -> _Manifest:
        try:
            manifest = json.loads((self._directory / "manifest.json").read_text())
            return _Manifest(manifest["model"], manifest["dimensions"], manifest["max_tokens"])
        except (ValueError, KeyError) as error:
            reason = f"{self._directory}/manifest.json: {error!r}"
            raise PermanentError(f"The embedding model's manifest cannot be read. {_HOW_TO_BUILD}", reason) from error

    def _load(self) -> _Model:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._directory)
            return self._loaded

    def _embed(self, texts: list[str]) -> list[array[float]]:
        import numpy as np

        model = self._load()
        content_tokens = self._manifest.max_tokens - 2  # [CLS] and [SEP] stand around each window
        pieces: list[tuple[int, Sequence[int]]] = []
        for index, encoding in enumerate(model.tokenizer.encode_batch_fast(texts)):
            start, *tokens, end = encoding.ids
            pieces += [(index, [start, *window, end]) for window in windows(tokens, content_tokens)]
        # Longest first, so that no core is left alone with a long one at the end.
        pieces.sort(key=lambda piece: -len(piece[1]))

        sums = np.zeros((len(texts), self.dimensions), np.float32)
        with ThreadPoolExecutor(min(self._workers, len(pieces))) as pool:
            for (index, _), vector in zip(pieces, pool.map(model.vector, (ids for _, ids in pieces)), strict=True):
                sums[index] += vector
        return [array("f", (total / np.linalg.norm(total)).tobytes()) for total in sums]


def _available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _load(directory: Path) -> _Model:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(directory / "model.onnx", options, providers=["CPUExecutionProvider"])
        return _Model(session, Tokenizer.from_file(str(directory / "tokenizer.json")))
    except Exception as error:  # both libraries raise bare exceptions of their own
        reason = f"{directory}: {error}"
        raise PermanentError(f"The embedding model cannot be loaded. {_HOW_TO_BUILD}", reason) from error
