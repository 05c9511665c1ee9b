"""Model files of the tests' own."""

from __future__ import annotations

import hashlib
from pathlib import Path

from williams.domain.model_files import Made, ModelFile, Packaged, PackagedPart

BYTES = b"weights " * 1000


def sample(data: bytes = BYTES, origin: Packaged | Made | None = None, name: str = "net.bin") -> ModelFile:
    """Return the file that these bytes are."""
    made = origin or Made(module="tests.unit.model_files.samples")
    return ModelFile(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), origin=made)


def parts(*paths: str, package: str = "acme-weights==1.0") -> Packaged:
    return Packaged(parts=tuple(PackagedPart(package=package, path=path) for path in paths))


def make(name: str, to: Path) -> None:
    """As a module does that makes model files."""
    to.write_bytes(BYTES if name == "net.bin" else name.encode())
