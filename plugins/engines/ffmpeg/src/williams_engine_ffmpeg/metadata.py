"""ID3 tags and chapters, as the metadata file that ffmpeg reads (https://ffmpeg.org/ffmpeg-formats.html#Metadata-2)."""

from __future__ import annotations

import re

from williams.ports.media import AudioTags, Chapter

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def ffmetadata(tags: AudioTags, chapters: list[Chapter]) -> str:
    """Return the file's text; chapter times are in milliseconds."""
    lines = [";FFMETADATA1", *(f"{name}={_escaped(value)}" for name, value in _fields(tags) if value)]
    for chapter in chapters:
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={round(chapter.starts_at * 1000)}",
            f"END={round(chapter.ends_at * 1000)}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _fields(tags: AudioTags) -> list[tuple[str, str]]:
    return [
        ("title", tags.title),
        ("artist", tags.artist),
        ("album", tags.album),
        ("date", tags.date),
        ("comment", tags.comment),
        ("copyright", tags.license or ""),
        ("genre", "Podcast"),
    ]


def _escaped(value: str) -> str:
    return re.sub(r"([=;#\\])", r"\\\1", _CONTROL.sub(" ", value).strip())
