"""How well the free voices are understood: what they say is recognised back, and compared with what was to be said."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.benchmarks.figures import Aim, Figure
from tests.benchmarks.recogniser import recognised
from williams.engine import Bench, Manifest
from williams.engine.deployment import Deployment
from williams.engine.registry import engine_registry
from williams.ports.engines import SPEECH
from williams.ports.speech import SpeechPort
from williams_testing.model_files import OriginModelFiles

AIM: Final = Aim(0.02)
ROLES: Final = ("professional_male", "professional_female")
SENTENCES: Final = (
    "The library keeps every paragraph it has read, and says where each answer came from.",
    "Barges could pass the lock only after the keeper had opened the upper gate.",
    "In the early morning the harbor was quiet, and nobody noticed the small boat.",
    "She wrote a long letter to her brother, who lived on the other side of the mountains.",
    "Most of the energy that a leaf absorbs is turned into heat within a few seconds.",
    "Our results suggest that the method works well, although it is slower than the others.",
    "The committee will meet again next Thursday to discuss the remaining questions.",
    "Because the water was so cold, the children stayed on the beach and built a castle.",
    "He asked whether the museum would open before noon, but the guard only shrugged.",
    "Glass is made from sand, soda and lime, which are melted together in a furnace.",
    "A good summary names the main idea first and leaves the details for later.",
    "The engineers measured the bridge twice before they allowed the first train to cross.",
    "Many birds travel thousands of miles each year without losing their way.",
    "When the lights went out, everyone in the theater began to laugh.",
    "It took the doctors several weeks to find the cause of the strange fever.",
    "The price of bread rose sharply during the winter, and people stood in long lines.",
    "Please read the instructions carefully before you connect the machine to the wall.",
    "An old map showed a river where today there is only a dry valley.",
    "Computers remember everything we tell them, but they understand very little of it.",
    "At the end of the tunnel they finally saw the sea, shining in the afternoon sun.",
)
_NATURAL: Final = 3.0  # below, nobody promises to be understood by a machine
_WORD: Final = re.compile(r"[a-z0-9']+")


@dataclass(frozen=True)
class _Spoken:
    """``work`` is CPU seconds, ``seconds`` how long it is heard."""

    path: Path
    sentence: str
    seconds: float
    work: float


def run(quick: bool) -> list[Figure]:
    """Return the word error rate of two voices of each free engine, the speed of speech and the work it takes."""
    sentences = SENTENCES[:2] if quick else SENTENCES
    with TemporaryDirectory() as folder:
        spoken = {
            (manifest.name, role): list(_speak(manifest, role, sentences, Path(folder)))
            for manifest in Deployment(engine_registry(), {}).engines(SPEECH)
            if not manifest.paid
            for role in ROLES
        }
        heard = recognised(Path(folder))["heard"]
    return [_figure(name, role, lines, heard) for (name, role), lines in spoken.items()]


def _speak(manifest: Manifest[Any], role: str, sentences: Sequence[str], folder: Path) -> Iterator[_Spoken]:
    files = OriginModelFiles(manifest)
    engine: SpeechPort = manifest.make(Bench(manifest.settings(), "", 60.0, files))  # type: ignore[assignment]
    asyncio.run(engine.speak("Ready.", role, "en"))
    for number, sentence in enumerate(sentences):
        began = time.process_time()
        audio = asyncio.run(engine.speak(sentence, role, "en"))
        path = folder / f"{manifest.name}-{role}-{number:02d}.wav"
        path.write_bytes(audio.wav)
        yield _Spoken(path, sentence, audio.seconds, time.process_time() - began)


def _figure(name: str, role: str, lines: list[_Spoken], heard: dict[str, str]) -> Figure:
    natural = next(each for each in Deployment(engine_registry(), {}).engines(SPEECH) if each.name == name).speaking
    words = sum(len(words_of(line.sentence)) for line in lines)
    errors = sum(word_errors(words_of(line.sentence), words_of(heard[line.path.stem])) for line in lines)
    seconds = sum(line.seconds for line in lines)
    return Figure(
        name="speech_word_error_rate",
        subject=f"{name}/{role}",
        value=errors / words,
        unit="ratio",
        aim=AIM if natural and natural.naturalness >= _NATURAL else None,
        runs=len(lines),
        details={
            "words_per_minute": 60 * words / seconds,
            "work_s_per_s": sum(line.work for line in lines) / seconds,
        },
    )


def words_of(text: str) -> list[str]:
    """The words of a text, for comparison."""
    return _WORD.findall(text.lower().replace("’", "'"))


def word_errors(said: list[str], heard: list[str]) -> int:
    """The fewest words to put in, leave out or replace that make the one of the other (Levenshtein's distance)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        above, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (word != other))
    return row[-1]
