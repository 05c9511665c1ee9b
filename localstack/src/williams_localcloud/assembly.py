"""Reads a CDK cloud assembly: its stacks in the order of their dependencies, and the files that these need."""

import json
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from williams_localcloud.account import ACCOUNT, REGION

BOOTSTRAP_PARAMETER = "bootstrapStackVersionSsmParameter"
PLACEHOLDERS = {"${AWS::Partition}": "aws", "${AWS::AccountId}": ACCOUNT, "${AWS::Region}": REGION}


@dataclass(frozen=True)
class Asset:
    """A file or folder to upload. Folders are zipped. Its key names its content."""

    source: Path
    zipped: bool
    bucket: str
    key: str


@dataclass(frozen=True)
class Stack:
    """One CloudFormation stack of the assembly."""

    name: str
    template_file: Path

    @property
    def template(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.template_file.read_text(encoding="utf-8"))
        return loaded


def read_stacks(assembly: Path) -> list[Stack]:
    """The stacks, each after those that it depends on."""
    artifacts = _artifacts(assembly)
    order = TopologicalSorter({name: artifact.get("dependencies", []) for name, artifact in artifacts.items()})
    return [
        Stack(
            name=artifacts[name]["properties"].get("stackName", name),
            template_file=assembly / artifacts[name]["properties"]["templateFile"],
        )
        for name in order.static_order()
        if name in artifacts and artifacts[name]["type"] == "aws:cloudformation:stack"
    ]


def read_assets(assembly: Path) -> list[Asset]:
    """Every file asset (templates among them), once for each destination."""
    found = {}
    for artifact in _artifacts(assembly).values():
        if artifact["type"] == "cdk:asset-manifest":
            manifest = json.loads((assembly / artifact["properties"]["file"]).read_text(encoding="utf-8"))
            for entry in manifest.get("files", {}).values():
                for asset in _assets(assembly, entry):
                    found[asset.bucket, asset.key] = asset
    return list(found.values())


def read_bootstrap_parameters(assembly: Path) -> set[str]:
    """The SSM parameters in which templates look for the bootstrap's version."""
    properties = [artifact.get("properties", {}) for artifact in _artifacts(assembly).values()]
    return {entry[BOOTSTRAP_PARAMETER] for entry in properties if BOOTSTRAP_PARAMETER in entry}


def _assets(assembly: Path, entry: dict[str, Any]) -> list[Asset]:
    source = entry["source"]
    return [
        Asset(
            source=assembly / source["path"],
            zipped=source.get("packaging") == "zip",
            bucket=_filled(destination["bucketName"]),
            key=destination["objectKey"],
        )
        for destination in entry["destinations"].values()
    ]


def _filled(text: str) -> str:
    for placeholder, value in PLACEHOLDERS.items():
        text = text.replace(placeholder, value)
    return text


def _artifacts(assembly: Path) -> dict[str, Any]:
    manifest = json.loads((assembly / "manifest.json").read_text(encoding="utf-8"))
    return dict(manifest.get("artifacts", {}))
