"""A plain NumPy forward pass of BERT and mean pooling, written from the paper and the model card: the reference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_HEADS = 12
_ERF = np.vectorize(math.erf, otypes=[np.float64])


def sentence_vector(weights: Mapping[str, NDArray[np.float32]], ids: Sequence[int]) -> Array:
    """The unit vector (384) of one text's token ids, special tokens included."""

    def linear(x: Array, name: str) -> Array:
        return x @ weights[f"{name}.weight"].astype(np.float64).T + weights[f"{name}.bias"]

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(axis=1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
        return np.asarray(centred / deviation * weights[f"{name}.weight"] + weights[f"{name}.bias"])

    def heads(x: Array) -> Array:
        return x.reshape(len(ids), _HEADS, -1).swapaxes(0, 1)

    x: Array = (
        weights["embeddings.word_embeddings.weight"][list(ids)].astype(np.float64)
        + weights["embeddings.position_embeddings.weight"][: len(ids)]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    x = norm(x, "embeddings.LayerNorm")
    for layer in range(6):
        block = f"encoder.layer.{layer}"
        query, key, value = (heads(linear(x, f"{block}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = np.exp(query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1]))
        attended = (scores / scores.sum(axis=2, keepdims=True)) @ value
        joined = attended.swapaxes(0, 1).reshape(len(ids), -1)
        x = norm(x + linear(joined, f"{block}.attention.output.dense"), f"{block}.attention.output.LayerNorm")
        inner = linear(x, f"{block}.intermediate.dense")
        inner = inner * (1 + _ERF(inner / math.sqrt(2))) / 2
        x = norm(x + linear(inner, f"{block}.output.dense"), f"{block}.output.LayerNorm")
    mean = x.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))
