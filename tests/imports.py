"""Checks the contracts of ``.importlinter``: ``python -m tests.imports``.

There, ``plugins/*`` in a list stands for every package under that folder, so that none has to be in a list.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = ROOT / ".importlinter"
WRITTEN = ROOT / "build" / "importlinter.ini"
_FOLDER = re.compile(r"^( +)(plugins/[\w/*]+)$", re.MULTILINE)


def packages(pattern: str) -> list[str]:
    """Return the importable packages of the projects whose folders match."""
    return sorted(path.name for path in ROOT.glob(f"{pattern}/src/*") if (path / "__init__.py").is_file())


def contracts(text: str) -> str:
    """Return the contracts with every folder as the packages in it. Raises LookupError for one without any."""

    def listed(found: re.Match[str]) -> str:
        names = packages(found[2])
        if not names:
            raise LookupError(f"{CONTRACTS.name} names {found[2]}, where there is no package.")
        return "\n".join(f"{found[1]}{name}" for name in names)

    return _FOLDER.sub(listed, text)


def main() -> int:
    """Return 1 when a contract is broken."""
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(contracts(CONTRACTS.read_text(encoding="utf-8")), encoding="utf-8")
    sys.path.insert(0, str(ROOT))
    return lint_imports(config_filename=str(WRITTEN), no_cache=True)


if __name__ == "__main__":
    sys.exit(main())
