"""``python -m layers.build --target local|lambda --out DIR [--only NAME]``: the layers, ready to deploy.

``local`` is for this interpreter: ``DIR/<layer>/`` holds the libraries and ``DIR/<layer>.paths`` the absolute
directories that belong on ``sys.path``, one per line, the first first; the project's own packages are referred to where
they are, so that edits count at once. ``lambda`` is for Lambda (arm64): ``DIR/<layer>/python/`` holds everything.
A layer whose inputs did not change is left as it is.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from layers.install import Target, build_layer, megabytes
from layers.locking import exclusive
from layers.plan import Layer, layers
from layers.uv import LayerError, uv

PYTHON_VERSION = "3.13"
PLATFORM = "aarch64-manylinux_2_28"  # Amazon Linux 2023 has glibc 2.34
MAX_MEGABYTES = 250
_PARALLEL = 3


def local_target() -> Target:
    return Target("local", ("--python", sys.executable), sys.executable, live=True)


def lambda_target() -> Target:
    options = ("--python-version", PYTHON_VERSION, "--python-platform", PLATFORM, "--only-binary", ":all:")
    return Target("lambda", options, _python(), live=False, folder="python", mounted="/opt/python")


def _python() -> str | None:
    """A Python of Lambda's version, whose bytecode Lambda's Python can read."""
    try:
        return uv("python", "find", PYTHON_VERSION, "--no-python-downloads", "--no-project").strip()
    except LayerError:
        return None


def build(target: Target, out: Path, only: str | None = None) -> list[str]:
    """Build all layers, or one; returns a line about each. Raises LayerError."""
    planned = layers(with_tests=target.live)
    chosen = [layer for layer in planned if only in (None, layer.name)]
    if not chosen:
        raise LayerError(f"There is no layer {only}; there are {', '.join(layer.name for layer in planned)}.")

    def one(layer: Layer) -> str:
        started = time.perf_counter()
        try:
            fresh = build_layer(layer, target, out)
        except LayerError as error:
            raise LayerError(f"The layer {layer.name} cannot be built. {error}") from error
        how = f"built in {time.perf_counter() - started:.1f} s" if fresh else "is current"
        return f"{layer.name:<20}{megabytes(out / layer.name):8.1f} MB  {how}"

    with exclusive(out):
        _remove_others(out, planned)
        with ThreadPoolExecutor(_PARALLEL) as pool:
            return list(pool.map(one, chosen))


def _remove_others(out: Path, planned: Iterable[Layer]) -> None:
    """Layers of plugins that are no longer installed."""
    names = {layer.name for layer in planned}
    for stamp in out.glob("*.stamp"):
        name = stamp.name.removesuffix(".stamp")
        if name not in names:
            shutil.rmtree(out / name, ignore_errors=True)
            (out / f"{name}.paths").unlink(missing_ok=True)
            stamp.unlink()


def check_caps(out: Path) -> list[str]:
    """A line about each plugin's function with its layers, those of the engines among them that need no setting.

    Raises LayerError when Lambda would refuse one.
    """
    from williams.engine.deployment import Deployment
    from williams.engine.registry import engine_registry
    from williams.plugin.registry import discover
    from williams.ports.engines import PORTS

    registry = engine_registry()
    deployment = Deployment(registry, {})
    lines = []
    for plugin_id, plugin in sorted(discover().plugins.items()):
        engines = [each.engine_id for each in deployment.carried(PORTS[need] for need in sorted(plugin.needs))]
        names = ["core", plugin_id, *dict.fromkeys(registry.engines[each].distribution for each in engines)]
        if not (out / plugin_id).is_dir():
            continue
        shared, engines_own = names[:2], names[2:]
        # The engines of a function come as one layer.
        total = sum(megabytes(out / name) for name in shared) + megabytes(*(out / name for name in engines_own))
        line = f"{plugin_id:<20}{total:8.1f} MB  {' + '.join(names)}"
        if total > MAX_MEGABYTES:
            raise LayerError(f"{line}\nLambda allows {MAX_MEGABYTES} MB unzipped.")
        lines.append(line)
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=("local", "lambda"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", metavar="NAME", help="build this layer only")
    arguments = parser.parse_args()
    target = local_target() if arguments.target == "local" else lambda_target()
    out = arguments.out.resolve()
    try:
        lines = build(target, out, arguments.only)
        if target.name == "lambda" and not arguments.only:
            lines += ["", "Functions with their layers:", *check_caps(out)]
    except LayerError as error:
        print(f"layers.build: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    if target.compiler is None:
        print(
            f"No bytecode was compiled, because no Python {PYTHON_VERSION} was found: functions start slower. "
            f"`uv python install {PYTHON_VERSION}` provides one.",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
