"""The bed of an episode: all clips, gaps and the jingle in one WAV file, written piece by piece."""

from __future__ import annotations

import warnings
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from williams_recording.program import ffmpeg_path

from williams.domain.errors import CorruptContent
from williams.ports.media import Episode
from williams_engine_ffmpeg import music

if TYPE_CHECKING:
    from pydub import AudioSegment

_LEAD_WITH_MUSIC = 3.2  # the first words come in while the jingle fades
_LEAD = 0.25
_LOWEST_RATE, _HIGHEST_RATE = 16_000, 48_000
_SPEECH_DBFS = -23.0
_MOST_GAIN_DB = 8.0
_HEADROOM_DB = 1.0


@dataclass(frozen=True)
class Plan:
    """Where everything goes, in frames of the bed's ``sample_rate``. The bed is mono, 16-bit."""

    sample_rate: int
    lead: int
    lengths: list[int]
    gaps: list[int]
    outro: int

    @property
    def starts(self) -> list[float]:
        """Each clip's start in seconds."""
        starts: list[float] = []
        position = self.lead
        for length, gap in zip(self.lengths, self.gaps, strict=True):
            starts.append(position / self.sample_rate)
            position += length + gap
        return starts

    @property
    def seconds(self) -> float:
        return (self.lead + sum(self.lengths) + sum(self.gaps) + self.outro) / self.sample_rate


def plan(episode: Episode) -> Plan:
    """Lay out the episode from the clips' headers. The bed takes the highest rate of its clips (16 to 48 kHz).

    Raises CorruptContent for a clip that is no WAV file.
    """
    headers = [_header(clip.path) for clip in episode.clips]
    rate = min(_HIGHEST_RATE, max(_LOWEST_RATE, *(header.framerate for header in headers)))
    return Plan(
        sample_rate=rate,
        lead=round((_LEAD_WITH_MUSIC if episode.intro_music else _LEAD) * rate),
        lengths=[round(header.nframes * rate / header.framerate) for header in headers],
        gaps=[round(clip.gap_seconds * rate) for clip in episode.clips],
        outro=round(music.OUTRO_SECONDS * rate) if episode.intro_music else 0,
    )


def write_bed(episode: Episode, layout: Plan, to: Path) -> None:
    """Write the bed. Clips are brought to one level, so that a quiet voice stands beside a loud one.

    No more than one clip is held in memory. Raises CorruptContent for a clip that is no WAV file.
    """
    under = _fading_intro(episode, layout)
    with wave.open(str(to), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(layout.sample_rate)
        for piece in _pieces(episode, layout):
            overlap, under = under[: len(piece)], under[len(piece) :]
            out.writeframesraw(_mixed(piece, overlap) if overlap else piece)


def _pieces(episode: Episode, layout: Plan) -> Iterator[bytes]:
    yield bytes(2 * layout.lead)
    for clip, length, gap in zip(episode.clips, layout.lengths, layout.gaps, strict=True):
        samples = _leveled(_segment(clip.path), layout.sample_rate).raw_data[: 2 * length]
        yield samples.ljust(2 * length, b"\0")
        yield bytes(2 * gap)
    if episode.intro_music:
        yield music.outro(layout.sample_rate)


def _fading_intro(episode: Episode, layout: Plan) -> bytes:
    return music.intro(layout.sample_rate) if episode.intro_music else b""


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub looks for an ffmpeg on PATH before it can be told of another
        from pydub import AudioSegment
    AudioSegment.converter = ffmpeg_path()
    header = _header(path)
    with wave.open(str(path), "rb") as clip:
        frames = clip.readframes(header.nframes)
    return AudioSegment(
        data=frames, sample_width=header.sampwidth, frame_rate=header.framerate, channels=header.nchannels
    )


def _header(path: Path) -> wave._wave_params:
    try:
        with wave.open(str(path), "rb") as clip:
            header = clip.getparams()
    except (wave.Error, EOFError, OSError) as error:
        raise CorruptContent(f"the audio clip {path.name} is no WAV file that can be read: {error}") from error
    if header.nframes == 0 or header.nchannels not in (1, 2):
        raise CorruptContent(f"the audio clip {path.name} has {header.nframes} frames, {header.nchannels} channels")
    return header
