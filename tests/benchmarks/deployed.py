"""The functions as they stand deployed: their zips and layers, fetched from the emulator and unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from layers import ROOT
from tests.benchmarks.cloud import BenchmarkError, Guest
from williams_localcloud.aws import Aws
from williams_localcloud.paths import LocalPaths

PREFIX = "williams-local-"
_LINKED = re.compile(r"sys\.path\.insert\(0, '(.+)'\)")


@dataclass(frozen=True)
class DeployedFunction:
    """``code`` is where its zip is unpacked; ``layers`` maps each layer's name to its folders on ``sys.path``.

    ``environment`` is what it is deployed with; how AWS is reached is not in it.
    """

    name: str
    module: str
    code: Path
    layers: dict[str, list[Path]]
    environment: dict[str, str]

    @property
    def path(self) -> list[str]:
        """What stands on ``sys.path`` in the function, beside the standard library."""
        return [str(self.code), *(str(folder) for folders in self.layers.values() for folder in folders)]


def deployed_functions(guest: Guest, scratch: Path) -> list[DeployedFunction]:
    """Fetch every function of the deployment, ordered by name, and unpack it in a folder of ``scratch``."""
    client = guest.aws.client("lambda")
    pages = client.get_paginator("list_functions").paginate()
    found = [each for page in pages for each in page["Functions"] if each["FunctionName"].startswith(PREFIX)]
    if not found:
        raise BenchmarkError("No function is deployed. Deploy with: make up")
    by_link = _layers_by_link(LocalPaths(ROOT).layers)
    return [_fetched(guest.aws, each, scratch, by_link) for each in sorted(found, key=lambda f: f["FunctionName"])]


def _fetched(aws: Aws, found: dict[str, Any], scratch: Path, by_link: dict[str, str]) -> DeployedFunction:
    client = aws.client("lambda")
    name = found["FunctionName"].removeprefix(PREFIX)
    code = scratch / name
    location = client.get_function(FunctionName=found["FunctionName"])["Code"]["Location"]
    _download(location).extractall(code)
    layers: dict[str, list[Path]] = {}
    for layer in found.get("Layers", []):
        archive = _download(client.get_layer_version_by_arn(Arn=layer["Arn"])["Content"]["Location"])
        for link in archive.namelist():
            if link.endswith(".pth"):
                # The last to be inserted is found first.
                folders = list(reversed(_LINKED.findall(archive.read(link).decode())))
                layers[by_link[Path(link).stem]] = [Path(folder) for folder in folders]
    module = found["Handler"].rpartition(".")[0]
    return DeployedFunction(name, module, code, layers, found.get("Environment", {}).get("Variables", {}))


def _layers_by_link(folder: Path) -> dict[str, str]:
    names = (listing.name.removesuffix(".paths") for listing in folder.glob("*.paths"))
    return {f"williams_{name.replace('.', '_')}": name for name in names}


def _download(url: str) -> zipfile.ZipFile:
    answer = httpx.get(url, timeout=30.0, trust_env=False).raise_for_status()
    return zipfile.ZipFile(io.BytesIO(answer.content))
