from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from williams_engine_minilm.building.build_model import PACKAGE, WrongWeights, build, is_current


@pytest.fixture
def copy(model_directory: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_directory, tmp_path / PACKAGE))


def test_same_inputs_give_the_same_bytes(model_directory: Path, tmp_path: Path) -> None:
    assert build(tmp_path / PACKAGE)
    for name in ("model.onnx", "tokenizer.json", "manifest.json"):
        assert (tmp_path / PACKAGE / name).read_bytes() == (model_directory / name).read_bytes()


def test_a_current_directory_is_left_alone(copy: Path) -> None:
    before = (copy / "model.onnx").stat().st_mtime_ns
    assert not build(copy)
    assert (copy / "model.onnx").stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_a_damaged_file_is_noticed(copy: Path, damage: str) -> None:
    content = (copy / damage).read_bytes()
    (copy / damage).write_bytes(content[: len(content) // 2])
    assert not is_current(copy)


def test_another_recipe_is_noticed(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["inputs"]["recipe"] = "0" * 64
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert not is_current(copy)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the published weights")
    with pytest.raises(WrongWeights, match="SHA-256"):
        build(tmp_path / PACKAGE, source=tmp_path)
    assert not (tmp_path / PACKAGE).exists()


def test_tokenizer_neither_cuts_nor_pads(model_directory: Path) -> None:
    tokenizer = json.loads((model_directory / "tokenizer.json").read_text())
    assert tokenizer["truncation"] is None
    assert tokenizer["padding"] is None
