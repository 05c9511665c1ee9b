from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from williams_engine_minilm.building.build_model import PACKAGE, build, source_directory

CACHE = Path(__file__).parents[3] / "build" / "models"


@pytest.fixture(scope="session")
def weights() -> dict[str, NDArray[np.float32]]:
    return load_file(source_directory() / "model.safetensors")


@pytest.fixture(scope="session")
def model_directory() -> Path:
    build(CACHE / PACKAGE)
    return CACHE / PACKAGE


@pytest.fixture(scope="session")
def tokenizer(model_directory: Path) -> Tokenizer:
    return Tokenizer.from_file(str(model_directory / "tokenizer.json"))
