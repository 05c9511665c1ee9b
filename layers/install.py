"""Fills one layer's directory for one target, unless it stands already."""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from layers import ROOT
from layers.plan import Layer, is_editable, source_directory
from layers.uv import LayerError, uv

_UNREADABLE = ("SyntaxError:", "IndentationError:", "TabError:")
_FAST = 1  # of xz: a third larger than its best, in a fifth of the time
_METADATA = ("METADATA", "entry_points.txt")
# Of a distribution's description its name, version and entry points are read at run time, and licenses stay with it.
_INSTALLATION = ("RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json", "top_level.txt", "uv_*.json")
_USELESS = ("bin", ".lock", "**/tests", "**/__pycache__", *(f"*.dist-info/{name}" for name in _INSTALLATION))


@dataclass(frozen=True)
class Target:
    """A platform. ``live`` layers refer to the sources of editable installations, the others hold a copy of them.

    ``compiler`` is a Python of the target's version, None where there is none; ``mounted`` is where the target
    will find the files, None if where they were built.
    """

    name: str
    options: tuple[str, ...]
    compiler: str | None
    live: bool
    folder: str = ""
    mounted: str | None = None


def megabytes(*directories: Path) -> float:
    """What Lambda counts: the unzipped files, in units of 2**20 bytes; what several have at one place counts once."""
    sizes = {path.relative_to(each): path.stat().st_size for each in directories for path in _files(each)}
    return sum(sizes.values()) / 2**20


def fingerprint(layer: Layer, target: Target) -> str:
    """Changes with anything that the layer's directory is made from."""
    digest = hashlib.sha256(repr((target, sys.version, layer.pins, layer.recipe)).encode())
    sources = [*ROOT.glob("layers/*.py"), *layer.recipe_directory.glob("*.*")]
    for own in layer.own:
        digest.update("".join(own.read_text(name) or "" for name in _METADATA).encode())
        project = _project(own)
        sources += [] if _is_live(own, target) else [project / "pyproject.toml", *_files(_import_root(project))]
    for path in sorted(path for path in sources if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def build_layer(layer: Layer, target: Target, out: Path) -> bool:
    """Make ``out/<layer>``, for a live target ``out/<layer>.paths`` too; False when it stands. Raises LayerError."""
    stamp = out / f"{layer.name}.stamp"
    directory = out / layer.name
    wanted = fingerprint(layer, target)
    if directory.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return False
    stamp.unlink(missing_ok=True)
    shutil.rmtree(directory, ignore_errors=True)
    _fill(layer, target, directory / target.folder)
    if target.live:
        sources = [_import_root(_project(own)) for own in layer.own if _is_live(own, target)]
        (out / f"{layer.name}.paths").write_text("".join(f"{path}\n" for path in [directory, *sources]))
    stamp.write_text(wanted)
    return True


def _fill(layer: Layer, target: Target, content: Path) -> None:
    content.mkdir(parents=True)
    if requirements := "\n".join(layer.requirements()):
        uv(
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            *target.options,
            "--target",
            content,
            "-r",
            "-",
            stdin=requirements,
        )
    for own in layer.own:
        if _is_live(own, target):
            _write_metadata(own, content)
        else:
            # uv's cache keeps the wheels that it builds, and sees changes of pyproject.toml only.
            uv("pip", "install", "--quiet", "--no-deps", "--no-cache", "--target", content, _project(own))
    _prune(layer, content)
    if not target.live:
        _pack(layer, content)
    if target.compiler:
        _compile(target.compiler, content, target.mounted)


def _prune(layer: Layer, content: Path) -> None:
    keep = {content / path for path in layer.recipe.keep}
    for pattern in (*_USELESS, *layer.recipe.prune):
        for path in set(content.glob(pattern)) - keep:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _pack(layer: Layer, content: Path) -> None:
    """Lambda counts what is unpacked in its layers, and not what a function unpacks into its scratch."""
    for path in sorted({path for pattern in layer.recipe.packed for path in content.glob(pattern)}):
        with path.open("rb") as plain, lzma.open(f"{path}.xz", "wb", preset=_FAST) as packed:
            shutil.copyfileobj(plain, packed, 2**20)
        path.unlink()


def _compile(python: str, content: Path, mounted: str | None) -> None:
    """Unchecked bytecode: a function neither compiles nor compares times, and tracebacks name where files will be.

    Libraries carry modules for other Pythons, which this one cannot read: nobody imports them, and they have none.
    """
    options = ["-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    options += ["-s", str(content), "-p", mounted] if mounted else []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [python, "-m", "compileall", *options, str(content)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    _, *failures = done.stdout.split("*** Error compiling ")
    if done.returncode != 0 and not (failures and all(any(e in each for e in _UNREADABLE) for each in failures)):
        raise LayerError(f"Compiling {content} failed:\n{done.stdout}{done.stderr}")


def _is_live(own: Distribution, target: Target) -> bool:
    """What was installed as a copy is shipped as a copy: what runs is then what was installed."""
    return target.live and is_editable(own)


def _write_metadata(own: Distribution, content: Path) -> None:
    """Plugins are found by their entry points, which a source directory alone does not have."""
    directory = content / f"{own.name.replace('-', '_')}-{own.version}.dist-info"
    directory.mkdir()
    for name in _METADATA:
        if (text := own.read_text(name)) is not None:
            (directory / name).write_text(text)


def _project(own: Distribution) -> Path:
    directory = source_directory(own)
    if directory is None:
        raise LayerError(f"{own.name} is not installed from a directory: run `uv sync` in the project.")
    if not directory.is_dir():
        raise LayerError(f"{own.name} was installed from {directory}, which is gone: install it again, or remove it.")
    return directory


def _import_root(project: Path) -> Path:
    return project / "src" if (project / "src").is_dir() else project


def _files(directory: Path) -> Iterator[Path]:
    return (path for path in directory.rglob("*") if path.is_file())
