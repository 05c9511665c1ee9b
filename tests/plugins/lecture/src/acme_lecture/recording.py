"""What a lecture hall's recorder writes: tracks under their names, and lines that begin with the time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_TRACK = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
_LINE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})\s+(\S.*)")
TRACKS = ("title", "audio", "thumbnail", "transcript")


@dataclass(frozen=True)
class Line:
    """``until`` is when the next one begins; of the last one it is not known."""

    text: str
    seconds: float
    until: float | None


def tracks_of(recording: str) -> dict[str, str]:
    """Return the tracks by name. Raises ValueError for what is no recording."""
    _, *found = _TRACK.split(recording)
    tracks = {name: text.strip() for name, text in zip(found[::2], found[1::2], strict=True)}
    missing = [name for name in TRACKS if not tracks.get(name)]
    if missing:
        raise ValueError(f"it has no {' and no '.join(missing)}")
    return tracks


def lines_of(transcript: str) -> Iterator[Line]:
    """Yield what is said, in order. Raises ValueError for a line without a time."""
    said = [_timed(line) for line in transcript.splitlines() if line.strip()]
    ends = [following for _, (_, following) in pairwise(said)]
    for (text, seconds), until in zip(said, [*ends, None], strict=True):
        yield Line(text, seconds, until)


def _timed(line: str) -> tuple[str, float]:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"a line has no time: {line[:40]!r}")
    hours, minutes, seconds, text = match.groups()
    return text, float(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds))
