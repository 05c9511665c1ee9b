"""Where an installed package keeps its files, found without importing it (these two import much and print warnings)."""

from importlib.util import find_spec
from pathlib import Path

from williams_localcloud.errors import LocalCloudError


def package_folder(package: str) -> Path:
    """The folder of an installed package.

    Raises:
        LocalCloudError: it is not installed.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise LocalCloudError(f"The package {package} is not installed. Run `make up`.")
    return Path(spec.origin).parent
