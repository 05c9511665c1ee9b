"""``unzipped_mb``: what Lambda counts of a function with its layers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from layers import ROOT
from layers.build import MAX_MEGABYTES
from tests.benchmarks.cloud import Guest
from tests.benchmarks.deployed import DeployedFunction, deployed_functions
from tests.benchmarks.figures import Aim, Figure

LAMBDA_LAYERS = ROOT / "build" / "layers"
AIM = Aim(float(MAX_MEGABYTES))


def run(guest: Guest, quick: bool) -> list[Figure]:  # noqa: ARG001  # nothing is repeated, so nothing can be shortened
    """Sum the sizes of each function's zip and layers, unzipped, in units of 2**20 bytes, bytecode included.

    For the local cloud always, where no limit holds; for Lambda (arm64) too when ``make layers`` has built its layers.
    """
    with TemporaryDirectory() as folder:
        functions = deployed_functions(guest, Path(folder))
        return [figure for function in functions for figure in _figures(function)]


def _figures(function: DeployedFunction) -> list[Figure]:
    here = [folder for folders in function.layers.values() for folder in folders]
    figures = [_figure(f"{function.name}, local", [function.code, *here], None)]
    there = [LAMBDA_LAYERS / name for name in function.layers]
    if all(folder.is_dir() for folder in there):
        figures.append(_figure(f"{function.name}, lambda", [function.code, *there], AIM))
    return figures


def _figure(subject: str, folders: Iterable[Path], aim: Aim | None) -> Figure:
    size = sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
    return Figure(name="unzipped_mb", subject=subject, value=size / 2**20, unit="MB", aim=aim)
