"""all-MiniLM-L6-v2 as an ONNX graph of standard operators: one text in, one unit vector out.

Devlin et al., BERT, arXiv:1810.04805; mean pooling and normalisation as in the model card of
sentence-transformers/all-MiniLM-L6-v2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS = 6
HEADS = 12
DIMENSIONS = 384
LAYER_NORM_EPSILON = 1e-12
OPSET = 23  # the first with Attention
IR_VERSION = 11

Weights = Mapping[str, NDArray[np.float32]]


class _Graph:
    """Collects nodes and constants under names that are the same on every build."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Any) -> list[str]:
        name = f"{operator}_{len(self.nodes)}"
        names = [f"{name}_{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=name, **attributes))
        return names

    def linear(self, x: str, *prefixes: str) -> str:
        """``x @ W.T + b``; several prefixes are one product with their weights side by side."""
        matrix = np.concatenate([self.weights[f"{prefix}.weight"] for prefix in prefixes]).T
        bias = np.concatenate([self.weights[f"{prefix}.bias"] for prefix in prefixes])
        (product,) = self.add("MatMul", x, self.constant(f"{prefixes[0]}.weight", matrix))
        return self.add("Add", product, self.constant(f"{prefixes[0]}.bias", bias))[0]

    def layer_norm(self, x: str, prefix: str) -> str:
        scale = self.constant(f"{prefix}.weight", self.weights[f"{prefix}.weight"])
        bias = self.constant(f"{prefix}.bias", self.weights[f"{prefix}.bias"])
        return self.add("LayerNormalization", x, scale, bias, epsilon=LAYER_NORM_EPSILON, axis=-1)[0]


def _words(graph: _Graph, *, quantised: bool) -> str:
    """The word vectors; when quantised, with a scale for each row: a single one costs a hundredth of cosine."""
    table = graph.weights["embeddings.word_embeddings.weight"]
    if not quantised:
        return graph.add("Gather", graph.constant("words", table), "input_ids")[0]
    scale = np.abs(table).max(axis=1, keepdims=True) / np.float32(127)
    rows = np.rint(table / np.where(scale > 0, scale, 1)).astype(np.int8)
    (row,) = graph.add("Gather", graph.constant("words", rows), "input_ids")
    (row_scale,) = graph.add("Gather", graph.constant("words.scale", scale), "input_ids")
    (as_float,) = graph.add("Cast", row, to=TensorProto.FLOAT)
    return graph.add("Mul", as_float, row_scale)[0]


def _embeddings(graph: _Graph, *, quantised: bool) -> str:
    # Every text is a single segment, so the first token type belongs to each position for good.
    positions = graph.weights["embeddings.position_embeddings.weight"]
    positions = positions + graph.weights["embeddings.token_type_embeddings.weight"][0]
    (length,) = graph.add("Shape", "input_ids", start=1)
    start = graph.constant("zero", np.array([0], np.int64))
    (used,) = graph.add("Slice", graph.constant("positions", positions), start, length)
    (total,) = graph.add("Add", _words(graph, quantised=quantised), used)
    return graph.layer_norm(total, "embeddings.LayerNorm")


def _encoder_layer(graph: _Graph, x: str, layer: int) -> str:
    prefix = f"encoder.layer.{layer}"
    projected = graph.linear(x, *(f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")))
    query, key, value = graph.add("Split", projected, outputs=3, axis=-1, num_outputs=3)
    (attended,) = graph.add("Attention", query, key, value, q_num_heads=HEADS, kv_num_heads=HEADS)
    (x,) = graph.add("Add", x, graph.linear(attended, f"{prefix}.attention.output.dense"))
    x = graph.layer_norm(x, f"{prefix}.attention.output.LayerNorm")
    (activated,) = graph.add("Gelu", graph.linear(x, f"{prefix}.intermediate.dense"))
    (x,) = graph.add("Add", x, graph.linear(activated, f"{prefix}.output.dense"))
    return graph.layer_norm(x, f"{prefix}.output.LayerNorm")


def sentence_encoder(weights: Weights, *, quantised_words: bool) -> onnx.ModelProto:
    """``input_ids`` (int64, 1 x tokens, at most 512) to ``embedding`` (float32, 1 x 384, length 1).

    There is no attention mask: a text goes through alone, so no padding exists, and its vector does not depend
    on which other texts were embedded at the same time.
    """
    graph = _Graph(weights)
    x = _embeddings(graph, quantised=quantised_words)
    for layer in range(LAYERS):
        x = _encoder_layer(graph, x, layer)
    (mean,) = graph.add("ReduceMean", x, graph.constant("one", np.array([1], np.int64)), keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["embedding"], name="normalise", axis=-1, p=2))
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, DIMENSIONS])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
