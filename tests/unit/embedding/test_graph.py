"""The ONNX graph against a reference that shares no code with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer
from williams_engine_minilm.building.graph import sentence_encoder

from tests.unit.embedding.bert import sentence_vector
from tests.unit.embedding.texts import TEXTS

Vectors = NDArray[np.float64]


@pytest.fixture(scope="module")
def token_ids(tokenizer: Tokenizer) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch([*TEXTS, " ".join(TEXTS)[:900]])]


@pytest.fixture(scope="module")
def reference(weights: dict[str, NDArray[np.float32]], token_ids: list[list[int]]) -> Vectors:
    return np.stack([sentence_vector(weights, ids) for ids in token_ids])


def _run(model: bytes | str, token_ids: list[list[int]]) -> Vectors:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, {"input_ids": np.array([ids], np.int64)})[0] for ids in token_ids])


def test_float_graph_equals_the_reference(
    weights: dict[str, NDArray[np.float32]], token_ids: list[list[int]], reference: Vectors
) -> None:
    vectors = _run(sentence_encoder(weights, quantised_words=False).SerializeToString(), token_ids)
    assert np.abs(vectors - reference).max() < 1e-5


def test_quantised_graph_is_close_to_the_reference(
    network: Path, token_ids: list[list[int]], reference: Vectors
) -> None:
    cosines = (_run(str(network), token_ids) * reference).sum(axis=1)
    assert cosines.min() >= 0.990
    assert cosines.mean() >= 0.994


def test_vectors_have_length_one(network: Path, token_ids: list[list[int]]) -> None:
    vectors = _run(str(network), token_ids)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
