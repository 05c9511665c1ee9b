"""Model files without a bucket: brought from where an engine's manifest says that they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from williams.engine.manifest import Manifest
from williams.engine.origins import bring
from williams.plugin.base import Plugin

# Of whatever project the tests are of; in this one, where deployments bring them too.
FOLDER = Path("build", "models").resolve()


class OriginModelFiles:
    """ModelFilesPort of a manifest's engine, or of a plugin. A package that carries one has to be installed."""

    def __init__(self, declaring: type[Manifest[Any]] | Manifest[Any] | Plugin, folder: Path = FOLDER) -> None:
        self._files = {file.name: file for file in declaring.model_files}
        self._folder = folder

    def path(self, name: str) -> Path:
        """See ModelFilesPort. Raises KeyError for a name that is not declared, OriginError."""
        return bring(self._files[name], self._folder)


class NoModelFiles:
    """ModelFilesPort that nobody may ask."""

    def path(self, name: str) -> Path:
        raise AssertionError(f"The model file {name} was asked for.")
