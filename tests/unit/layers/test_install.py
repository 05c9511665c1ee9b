from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import lzma
import marshal
import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from layers.build import local_target
from layers.install import Target, build_layer, megabytes
from layers.plan import Layer, Recipe
from layers.uv import LayerError

COPIED = Target("copied", (), sys.executable, live=False, folder="python", mounted="/opt/python")


@pytest.fixture
def layer(plugin: Distribution) -> Layer:
    recipe = Recipe(prune=("acme_epub/data/*/",), keep=("acme_epub/data/used",))
    return Layer("import.epub", recipe, "", list, (plugin,))


def plugin_names(directory: Path) -> list[str]:
    found = importlib.metadata.distributions(path=[str(directory)])
    return [point.name for each in found for point in each.entry_points]


def test_a_live_layer_refers_to_the_sources(layer: Layer, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build_layer(layer, local_target(), out)
    assert (out / "import.epub.paths").read_text() == f"{out}/import.epub\n{project}/src\n"
    assert plugin_names(out / "import.epub") == ["import.epub"]
    assert not (out / "import.epub" / "acme_epub").exists()


def test_edits_of_the_sources_leave_a_live_layer_current(layer: Layer, project: Path, tmp_path: Path) -> None:
    assert build_layer(layer, local_target(), tmp_path / "out")
    (project / "src/acme_epub/__init__.py").write_text("changed = True")
    assert not build_layer(layer, local_target(), tmp_path / "out")


def test_a_copied_layer_is_complete_and_lean(layer: Layer, tmp_path: Path) -> None:
    assert build_layer(layer, COPIED, tmp_path / "out")
    content = tmp_path / "out" / "import.epub" / "python"
    files = {str(path.relative_to(content)) for path in content.rglob("*") if path.is_file()}
    assert {name for name in files if "__pycache__" not in name} == {
        "acme_epub/__init__.py",
        "acme_epub/data/index.json",
        "acme_epub/data/used/model.json",
        "acme_epub-1.2.0.dist-info/METADATA",
        "acme_epub-1.2.0.dist-info/entry_points.txt",
    }
    assert plugin_names(content) == ["import.epub"]


def test_what_is_packed_in_a_copied_layer_is_whole_and_in_a_live_one_as_it_was(layer: Layer, tmp_path: Path) -> None:
    recipe = Recipe(packed=("acme_epub/data/*.json",))
    packing = dataclasses.replace(layer, recipe=recipe)
    build_layer(layer, COPIED, tmp_path / "plain")
    build_layer(packing, COPIED, tmp_path / "packed")
    (plain,) = (tmp_path / "plain").rglob("data/index.json")
    (packed,) = (tmp_path / "packed").rglob("data/index.json*")
    assert packed.name == "index.json.xz"
    assert lzma.decompress(packed.read_bytes()) == plain.read_bytes()


def test_a_copied_layer_follows_every_edit(layer: Layer, project: Path, tmp_path: Path) -> None:
    package = tmp_path / "out" / "import.epub" / "python" / "acme_epub"
    assert build_layer(layer, COPIED, tmp_path / "out")
    assert not build_layer(layer, COPIED, tmp_path / "out")
    (project / "src/acme_epub/__init__.py").write_text("changed = True")
    (project / "src/acme_epub/more.py").write_text("")
    assert build_layer(layer, COPIED, tmp_path / "out")
    assert (package / "__init__.py").read_text() == "changed = True"
    assert (package / "more.py").exists()


def test_bytecode_is_unchecked_and_names_where_the_files_will_be(layer: Layer, tmp_path: Path) -> None:
    build_layer(layer, COPIED, tmp_path / "out")
    (compiled,) = (tmp_path / "out").rglob("acme_epub/__pycache__/__init__.*.pyc")
    content = compiled.read_bytes()
    assert content[4:8] == (0b01).to_bytes(4, "little")  # PEP 552: by hash, not checked
    assert marshal.loads(content[16:]).co_filename == "/opt/python/acme_epub/__init__.py"


def test_a_module_for_another_python_keeps_no_layer_from_being_built(
    layer: Layer, project: Path, tmp_path: Path
) -> None:
    (project / "src/acme_epub/old.py").write_text("print 0xFFL")
    build_layer(layer, COPIED, tmp_path / "out")
    assert [path.name.partition(".")[0] for path in (tmp_path / "out").rglob("*.pyc")] == ["__init__"]


def test_without_a_compiler_there_is_no_bytecode(layer: Layer, tmp_path: Path) -> None:
    build_layer(layer, dataclasses.replace(COPIED, compiler=None), tmp_path / "out")
    assert list((tmp_path / "out").rglob("*.pyc")) == []


@pytest.mark.parametrize("change", ["pins", "recipe", "target", "stamp", "directory"])
def test_what_makes_a_layer_stale(layer: Layer, tmp_path: Path, change: str) -> None:
    out, target = tmp_path / "out", local_target()
    assert build_layer(layer, target, out)
    match change:
        case "pins":
            layer = dataclasses.replace(layer, pins="another==1")
        case "recipe":
            layer = dataclasses.replace(layer, recipe=Recipe())
        case "target":
            target = dataclasses.replace(target, compiler=None)
        case "stamp":
            (out / "import.epub.stamp").unlink()
        case _:
            subprocess.run(["rm", "-r", str(out / "import.epub")], check=True)
    assert build_layer(layer, target, out)


def test_a_failed_build_is_not_taken_for_current(layer: Layer, tmp_path: Path) -> None:
    broken = dataclasses.replace(layer, requirements=lambda: ["no-such-distribution-of-acme==1"])
    for _ in range(2):
        with pytest.raises(LayerError, match="no-such-distribution-of-acme"):
            build_layer(broken, local_target(), tmp_path / "out")
    assert build_layer(layer, local_target(), tmp_path / "out")


def test_megabytes_counts_files(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").write_bytes(bytes(2**20))
    (tmp_path / "other").write_bytes(bytes(2**19))
    assert megabytes(tmp_path) == 1.5


def test_what_was_installed_as_a_copy_is_copied_also_for_this_machine(
    layer: Layer, plugin: Distribution, project: Path, tmp_path: Path
) -> None:
    _origin(tmp_path).write_text(json.dumps({"url": project.as_uri(), "dir_info": {}}))
    out = tmp_path / "out"
    assert build_layer(layer, local_target(), out)
    assert (out / "import.epub.paths").read_text() == f"{out}/import.epub\n"
    assert (out / "import.epub" / "acme_epub" / "__init__.py").exists()
    assert plugin_names(out / "import.epub") == ["import.epub"]
    assert plugin.name == "acme-epub"


def test_sources_that_are_gone_are_named(layer: Layer, tmp_path: Path) -> None:
    _origin(tmp_path).write_text(json.dumps({"url": (tmp_path / "gone").as_uri(), "dir_info": {}}))
    with pytest.raises(LayerError, match=r"acme-epub was installed from .*/gone, which is gone: install it again"):
        build_layer(layer, local_target(), tmp_path / "out")


def _origin(folder: Path) -> Path:
    return folder / "site" / "acme_epub-1.2.0.dist-info" / "direct_url.json"
