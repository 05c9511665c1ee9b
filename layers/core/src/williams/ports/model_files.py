"""An engine's files of weights, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class ModelFilesPort(Protocol):
    def path(self, name: str) -> Path:
        """Return where a model file stands that the engine's manifest declares. It is for reading, best by mapping.

        The first call brings it there, which takes as long as fetching it takes; it stays for later calls and
        invocations. Raises PluginDefect for a name that the manifest does not declare, PermanentError for a file that
        is missing, has other bytes, or finds no room; StoreUnavailable.
        """
        ...
