"""The zips: a function's own folder, and layers.

On AWS a layer holds its packages. In the local cloud it holds one ``.pth`` file that names folders built once: the
emulator unpacks a function's layers for every worker it starts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk.aws_lambda import AssetCode, Code

from infra.config import Config, ConfigError
from williams.domain.model_files import ModelFile

PYTHON = "python3.13"
_NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc")


@contextmanager
def function_code(config: Config, name: str) -> Iterator[AssetCode]:
    """The folder ``functions/<name>`` alone, under that very path. CDK copies it when a construct binds the code.

    Raises:
        ConfigError: it has no handler.
    """
    source = config.sources.functions / name
    if not (source / "handler.py").is_file():
        raise ConfigError(f"There is no function {name!r}: {source / 'handler.py'} does not exist.")
    with TemporaryDirectory() as folder:
        shutil.copytree(source, Path(folder, "functions", name), ignore=_NOT_SHIPPED)
        yield Code.from_asset(folder)


@contextmanager
def layer_code(config: Config, name: str) -> Iterator[AssetCode]:
    """A built layer, or locally a link to it; of several names joined by ``+``, all of them in one.

    Raises:
        ConfigError: the layer is not built.
    """
    names = name.split("+")
    if config.on_aws and len(names) == 1:
        yield Code.from_asset(str(_built_layer(config, name)))
        return
    with TemporaryDirectory() as folder:
        if config.on_aws:
            for each in names:
                shutil.copytree(_built_layer(config, each), folder, dirs_exist_ok=True)
            yield Code.from_asset(folder)
            return
        packages = Path(folder, "python", "lib", PYTHON, "site-packages")
        packages.mkdir(parents=True)
        for each in names:
            (packages / f"williams_{each.replace('.', '_')}.pth").write_text(_link(config, each), encoding="utf-8")
        yield Code.from_asset(folder)


def layer_megabytes(config: Config, name: str) -> float:
    """What a layer weighs on AWS, unzipped, in units of 2**20 bytes.

    Raises:
        ConfigError: the layer is not built.
    """
    folders = [_built_layer(config, each) for each in name.split("+")]
    sizes = {
        path.relative_to(folder): path.stat().st_size
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sum(sizes.values()) / 2**20


@contextmanager
def model_folder(config: Config, files: Iterable[ModelFile]) -> Iterator[str]:
    """A folder with these model files, each named after its SHA-256. They are links: CDK follows them.

    Raises:
        ConfigError: one is not there, or is not whole.
    """
    with TemporaryDirectory() as folder:
        for file in files:
            source = config.sources.models / file.sha256
            if not source.is_file() or source.stat().st_size != file.size:
                raise ConfigError(
                    f"The model file {file.name} ({file.sha256}) is not in {config.sources.models}. "
                    f"Run: python -m layers.models --out {config.sources.models}"
                )
            Path(folder, file.sha256).symlink_to(source)
        yield folder


def _built_layer(config: Config, name: str) -> Path:
    layer = config.sources.layers / name
    if not (layer / "python").is_dir():
        raise ConfigError(
            f"The layer {name!r} is not built: {layer / 'python'} does not exist. "
            f"Run: python -m layers.build --target lambda --out {config.sources.layers}"
        )
    return layer


def _link(config: Config, name: str) -> str:
    """Lines of a ``.pth`` file; the last to be inserted is found first, so the order is turned round."""
    listing = config.sources.layers / f"{name}.paths"
    if not listing.is_file():
        raise ConfigError(
            f"The layer {name!r} is not built: {listing} does not exist. "
            f"Run: python -m layers.build --target local --out {config.sources.layers}"
        )
    folders = [line for line in listing.read_text(encoding="utf-8").splitlines() if line.strip()]
    return "".join(f"import sys; sys.path.insert(0, {folder!r})\n" for folder in reversed(folders))
