"""Subtitles and transcripts of videos that were pasted into a plain text: where they stand among its lines.

A cue has its times in a line ("00:00:01,000 --> 00:00:03,000"), or the second at which it begins ("0:05") as the
transcripts of YouTube have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import groupby, pairwise
from typing import Final

_TIMES: Final = re.compile(r"[^\S\n]*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_STAMP: Final = re.compile(r"\s*(?:(\d{1,2}):)?(\d{1,2}):(\d{2})\s*")
_COUNT: Final = re.compile(r"\s*\d{1,6}\s*")
_TAG: Final = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_HEADER: Final = re.compile(r"\s*WEBVTT(?!\S)")
_FEWEST_CUES, _FEWEST_STAMPS = 2, 3
_MINUTE: Final = 60
"""Seconds. A transcript begins in its first minute, and one cue lasts no longer; a timetable's hours do."""


def runs_of_cues(text: str) -> list[tuple[bool, str]]:
    """Return the runs of a text that are cues, as SubRip has them, and those between; nothing where there are none."""
    lines = text.split("\n")
    if _HEADER.match(text) and _is_spoken(lines):
        return [(True, text)]
    if sum(1 for line in lines if _TIMES.match(line)) < _FEWEST_CUES:
        lines = _timed(lines)
    runs = groupby(_marked(lines), lambda each: each[0])
    written = [(cues, [line for _, line in run]) for cues, run in runs]
    return [(cues, "\n".join(run)) for cues, run in written if (_is_spoken(run) if cues else any(map(str.strip, run)))]


def _is_spoken(lines: Iterable[str]) -> bool:
    """Tell whether some line behind one with times says anything."""
    words = (unescape(_TAG.sub("", below)) for line, below in pairwise(lines) if _TIMES.match(line))
    return any(map(str.strip, words))


def _marked(lines: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Each line with whether it is a cue's: from its number, or its times, to the next empty line or cue."""
    cues, within = False, False
    for line, below in pairwise([*lines, ""]):
        begins = _TIMES.match(line) is not None
        counted = _COUNT.fullmatch(line) is not None and _TIMES.match(below) is not None
        within = begins or (within and not counted and bool(line.strip()))
        if line.strip():
            cues = within or counted
        if begins:
            yield True, ""
        if not counted:
            yield cues, line


def _timed(lines: Sequence[str]) -> list[str]:
    """Return lines with times of cues in place of the seconds at which they begin; nothing if these are no cues'."""
    begins = {place: _seconds(found) for place, line in enumerate(lines) if (found := _STAMP.fullmatch(line))}
    steps = [after - before for before, after in pairwise(begins.values())]
    if len(begins) < _FEWEST_STAMPS or min(begins.values()) >= _MINUTE or min(steps) <= 0:
        return []
    said = all("".join(lines[place + 1 : place + 2]).strip() and place + 1 not in begins for place in begins)
    if not said or sum(step < _MINUTE for step in steps) * 2 < len(steps):
        return []
    ends = [*list(begins.values())[1:], max(begins.values())]
    times = {
        place: f"{_clock(begin)} --> {_clock(end)}" for (place, begin), end in zip(begins.items(), ends, strict=True)
    }
    return [times.get(place, line) for place, line in enumerate(lines)]


def _seconds(found: re.Match[str]) -> int:
    hours, minutes, seconds = found.groups()
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"
