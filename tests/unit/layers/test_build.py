from __future__ import annotations

import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from layers import build
from layers.plan import Layer, Recipe
from layers.uv import LayerError


@pytest.fixture
def run(plugin: Distribution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Layer]:
    """The plan of the command, which a test may change; the command's arguments are set."""
    planned = [Layer(name, Recipe(), "", list, (plugin,)) for name in ("one", "two")]
    monkeypatch.setattr(build, "layers", lambda *, with_tests: planned if with_tests else planned[:1])
    monkeypatch.setattr(sys, "argv", ["layers.build", "--target", "local", "--out", str(tmp_path / "out")])
    return planned


def test_the_command_says_what_it_did(run: list[Layer], capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main() == 0
    first = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in first] == [layer.name for layer in run]
    assert all("MB  built in" in line for line in first)
    assert build.main() == 0
    assert all("is current" in line for line in capsys.readouterr().out.splitlines())


def test_one_layer_can_be_built_alone(run: list[Layer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--only", run[1].name])
    assert build.main() == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["two", "two.paths", "two.stamp"]


def test_an_unknown_layer_is_an_error_that_names_the_others(
    run: list[Layer], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--only", "three"])
    assert build.main() == 1
    assert f"There is no layer three; there are {run[0].name}, {run[1].name}." in capsys.readouterr().err


def test_layers_of_plugins_that_are_gone_are_removed(run: list[Layer], tmp_path: Path) -> None:
    build.main()
    (tmp_path / "out" / "mine.txt").write_text("not a layer")
    run.pop()
    build.main()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["mine.txt", "one", "one.paths", "one.stamp"]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    names = ("minilm", "espeak", "hibari", "kokoro", "ffmpeg", "quoting", "tesseract")
    engines = [f"williams-engine-{name}" for name in names]
    for name in ("core", *engines, "import.pdf", "export.podcast"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.so").write_bytes(bytes(2**20))
    for name in engines[1:4]:  # come as one layer, which has it once
        (tmp_path / name / "numpy.so").write_bytes(bytes(2**20))
    return tmp_path


def test_functions_within_the_caps_are_listed(built: Path) -> None:
    lines = build.check_caps(built)
    assert [line.split()[:3] for line in lines] == [["export.podcast", "8.0", "MB"], ["import.pdf", "4.0", "MB"]]
    assert lines[1].endswith("core + import.pdf + williams-engine-minilm + williams-engine-tesseract")


def test_a_function_over_the_cap_is_an_error(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MAX_MEGABYTES", 4)
    with pytest.raises(LayerError, match=r"export\.podcast.*8\.0 MB[\s\S]*Lambda allows"):
        build.check_caps(built)


def test_the_lambda_target_is_arm64_from_wheels_only() -> None:
    target = build.lambda_target()
    assert "aarch64-manylinux_2_28" in target.options
    assert target.options[-2:] == ("--only-binary", ":all:")
    assert (target.live, target.folder, target.mounted) == (False, "python", "/opt/python")


def test_missing_bytecode_is_said(
    run: list[Layer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "_python", lambda: None)
    monkeypatch.setattr(build, "check_caps", lambda _: [])
    monkeypatch.setattr(sys, "argv", ["layers.build", "--target", "lambda", "--out", str(tmp_path / "out")])
    assert build.main() == 0
    output = capsys.readouterr()
    assert [line.split()[0] for line in output.out.split("\n\n")[0].splitlines()] == [run[0].name]
    assert "No bytecode was compiled" in output.err
