"""The bed of an episode: all clips, gaps and the jingle, piece by piece."""

from __future__ import annotations

import warnings
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from williams_recording.program import ffmpeg_path

from williams.domain.errors import CorruptContent
from williams.ports.media import AudioClip, Episode
from williams_engine_ffmpeg import music

if TYPE_CHECKING:
    from pydub import AudioSegment

_LEAD_WITH_MUSIC = 3.2  # the first words come in while the jingle fades
_LEAD = 0.25
_LOWEST_RATE, _HIGHEST_RATE = 16_000, 48_000
_SPEECH_DBFS = -23.0
_MOST_GAIN_DB = 8.0
_HEADROOM_DB = 1.0


class Bed:
    """Mono, 16-bit samples of an episode. Clips are brought to one level: a quiet voice stands beside a loud one.

    ``clip_starts`` and ``seconds`` are what has come of it so far.
    """

    def __init__(self, episode: Episode, clips: Iterable[AudioClip]) -> None:
        """Bring ``clips`` to the episode's rate, or to the nearest one from 16 to 48 kHz."""
        self.sample_rate = min(_HIGHEST_RATE, max(_LOWEST_RATE, episode.sample_rate))
        self._has_music = episode.intro_music
        self._clips = clips
        self._starts: list[int] = []
        self._frames = 0

    @property
    def clip_starts(self) -> list[float]:
        return [start / self.sample_rate for start in self._starts]

    @property
    def seconds(self) -> float:
        return self._frames / self.sample_rate

    def pieces(self) -> Iterator[bytes]:
        """Yield the samples as the clips come, once. Raises CorruptContent for no clips, and for one that is no WAV."""
        under = music.intro(self.sample_rate) if self._has_music else b""
        for piece in self._laid():
            self._frames += len(piece) // 2
            overlap, under = under[: len(piece)], under[len(piece) :]
            yield _mixed(piece, overlap) if overlap else piece

    def _laid(self) -> Iterator[bytes]:
        yield self._silence(_LEAD_WITH_MUSIC if self._has_music else _LEAD)
        for clip in self._clips:
            self._starts.append(self._frames)
            yield _samples(clip.path, self.sample_rate)
            yield self._silence(clip.gap_seconds)
        if not self._starts:
            raise CorruptContent("there are no audio clips to mix")
        if self._has_music:
            yield music.outro(self.sample_rate)

    def _silence(self, seconds: float) -> bytes:
        return bytes(2 * round(seconds * self.sample_rate))


def _samples(path: Path, sample_rate: int) -> bytes:
    segment = _segment(path)
    length = 2 * round(segment.frame_count() * sample_rate / segment.frame_rate)
    samples: bytes = _leveled(segment, sample_rate).raw_data[:length]
    return samples.ljust(length, b"\0")


def _mixed(piece: bytes, overlap: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.13 takes it from audioop-lts
        import audioop
    return audioop.add(piece, overlap.ljust(len(piece), b"\0"), 2)


def _leveled(segment: AudioSegment, sample_rate: int) -> AudioSegment:
    ready = segment.set_channels(1).set_sample_width(2).set_frame_rate(sample_rate)
    if not ready.rms:
        return ready
    room = -_HEADROOM_DB - ready.max_dBFS
    wanted = max(-_MOST_GAIN_DB, min(_MOST_GAIN_DB, _SPEECH_DBFS - ready.dBFS))
    return ready.apply_gain(min(wanted, room))


def _segment(path: Path) -> AudioSegment:
    """Raises CorruptContent for what is no WAV file of one or two channels with anything in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub looks for an ffmpeg on PATH before it can be told of another
        from pydub import AudioSegment
    AudioSegment.converter = ffmpeg_path()
    try:
        with wave.open(str(path), "rb") as clip:
            header, frames = clip.getparams(), clip.readframes(clip.getnframes())
    except (wave.Error, EOFError, OSError) as error:
        raise CorruptContent(f"the audio clip {path.name} is no WAV file that can be read: {error}") from error
    if header.nframes == 0 or header.nchannels not in (1, 2):
        raise CorruptContent(f"the audio clip {path.name} has {header.nframes} frames, {header.nchannels} channels")
    return AudioSegment(
        data=frames, sample_width=header.sampwidth, frame_rate=header.framerate, channels=header.nchannels
    )
