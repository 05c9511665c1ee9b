"""Reads WebVTT strictly enough to notice what a player would drop (W3C WebVTT, section 6)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d\.\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d\.\d{3})")
_VOICE = re.compile(r"<v ([^>]+)>(.*)", re.DOTALL)


@dataclass(frozen=True)
class Cue:
    """Times in seconds."""

    name: str
    starts_at: float
    ends_at: float
    speaker: str
    text: str


def parsed(text: str) -> list[Cue]:
    """Return the cues. Fails on anything that is not a header or a cue with a voice."""
    header, *blocks = text.strip().split("\n\n")
    assert header == "WEBVTT"
    return [_cue(block) for block in blocks]


def _cue(block: str) -> Cue:
    name, timing, payload = block.split("\n", 2)
    times = _TIMING.fullmatch(timing)
    voice = _VOICE.fullmatch(payload)
    assert times, timing
    assert voice, payload
    assert "-->" not in name + payload
    assert "\n" not in payload
    starts, ends = _seconds(*times.groups()[:3]), _seconds(*times.groups()[3:])
    return Cue(name, starts, ends, voice[1], html.unescape(voice[2]))


def _seconds(hours: str, minutes: str, seconds: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
