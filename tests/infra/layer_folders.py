"""Stand-in layers."""

from __future__ import annotations

from pathlib import Path


def make_layers(root: Path, *names: str) -> Path:
    """Layers in both forms: as the build for Lambda leaves them, and as lists of folders."""
    for name in names:
        packages = root / name / "python"
        packages.mkdir(parents=True)
        (packages / "content.txt").write_text(name)
        (root / f"{name}.paths").write_text(f"/first/{name}\n/second/{name}\n")
    return root
