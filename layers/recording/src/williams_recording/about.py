"""What a recording says of itself, read by ffmpeg."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from williams.domain.errors import TransientError
from williams.ports.media import Chapter, Recording
from williams_recording.program import run_ffmpeg
from williams_recording.sound import opened
from williams_recording.unreadable import unreadable

MOST_CHAPTERS: Final = 2000
_MOST_SAID: Final = 8 << 20
"""Bytes of tags and chapters, and of what ffmpeg says of the streams."""
_INPUT = re.compile(r"^Input #0, ([^,]+)", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_STREAM = re.compile(r"^  Stream #0:\d+(?:\[[^\]]*\])?(?:\((\w+)\))?: (Audio|Video): (.*)", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPED_EQUALS = re.compile(r"(?<!\\)=")
_LINES = re.compile(r"(?<!\\)\n")
_UNDETERMINED: Final = frozenset({"und", "mis", "zxx", "mul"})


def recording_of(path: Path, *, timeout_seconds: float) -> Recording:
    """Raises CorruptContent for what ffmpeg does not take for a recording, DeadlineExceeded."""
    try:
        messages, metadata = _asked(path, [], timeout_seconds)
        streams = _STREAM.findall(messages.partition("Stream mapping:")[0])
        heard = [language for language, kind, _ in streams if kind == "Audio"]
        tags, chapters = _read(metadata)
        if heard and "title" not in tags:  # Ogg keeps them with the track
            of_track, _ = _read(_asked(path, ["-map_metadata:g", "0:s:a:0"], timeout_seconds)[1])
            tags = {**of_track, **tags}
    except TransientError as error:
        raise unreadable(error.reason or error.detail) from error
    container = _INPUT.search(messages)
    return Recording(
        container=container[1] if container else "",
        seconds=_seconds(messages),
        has_sound=bool(heard),
        has_film=any(kind == "Video" and "attached pic" not in about for _, kind, about in streams),
        language=next((language for language in heard[:1] if language and language not in _UNDETERMINED), None),
        tags=tags,
        chapters=chapters[:MOST_CHAPTERS],
    )


def _asked(path: Path, options: list[str], timeout_seconds: float) -> tuple[str, str]:
    with TemporaryDirectory() as folder:
        to = Path(folder, "metadata.txt")
        messages = run_ffmpeg(
            [*opened(path), *options, "-f", "ffmetadata", str(to)],
            timeout_seconds=timeout_seconds,
            loglevel="info",
            most_written=_MOST_SAID,
        )
        return messages, to.read_text(encoding="utf-8", errors="replace")


def _seconds(messages: str) -> float | None:
    found = _DURATION.search(messages)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else None


def _read(metadata: str) -> tuple[dict[str, str], list[Chapter]]:
    """Read what ffmpeg wrote (https://ffmpeg.org/ffmpeg-formats.html#Metadata-2); names in small letters."""
    sections: list[tuple[str, dict[str, str]]] = [("", {})]
    for line in _LINES.split(metadata):
        if line.startswith("[") and line.endswith("]"):
            sections.append((line[1:-1], {}))
        elif not line.startswith((";", "#")) and (equals := _UNESCAPED_EQUALS.search(line)):
            name, value = (_ESCAPED.sub(r"\1", part) for part in (line[: equals.start()], line[equals.end() :]))
            sections[-1][1].setdefault(name.lower(), value.strip())
    chapters = [_chapter(fields) for kind, fields in sections if kind == "CHAPTER"]
    return sections[0][1], sorted(filter(None, chapters), key=lambda chapter: chapter.starts_at)


def _chapter(fields: dict[str, str]) -> Chapter | None:
    try:
        above, below = (int(part) for part in fields.get("timebase", "1/1000").split("/"))
        start, end = (int(fields[name]) * above / below for name in ("start", "end"))
    except (KeyError, ValueError, ZeroDivisionError):
        return None
    title = fields.get("title", "").strip()
    return Chapter(title=title, starts_at=start, ends_at=end) if title and 0 <= start <= end else None
