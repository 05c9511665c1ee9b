from __future__ import annotations

from pathlib import Path

import pytest
from williams_engine_minilm.building.build_model import WrongWeights, make


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the published weights")
    with pytest.raises(WrongWeights, match=r"net\.onnx.*SHA-256"):
        make("net.onnx", tmp_path / "net.onnx", source=tmp_path)
    assert not (tmp_path / "net.onnx").exists()
