from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from williams_engine_minilm.building.build_model import source_directory
from williams_engine_minilm.files import NETWORK, TOKENIZER
from williams_engine_minilm.manifest import MiniLmManifest

from williams.ports.model_files import ModelFilesPort
from williams_testing.model_files import OriginModelFiles


@pytest.fixture(scope="session")
def weights() -> dict[str, NDArray[np.float32]]:
    return load_file(source_directory() / "model.safetensors")


@pytest.fixture(scope="session")
def model_files() -> ModelFilesPort:
    return OriginModelFiles(MiniLmManifest)


@pytest.fixture(scope="session")
def network(model_files: ModelFilesPort) -> Path:
    return model_files.path(NETWORK)


@pytest.fixture(scope="session")
def tokenizer(model_files: ModelFilesPort) -> Tokenizer:
    found = Tokenizer.from_file(str(model_files.path(TOKENIZER)))
    found.no_truncation()
    found.no_padding()
    return found
