"""A line as phonemes for a network, and as sound with the time of each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from williams.domain.provenance import VoiceUsed
from williams.engine.spoken_text import SpokenText
from williams.engine.wave_file import Pcm
from williams.ports.speech import SpokenAudio
from williams_speaking.pronunciation import SaidWord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE: Final = 24_000
_LOUDEST: Final = 0.98


@dataclass(frozen=True)
class Phrase:
    """``starts`` are the words' offsets into the text, each with the number of its first phoneme."""

    phonemes: str
    starts: list[tuple[int, int]]

    @classmethod
    def of(cls, words: Sequence[SaidWord], known: frozenset[str]) -> Phrase:
        """Keep of the words' phonemes what a network knows."""
        pieces, starts, count = [], [], 0
        for word in words:
            if piece := "".join(each for each in word.phonemes if each in known):
                if word.start is not None:
                    starts.append((word.start, count))
                pieces.append(piece)
                count += len(piece) + 1
        return cls(" ".join(pieces), starts)

    def words(self, onsets: Sequence[float]) -> list[tuple[int, float]]:
        """Return the words' offsets and seconds, given those of the phonemes."""
        return [(start, onsets[at]) for start, at in self.starts]


@dataclass(frozen=True)
class Said:
    """A phrase's wave, between -1 and 1 if it is not too loud, and the offsets and seconds of its words."""

    wave: NDArray[np.float32]
    words: list[tuple[int, float]]


def onsets(steps: Sequence[float], seconds: float) -> list[float]:
    """Return when each phoneme begins, given how many steps of so many seconds each one lasts.

    The first and the last are the pauses around the phrase, and left out.
    """
    ends = [0.0]
    for lasts in steps:
        ends.append(ends[-1] + round(float(lasts)) * seconds)
    return ends[1:-2]


def joined(spoken: SpokenText, phrases: Sequence[Said], voice: VoiceUsed) -> SpokenAudio:
    """Return the line. What would be louder than samples can be makes all of it quieter: nothing is clipped."""
    import numpy as np

    seconds, events = 0.0, []
    for each in phrases:
        events += [(start, seconds + at) for start, at in each.words]
        seconds += len(each.wave) / SAMPLE_RATE
    wave = np.concatenate([each.wave for each in phrases])
    scale = min(1.0, _LOUDEST / max(float(np.abs(wave).max()), _LOUDEST)) * 32767
    pcm = Pcm((wave * scale).astype("<i2").tobytes(), SAMPLE_RATE)
    return SpokenAudio(
        wav=pcm.wav(),
        sample_rate=SAMPLE_RATE,
        seconds=pcm.seconds,
        words=spoken.word_timings(events),
        voice=voice,
    )
