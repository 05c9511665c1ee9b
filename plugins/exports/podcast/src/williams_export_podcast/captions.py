"""The spoken lines with their times, as players and podcast apps read them."""

from __future__ import annotations

import json
from typing import Any

from williams.domain.provenance import Part
from williams.plugin.engines import Chapter
from williams_export_podcast.models import SpokenLine


def webvtt(parts: list[Part]) -> str:
    """Return a WebVTT file with one cue and one voice span per part (W3C WebVTT)."""
    cues = [
        f"s{part.ordinal}\n{_clock(part.place.seconds, '.')} --> {_clock(part.place.until, '.')}\n"
        f"<v {_cue_text(part.speaker or '')}>{_cue_text(part.text)}"
        for part in parts
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def srt(parts: list[Part]) -> str:
    """Return a SubRip file; each speaker's name stands before what is said, where the speaker changes."""
    cues = []
    before = None
    for number, part in enumerate(parts, start=1):
        name = f"{part.speaker}: " if part.speaker != before else ""
        times = f"{_clock(part.place.seconds, ',')} --> {_clock(part.place.until, ',')}"
        cues.append(f"{number}\n{times}\n{name}{_one_line(part.text)}")
        before = part.speaker
    return "\n\n".join(cues) + "\n"


def transcript_json(parts: list[Part], spoken: list[SpokenLine]) -> str:
    """Return Podcasting 2.0's transcript: one segment per line.

    ``words`` of a segment is there only where the engine says when each word was spoken.
    """
    segments = [_segment(part, line) for part, line in zip(parts, spoken, strict=True)]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False)


def chapters_json(chapters: list[Chapter]) -> str:
    """Return Podcasting 2.0's chapters (application/json+chapters)."""
    listed = [
        {"startTime": round(each.starts_at, 3), "endTime": round(each.ends_at, 3), "title": each.title}
        for each in chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": listed}, ensure_ascii=False)


def _segment(part: Part, line: SpokenLine) -> dict[str, Any]:
    start = part.place.seconds or 0.0
    segment: dict[str, Any] = {
        "speaker": part.speaker,
        "startTime": start,
        "endTime": part.place.until,
        "body": part.text,
    }
    if line.words:
        segment["words"] = [
            {"startTime": round(start + word.seconds, 3), "body": part.text[word.start : word.end]}
            for word in line.words
        ]
    return segment


def _clock(seconds: float | None, point: str) -> str:
    """Return ``HH:MM:SS.mmm``."""
    milliseconds = round((seconds or 0.0) * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cue_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
