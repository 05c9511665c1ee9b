"""Whisper's network, by CTranslate2: windows of sound to tokens with times."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from williams.ports.model_files import ModelFilesPort
from williams_engine_whisper.files import MODEL_FILES
from williams_engine_whisper.network import ctranslate2
from williams_engine_whisper.spectrogram import FRAMES_PER_SECOND, spectrogram
from williams_engine_whisper.windows import Window
from williams_engine_whisper.words import Token

_BEAMS: Final = 5
_FRAME_SECONDS: Final = 0.02
_NOBODY: Final = 0.6
"""From here on the network takes a window for one in which nobody speaks, if it is not sure of the words either."""
_UNSURE: Final = -1.0
_REPETITIVE: Final = 2.4
"""Text that packs so well says one thing over and over: the network went in circles."""
_MOST_TOKENS: Final = 224


@dataclass(frozen=True)
class _Heard:
    pieces: list[str]
    ids: list[int]
    score: float
    nobody: float

    @property
    def repetitive(self) -> bool:
        text = "".join(self.pieces).encode()
        return len(text) > 60 and len(text) / len(zlib.compress(text)) > _REPETITIVE


class WhisperModel:
    """Loads the network: 75 MB in 8-bit numbers.

    ``at_once`` windows may be heard side by side, each on a processor of its own: several processors for one window
    wait for each other more than they work, where others work on them too.
    """

    def __init__(self, files: ModelFilesPort) -> None:
        with TemporaryDirectory() as folder:
            for file in MODEL_FILES:
                Path(folder, file.name).symlink_to(files.path(file.name))
            self._ids = {
                piece: number for number, piece in enumerate(Path(folder, "vocabulary.txt").read_text().split("\n"))
            }
            self.at_once = len(os.sched_getaffinity(0))
            self._library = ctranslate2()
            self._network = self._library.models.Whisper(
                folder, device="cpu", compute_type="int8", inter_threads=self.at_once, intra_threads=1
            )

    def encoded(self, window: Window) -> Any:
        """Return what the network makes of the sound, before it knows the language."""
        return self._network.encode(self._library.StorageView.from_array(spectrogram(window.samples)[np.newaxis]))

    def language(self, encoded: Iterable[Any]) -> str:
        """Return the token of the language that is most likely heard in these windows."""
        chances: dict[str, float] = {}
        for each in encoded:
            (found,) = self._network.detect_language(each)
            for token, chance in found:
                chances[token] = chances.get(token, 0.0) + chance
        return max(chances, key=lambda token: chances[token])

    def tokens(self, window: Window, language: str) -> Iterator[Token]:
        """Yield what is said, in order; nothing where nobody speaks. ``language`` is a token."""
        encoded = self.encoded(window)
        heard = self._heard(encoded, language)
        if heard.repetitive:
            heard = self._heard(encoded, language, no_repeat_ngram_size=3)
        if not heard.ids or (heard.nobody > _NOBODY and heard.score < _UNSURE):
            return
        start = [self._ids[token] for token in ("<|startoftranscript|>", language, "<|transcribe|>")]
        frames = int(window.seconds * FRAMES_PER_SECOND)
        (found,) = self._network.align(encoded, start, [heard.ids], [frames])
        begins: dict[int, float] = {}
        for place, frame in found.alignments:
            begins.setdefault(place, window.starts_at + frame * _FRAME_SECONDS)
        end = window.starts_at + window.seconds
        for place, (piece, probability) in enumerate(zip(heard.pieces, found.text_token_probs, strict=False)):
            at = begins.get(place, end)
            yield Token(piece, at, min(begins.get(place + 1, end), end), probability)

    def _heard(self, encoded: Any, language: str, **options: Any) -> _Heard:
        prompt = ["<|startoftranscript|>", language, "<|transcribe|>", "<|notimestamps|>"]
        (found,) = self._network.generate(
            encoded,
            [prompt],
            beam_size=_BEAMS,
            max_length=2 * _MOST_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
            **options,
        )
        said = [
            (piece, number)
            for piece, number in zip(found.sequences[0], found.sequences_ids[0], strict=True)
            if not piece.startswith("<|")
        ]
        return _Heard(
            [piece for piece, _ in said], [number for _, number in said], found.scores[0], found.no_speech_prob
        )
