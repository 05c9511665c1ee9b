"""``hearing_cpu_ratio`` and ``hearing_peak_mb``: a recording imported, beside faster-whisper with the same network.

``python -m tests.benchmarks.hearing WAV`` prints what one import takes in a process alone, behind one that warms up.
"""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import wave
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from williams_engine_espeak.speech import EspeakSpeech
from williams_engine_ffmpeg.ffmpeg import FfmpegMedia
from williams_engine_ffmpeg.manifest import FfmpegManifest
from williams_engine_whisper.manifest import WhisperManifest
from williams_engine_whisper.transcription import WhisperTranscription
from williams_import_media import MediaImport

from layers import ROOT
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.benchmarks.recogniser import recognised
from tests.benchmarks.usage import peak_mb, processor_seconds
from tests.benchmarks.voices import SENTENCES
from williams.domain import ids
from williams_testing.library import ChosenEngines, MemoryLibrary
from williams_testing.memory.embedding import HashEmbedding
from williams_testing.model_files import OriginModelFiles

ROUNDS, QUICK_ROUNDS = 3, 1
QUICK_SENTENCES = 3
AIM = Aim(1.3)
_SECONDS = 600
_URL = "upload://up_1/"


def run(quick: bool) -> list[Figure]:
    """Compare the processor time of an import, all its stages on a library in memory, with faster-whisper's own call.

    Both have Whisper's base model in 8-bit numbers, loaded before, five beams and the times of words. The import takes
    the sound out of the file, parts it where it is silent, finds the language and makes paragraphs besides.
    """
    sides: list[list[dict[str, float]]] = [[], []]
    with TemporaryDirectory() as folder:
        seconds = _speech(SENTENCES[:QUICK_SENTENCES] if quick else SENTENCES, Path(folder, "speech.wav"))
        for side in interleaved(QUICK_ROUNDS if quick else ROUNDS, len(sides)):
            sides[side].append(_imported(Path(folder, "speech.wav")) if side == 0 else _bare(Path(folder)))
    ours, bare = ([each["seconds"] for each in side] for side in sides)
    peaks = [max(each["peak_mb"] for each in side) for side in sides]
    details = {"recording_s": seconds, "processor_s_per_s": sorted(ours)[len(ours) // 2] / seconds}
    return [
        ratio("hearing_cpu_ratio", ours, bare, measured_in="s", aim=AIM, subject="faster-whisper", details=details),
        Figure("hearing_peak_mb", peaks[0], "MB", ours=peaks[0], bare=peaks[1], measured_in="MB", runs=len(ours)),
    ]


def _speech(sentences: Sequence[str], to: Path) -> float:
    """Have espeak-ng say the sentences into one file, and return how many seconds that takes."""
    engine = EspeakSpeech()
    try:
        with wave.open(str(to), "wb") as file:
            for sentence in sentences:
                spoken = asyncio.run(engine.speak(sentence, "professional_male", "en"))
                with wave.open(io.BytesIO(spoken.wav)) as each:
                    if not file.tell():
                        file.setparams(each.getparams())
                    file.writeframes(each.readframes(each.getnframes()))
            return file.tell() / file.getframerate()
    finally:
        engine.close()


def _imported(recording: Path) -> dict[str, float]:
    command = [sys.executable, "-m", __name__, str(recording)]
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=_SECONDS)
    taken: dict[str, float] = json.loads(done.stdout)
    return taken


def _bare(folder: Path) -> dict[str, float]:
    found = recognised(folder, "--words")
    return {"seconds": found["seconds"], "peak_mb": found["peak_mb"]}


def _measure(recording: Path) -> dict[str, float]:
    engines = ChosenEngines(
        media=FfmpegMedia(OriginModelFiles(FfmpegManifest)),
        transcription=WhisperTranscription(OriginModelFiles(WhisperManifest)),
        embedding=HashEmbedding(dimensions=2),
    )
    _import(recording, engines)
    before = processor_seconds()
    _import(recording, engines)
    return {"seconds": processor_seconds() - before, "peak_mb": peak_mb()}


def _import(recording: Path, engines: ChosenEngines) -> None:
    plugin, url = MediaImport(), _URL + recording.name
    MemoryLibrary({url: recording.read_bytes()}, engines=engines).bind(plugin)
    asyncio.run(plugin.import_content(url, ids.new_id("job")))


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
