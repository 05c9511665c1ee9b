"""Every deployed function is imported from its unpacked zip and its layers, and from nothing else."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from williams.plugin.registry import registry
from williams_localcloud.assembly import read_assets, read_stacks
from williams_localcloud.assets import zip_folder
from williams_localcloud.paths import LocalPaths
from williams_localcloud.synth import synthesize

pytestmark = pytest.mark.timeout(400)
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("isolated_handler.py")
FUNCTION, LAYER = "AWS::Lambda::Function", "AWS::Lambda::LayerVersion"
BUILD_SECONDS, IMPORT_SECONDS = 300, 60

FOLDERS = {
    *("api", "websocket", "dispatch", "run_stage", "settle_job", "publish_progress", "reconcile"),
    *("migrate", "grant_token", "weigh_owner", "drop_folder"),
}
PLUGINS = registry().plugins
# What no handler needs to be imported.
HEAVY = {
    *("numpy", "onnxruntime", "tokenizers", "pypdf", "pypdfium2", "pydub", "imageio_ffmpeg", "sentencex", "openai"),
    *(
        "alembic",
        "yt_dlp",
        "sklearn",
        "gcld3",
        "pytest",
        "moto",
        "lxml",
        "trafilatura",
        "williams_testing",
        "williams_cli",
        "williams_client",
    ),
}
WEB = {"fastapi", "starlette", "mangum"}
STORES = {"sqlalchemy", "pg8000", "neo4j", "pgvector"}
NOT_FOR = {
    "websocket": HEAVY | WEB | STORES,
    "publish_progress": HEAVY | WEB | STORES,
    "dispatch": HEAVY | WEB | {"neo4j", "pgvector"},
    "settle_job": HEAVY | WEB | {"neo4j", "pgvector"},
    "reconcile": HEAVY | WEB | {"neo4j", "pgvector"},
    "drop_folder": HEAVY | WEB | {"neo4j", "pgvector"},
    "run_stage": HEAVY | WEB,
    "api": HEAVY,
    "migrate": HEAVY | WEB | {"neo4j", "pgvector"},
    "grant_token": HEAVY | WEB | {"neo4j", "pgvector"},
    "weigh_owner": HEAVY | WEB | {"neo4j", "pgvector"},
}


@dataclass(frozen=True)
class PackedFunction:
    """``code`` and ``layers`` are unpacked zips, in the order in which infra gives the layers."""

    name: str
    handler: str
    plugin_id: str | None
    code: Path
    layers: list[Path]

    @property
    def folder(self) -> str:
        return self.handler.split(".")[1]


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> list[PackedFunction]:
    """What the local stage deploys, from the synthesized templates; the layers are those of the local cloud."""
    layers = LocalPaths(ROOT).layers
    build = [sys.executable, "-m", "layers.build", "--target", "local", "--out", str(layers)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=BUILD_SECONDS)
    paths = _Elsewhere(ROOT, tmp_path_factory.mktemp("synth"))
    assembly = synthesize(paths, {"stage": "local", "gateway_port": 4566, "layers": str(layers)})
    zips = {asset.key: zip_folder(asset.source) for asset in read_assets(assembly) if asset.zipped}
    unpack = _Unpacker(zips, tmp_path_factory.mktemp("unpacked"))
    return [
        _packed(resource["Properties"], stack.template["Resources"], unpack)
        for stack in read_stacks(assembly)
        for resource in stack.template["Resources"].values()
        if resource["Type"] == FUNCTION and resource["Properties"]["Handler"].startswith("functions.")
    ]


@dataclass(frozen=True)
class _Elsewhere(LocalPaths):
    """The repository, with another place for the cloud assembly: the running local cloud keeps its own."""

    work: Path

    @property
    def cdk_out(self) -> Path:
        return self.work / "cdk.out"

    @property
    def logs(self) -> Path:
        return self.work


@dataclass(frozen=True)
class _Unpacker:
    zips: dict[str, bytes]
    root: Path

    def __call__(self, place: dict[str, Any]) -> Path:
        """Return the folder of an unpacked zip, named by its place in a template."""
        folder = self.root / str(place["S3Key"])
        if not folder.exists():
            zipfile.ZipFile(io.BytesIO(self.zips[place["S3Key"]])).extractall(folder)
        return folder


def _packed(properties: dict[str, Any], resources: dict[str, Any], unpack: _Unpacker) -> PackedFunction:
    layers = [resources[layer["Ref"]] for layer in properties.get("Layers", [])]
    assert {layer["Type"] for layer in layers} == {LAYER}
    return PackedFunction(
        name=properties["FunctionName"],
        handler=properties["Handler"],
        plugin_id=properties["Environment"]["Variables"].get("WILLIAMS_PLUGIN_ID"),
        code=unpack(properties["Code"]),
        layers=[unpack(layer["Properties"]["Content"]) for layer in layers],
    )


@pytest.fixture(scope="module")
def reports(functions: list[PackedFunction]) -> dict[str, dict[str, Any]]:
    """What each function's handler imports, by the function's name."""
    return {function.name: _imported(function) for function in functions}


def _imported(function: PackedFunction) -> dict[str, Any]:
    arguments = [str(function.code), function.handler, function.plugin_id or "-", *map(str, function.layers)]
    # The interpreter under the virtual environment, without site: neither knows the environment's packages.
    command = [os.path.realpath(sys.executable), "-I", "-S", str(PROGRAM), *arguments]
    done = subprocess.run(
        command,
        cwd="/",
        env={"AWS_REGION": "us-east-1", "PATH": os.defpath, "WILLIAMS_STAGE": "test"},
        capture_output=True,
        text=True,
        timeout=IMPORT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{function.name} cannot be imported:\n{done.stderr[-3000:]}"
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_every_function_is_deployed(functions: list[PackedFunction]) -> None:
    assert {function.folder for function in functions} == FOLDERS
    assert {function.plugin_id for function in functions if function.folder == "run_stage"} == set(PLUGINS)


def test_a_zip_holds_its_own_function_only(functions: list[PackedFunction]) -> None:
    for function in functions:
        assert [path.name for path in function.code.iterdir()] == ["functions"]
        assert [path.name for path in (function.code / "functions").iterdir()] == [function.folder]


def test_lambda_takes_that_many_layers(functions: list[PackedFunction]) -> None:
    for function in functions:
        assert 1 <= len(function.layers) <= 5, function.name


def test_nothing_comes_from_the_virtual_environment(reports: dict[str, dict[str, Any]]) -> None:
    environment = Path(sysconfig.get_path("purelib"))
    for name, report in reports.items():
        strangers = [path for path in (*report["path"], *report["files"]) if Path(path).is_relative_to(environment)]
        assert strangers == [], name
        assert any(path.endswith(f"functions/{'/'.join(_folder(name))}/handler.py") for path in report["files"]), name


def _folder(name: str) -> list[str]:
    short = name.removeprefix("williams-local-").replace("-", "_")
    return ["run_stage" if short.startswith("run_stage") else short]


def test_no_handler_imports_what_it_does_not_need(
    functions: list[PackedFunction], reports: dict[str, dict[str, Any]]
) -> None:
    found = {
        function.name: sorted(NOT_FOR[function.folder] & set(reports[function.name]["imported"]))
        for function in functions
    }
    assert found == {function.name: [] for function in functions}


def test_every_plugin_works_with_its_layers(
    functions: list[PackedFunction], reports: dict[str, dict[str, Any]]
) -> None:
    for function in functions:
        if function.plugin_id:
            report = reports[function.name]
            assert report["stages"][-1] == "store"
            assert report["engines"] == dict.fromkeys(PLUGINS[function.plugin_id].needs, True)
            assert report["modules"]
