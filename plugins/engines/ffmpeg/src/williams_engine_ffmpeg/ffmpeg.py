"""Episodes as MP3: ffmpeg mixes, measures, limits and encodes them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from williams_publishing.fonts import FontFiles
from williams_recording.about import recording_of
from williams_recording.pieces import write_pieces
from williams_recording.program import run_ffmpeg
from williams_recording.sound import decode

from williams.domain.errors import CorruptContent
from williams.domain.notices import Notice
from williams.ports.media import AudioClip, AudioTags, Chapter, ComposedEpisode, Episode, Mix, Recording, Sound
from williams_engine_ffmpeg.cover import draw_cover
from williams_engine_ffmpeg.loudness import Correction, Loudness, find_correction, measure_file
from williams_engine_ffmpeg.metadata import ffmetadata
from williams_engine_ffmpeg.mixing import mix_clips
from williams_engine_ffmpeg.recordings import joined_mp4, sound_mp3

_TRUE_PEAK_DBTP = -1.5
_TOLERANCE_LU = 0.4
_PROMISED_LU = 0.5
_ENCODINGS = 4
# Speech loses nothing in one channel, and one channel at 96 kbit/s takes half the time and sounds cleaner than two.
_ENCODER = ["-c:a", "libmp3lame", "-compression_level", "7", "-ac", "1", "-ar", "44100"]


class FfmpegMedia:
    """MediaPort over ffmpeg. ``fonts`` brings those that covers need.

    ``timeout_seconds`` bounds each of its runs, and grows by half an episode's length.
    """

    def __init__(self, fonts: FontFiles, *, timeout_seconds: float = 60.0) -> None:
        self._fonts = fonts
        self._timeout_seconds = timeout_seconds

    def cover(self, title: str, subtitle: str, to: Path) -> Notice | None:
        """See MediaPort."""
        return draw_cover(title, subtitle, self._fonts, to)

    def mix(self, episode: Episode, clips: Iterable[AudioClip], to: Path) -> Mix:
        """See MediaPort."""
        return mix_clips(episode, clips, to)

    def compose_mp3(
        self, episode: Episode, mix: Mix, chapters: list[Chapter], tags: AudioTags, cover: Path | None, to: Path
    ) -> ComposedEpisode:
        """See MediaPort."""
        with tempfile.TemporaryDirectory(dir=to.parent, prefix="episode-") as scratch:
            metadata = Path(scratch) / "metadata.txt"
            metadata.write_text(ffmetadata(tags, chapters), encoding="utf-8")
            encoding = _Encoding(episode, mix, metadata, cover, self._timeout_seconds + mix.seconds / 2)
            found = encoding.to_loudness(to)
        return ComposedEpisode(path=to, seconds=mix.seconds, loudness_lufs=found.lufs, true_peak_dbtp=found.peak_db)

    def sound_mp3(self, recording: Path, to: Path) -> None:
        """See MediaPort."""
        sound_mp3(recording, to)

    def joined_mp4(self, parts: Sequence[Path], to: Path) -> None:
        """See MediaPort."""
        joined_mp4(parts, to)

    def inspect(self, recording: Path) -> Recording:
        return recording_of(recording, timeout_seconds=self._timeout_seconds)

    def pieces(self, recording: Path, longest_seconds: float, folder: Path, timeout_seconds: float) -> Sound:
        """See MediaPort."""
        whole = decode(recording, folder / "whole.wav", timeout_seconds=timeout_seconds)
        parts = write_pieces(whole, longest_seconds, folder)
        whole.path.unlink()
        return Sound(pieces=parts, seconds=whole.seconds, damaged=whole.damaged)


class _Encoding:
    """One episode's way from its mix to an MP3."""

    def __init__(self, episode: Episode, mix: Mix, metadata: Path, cover: Path | None, timeout_seconds: float):
        self._episode = episode
        self._mix = mix
        self._metadata = metadata
        self._cover = cover
        self._timeout_seconds = timeout_seconds

    def to_loudness(self, to: Path) -> Loudness:
        """Encode, measure the finished file, and encode again while it is off."""
        target = self._episode.loudness_lufs
        correction = find_correction(self._mix, target, self._timeout_seconds)
        for attempt in range(1, _ENCODINGS + 1):
            self._encode(correction, to)
            found = measure_file(to, self._timeout_seconds)
            tolerance = _TOLERANCE_LU if attempt < _ENCODINGS else _PROMISED_LU
            if abs(found.lufs - target) <= tolerance and found.peak_db <= _TRUE_PEAK_DBTP:
                return found
            # At the edge of the meter's gate, a whole step swings from one side to the other.
            correction = correction.adjusted(found, target, _TRUE_PEAK_DBTP, damped=attempt > 1)
        raise CorruptContent(
            f"the clips cannot be brought to {target:g} LUFS: they came out at {found.lufs:g} LUFS with a true peak of "
            f"{found.peak_db:g} dBTP. Check that they hold speech"
        )

    def _encode(self, correction: Correction, to: Path) -> None:
        inputs = ["-i", str(self._mix.path), "-f", "ffmetadata", "-i", str(self._metadata)]
        picture: list[str] = []
        if self._cover is not None:
            inputs += ["-i", str(self._cover)]
            picture = ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
            picture += ["-metadata:s:v", "title=Cover", "-metadata:s:v", "comment=Cover (front)"]
        graph = f"[0:a]aresample=44100,{correction.filters()}[out]"
        about = ["-map_metadata", "1", "-map_chapters", "1", "-id3v2_version", "3"]
        sound = ["-map", "[out]", *_ENCODER, "-b:a", f"{self._episode.bitrate_kbps}k"]
        run_ffmpeg(
            ["-y", *inputs, "-filter_complex", graph, *sound, *picture, *about, "-f", "mp3", str(to)],
            timeout_seconds=self._timeout_seconds,
        )
