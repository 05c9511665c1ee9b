import json
from pathlib import Path
from typing import Any

import pytest

from williams_localcloud.assembly import Asset, read_assets, read_bootstrap_parameters, read_stacks
from williams_localcloud.assets import zip_folder

BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"


def _stack(name: str, dependencies: list[str]) -> dict[str, Any]:
    properties = {
        "templateFile": f"{name}.template.json",
        "stackName": f"{name}-local",
        "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/hnb659fds/version",
    }
    return {"type": "aws:cloudformation:stack", "properties": properties, "dependencies": dependencies}


@pytest.fixture
def assembly(tmp_path: Path) -> Path:
    """Three stacks, of which the manifest names the last first, and two assets."""
    artifacts = {
        "Api": _stack("Api", ["Pipelines", "Api.assets"]),
        "Pipelines": _stack("Pipelines", ["Data"]),
        "Data": _stack("Data", []),
        "Api.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Api.assets.json"}},
        "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
    }
    files = {
        "1": {
            "source": {"path": "asset.1", "packaging": "zip"},
            "destinations": {"here": {"bucketName": BUCKET, "objectKey": "1.zip"}},
        },
        "2": {
            "source": {"path": "Api.template.json", "packaging": "file"},
            "destinations": {"here": {"bucketName": BUCKET, "objectKey": "2.json"}},
        },
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    (tmp_path / "Api.assets.json").write_text(json.dumps({"files": files}))
    return tmp_path


def test_stacks_come_after_those_they_depend_on(assembly: Path) -> None:
    assert [stack.name for stack in read_stacks(assembly)] == ["Data-local", "Pipelines-local", "Api-local"]


def test_assets_name_their_bucket_in_the_local_account(assembly: Path) -> None:
    bucket = "cdk-hnb659fds-assets-000000000000-us-east-1"

    assert read_assets(assembly) == [
        Asset(assembly / "asset.1", zipped=True, bucket=bucket, key="1.zip"),
        Asset(assembly / "Api.template.json", zipped=False, bucket=bucket, key="2.json"),
    ]


def test_the_bootstrap_version_is_asked_for_once(assembly: Path) -> None:
    assert read_bootstrap_parameters(assembly) == {"/cdk-bootstrap/hnb659fds/version"}


def test_a_zip_depends_on_names_contents_and_execute_bits_only(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder, order in zip(folders, (("x", "y/z"), ("y/z", "x")), strict=True):
        for name in order:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name)

    assert zip_folder(folders[0]) == zip_folder(folders[1])

    (folders[1] / "x").chmod(0o755)
    assert zip_folder(folders[0]) != zip_folder(folders[1])
