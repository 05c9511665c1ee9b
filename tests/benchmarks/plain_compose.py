"""An episode by one command of ffmpeg: joined, brought to its loudness, with chapters, as ffmpeg's manual shows it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import imageio_ffmpeg

from williams.ports.media import AudioClip, Chapter

SECONDS: Final = 300
_LOUDNESS: Final = "loudnorm=I=-16:TP=-1:LRA=11"


def compose(clips: Sequence[AudioClip], chapters: Sequence[Chapter], to: Path) -> None:
    """Write ``to`` as MP3, mono at 96 kbit/s, with the clips' pauses; beside it, what the command reads."""
    listing, metadata = to.with_suffix(".ffconcat"), to.with_suffix(".ffmetadata")
    listing.write_text("ffconcat version 1.0\n" + "".join(f"file '{clip.path}'\n" for clip in clips), encoding="utf-8")
    metadata.write_text(";FFMETADATA1\n" + "".join(map(_chapter, chapters)), encoding="utf-8")
    pause = sum(clip.gap_seconds for clip in clips) / len(clips)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-nostdin", "-loglevel", "error"]
    command += ["-safe", "0", "-f", "concat", "-i", str(listing), "-f", "ffmetadata", "-i", str(metadata)]
    command += ["-map_metadata", "1", "-map_chapters", "1", "-af", f"apad=pad_dur={pause * len(clips):.3f},{_LOUDNESS}"]
    command += ["-ar", "44100", "-ac", "1", "-c:a", "libmp3lame", "-b:a", "96k", "-f", "mp3", str(to)]
    subprocess.run(command, check=True, timeout=SECONDS)


def _chapter(chapter: Chapter) -> str:
    start, end = (round(seconds * 1000) for seconds in (chapter.starts_at, chapter.ends_at))
    return f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={chapter.title}\n"
