"""Stand-in layers and model files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from williams.domain.model_files import ModelFile


def make_models(root: Path, files: Iterable[ModelFile]) -> Path:
    """Files of the right names and sizes, which take no room."""
    root.mkdir()
    for file in files:
        with (root / file.sha256).open("wb") as sparse:
            sparse.truncate(file.size)
    return root


def make_layers(root: Path, *names: str) -> Path:
    """Layers in both forms: as the build for Lambda leaves them, and as lists of folders."""
    for name in names:
        packages = root / name / "python"
        packages.mkdir(parents=True)
        (packages / "content.txt").write_text(name)
        (root / f"{name}.paths").write_text(f"/first/{name}\n/second/{name}\n")
    return root
