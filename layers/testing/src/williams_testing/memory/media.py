"""Media without an encoder: the time line is real, the files are tokens."""

from __future__ import annotations

import wave
from collections.abc import Iterable, Sequence
from pathlib import Path

from williams.domain.errors import CorruptContent
from williams.domain.notices import Notice
from williams.ports.media import (
    AudioClip,
    AudioTags,
    Chapter,
    ComposedEpisode,
    Episode,
    Mix,
    Recording,
    Sound,
    SoundPiece,
)

_LEAD_SECONDS = 1.0
_SIDE = 1400
_ID3 = b"ID3\x03\x00\x00\x00\x00\x00\x00"
_MP4 = b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00"
_RECORDINGS = (b"RIFF", b"ID3", b"\xff\xfb", b"OggS", b"fLaC", b"\x1aE\xdf\xa3")


class InMemoryMedia:
    """MediaPort for tests. A mix is clips as JSON, the "MP3" an ID3 header and that; the cover is an empty grey JPEG.

    A recording is a WAV file, of which each second without a sound is silent; ``about`` is what recordings say of
    themselves beside their length. ``failures`` are raised one per ``compose_mp3``; ``covers`` keeps titles and
    subtitles.
    """

    def __init__(self, *, failures: list[Exception] | None = None, about: Recording | None = None) -> None:
        self.about = about or Recording(container="wav", seconds=None, has_sound=True, has_film=False)
        self.failures = list(failures or [])
        self.covers: list[tuple[str, str]] = []

    def cover(self, title: str, subtitle: str, to: Path) -> Notice | None:
        """Draws no letters, and lacks runes."""
        self.covers.append((title, subtitle))
        to.write_bytes(_grey_jpeg(_SIDE))
        runic = any("\u16a0" <= letter <= "\u16ea" for letter in title + subtitle)
        return Notice(code="cover-letters-missing", message="Runes are not on the cover.") if runic else None

    def mix(self, episode: Episode, clips: Iterable[AudioClip], to: Path) -> Mix:
        """See MediaPort."""
        starts: list[float] = []
        position = _LEAD_SECONDS if episode.intro_music else 0.0
        with to.open("w", encoding="utf-8") as mixed:
            for clip in clips:
                starts.append(position)
                position += _seconds(clip.path) + clip.gap_seconds
                mixed.write(clip.model_dump_json())
        if not starts:
            raise CorruptContent("there are no audio clips to mix")
        return Mix(path=to, seconds=position, clip_starts=starts, loudness_lufs=-23.0, peak_dbfs=-6.0)

    def compose_mp3(
        self,
        episode: Episode,
        mix: Mix,
        chapters: list[Chapter],  # noqa: ARG002  # no encoder runs
        tags: AudioTags,  # noqa: ARG002
        cover: Path | None,  # noqa: ARG002
        to: Path,
    ) -> ComposedEpisode:
        if self.failures:
            raise self.failures.pop(0)
        to.write_bytes(_ID3 + episode.model_dump_json().encode() + mix.path.read_bytes())
        return ComposedEpisode(path=to, seconds=mix.seconds, loudness_lufs=episode.loudness_lufs, true_peak_dbtp=-1.5)

    def sound_mp3(self, recording: Path, to: Path) -> None:
        """Takes what begins like a recording."""
        to.write_bytes(_ID3 + _recorded(recording))

    def joined_mp4(self, parts: Sequence[Path], to: Path) -> None:
        to.write_bytes(_MP4 + b"".join(map(_recorded, parts)))

    def inspect(self, recording: Path) -> Recording:
        """See MediaPort."""
        return self.about.model_copy(update={"seconds": _seconds(recording)})

    def pieces(  # no program runs
        self,
        recording: Path,
        longest_seconds: float,
        folder: Path,
        timeout_seconds: float,  # noqa: ARG002
    ) -> Sound:
        """See MediaPort. Pieces are whole seconds."""
        if not self.about.has_sound:
            raise CorruptContent("The recording has no sound.")
        length = _seconds(recording)
        loud = _loud_seconds(recording)
        parts: list[SoundPiece] = []
        for second in loud:
            if parts and second == parts[-1].ends_at and second + 1 - parts[-1].starts_at <= longest_seconds:
                parts[-1] = parts[-1].model_copy(update={"ends_at": min(second + 1.0, length)})
            else:
                path = folder / f"piece-{len(parts) + 1:04d}.wav"
                parts.append(SoundPiece(path=path, starts_at=second, ends_at=min(second + 1.0, length)))
        for part in parts:
            part.path.write_bytes(recording.read_bytes())
        return Sound(pieces=parts, seconds=length, damaged=False)


def _recorded(path: Path) -> bytes:
    content = path.read_bytes()
    if not (content.startswith(_RECORDINGS) or content[4:8] == b"ftyp"):
        raise CorruptContent("The recording cannot be read.")
    return content


def _loud_seconds(path: Path) -> list[int]:
    with wave.open(str(path), "rb") as file:
        size = file.getframerate() * file.getnchannels() * file.getsampwidth()
        frames = file.readframes(file.getnframes())
    return [start // size for start in range(0, len(frames), size) if any(frames[start : start + size])]


def _seconds(path: Path) -> float:
    try:
        with wave.open(str(path), "rb") as clip:
            return clip.getnframes() / clip.getframerate()
    except (wave.Error, EOFError, OSError) as error:
        raise CorruptContent(f"the audio clip {path.name} is no WAV file that can be read: {error}") from error


def _grey_jpeg(side: int) -> bytes:
    """Return a baseline JPEG whose Huffman tables have one code of one bit: every block is two zero bits (T.81)."""
    blocks = ((side + 7) // 8) ** 2
    quantisation = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0\x00\x0b\x08" + side.to_bytes(2, "big") * 2 + b"\x01\x01\x11\x00"
    one_code = b"\x01" + b"\x00" * 15 + b"\x00"
    tables = b"".join(b"\xff\xc4\x00\x14" + kind + one_code for kind in (b"\x00", b"\x10"))
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00" * ((2 * blocks + 7) // 8)
    return b"\xff\xd8" + quantisation + frame + tables + scan + b"\xff\xd9"
