"""Captions as cues: some words and when they are said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import chain
from typing import Any, Final

from williams.domain.errors import CorruptContent
from williams.domain.sentence_ends import ends_sentence

_TIME: Final = r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMES: Final = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TAG: Final = re.compile(r"</?[a-zA-Z0-9:.][^>]*>|\{\\[^}]*\}")
_VOICE: Final = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_SOUND: Final = re.compile(r"[\[(（【*][^\])）】*]*[\])）】*]|[♪♫♬#¶]+")
_NOTES: Final = "♪♫♬#¶ "
_SPEAKS: Final = re.compile(r"(?:^|(?<=\s))>>+\s*")
_AT_ONCE: Final = 0.1
"""Seconds: after a longer gap the screen was empty, and what it shows is said anew."""
_SURE: Final = 255
_MOST_CUES: Final = 400_000
_LETTER_SECONDS: Final = 0.07
_SHORTEST: Final = 0.2


@dataclass(frozen=True, slots=True)
class Cue:
    """``start`` and ``end`` are seconds. ``text`` has a blank before it where one stands there (``spaced``).

    ``sure`` is how certain the machine is that heard it, 0 to 1, where it says so. With ``turn`` somebody else speaks.
    """

    start: float
    end: float
    text: str
    sure: float | None = None
    turn: bool = False
    spaced: bool = True


@dataclass(frozen=True)
class Heard:
    """``cues`` in the order of time. ``sounds`` counts what was said of sounds and music and left out."""

    cues: list[Cue]
    sounds: int


def read_cues(text: str, kind: str) -> Heard:
    """Read captions of the format ``json3``, ``vtt`` or ``srt``.

    Raises CorruptContent for what is no such file, and for more than 400,000 cues.
    """
    cues = _json(text) if kind == "json3" else list(_rolled(_blocks(text)))
    if len(cues) > _MOST_CUES:
        raise CorruptContent(f"The captions have more than {_MOST_CUES} lines: they are damaged or made to harm.")
    said = [*_turns(sorted(cues, key=lambda cue: cue.start))]
    spoken = [speech for cue in said if (speech := _speech(cue)) is not None]
    return Heard(spoken, len(said) - len(spoken))


def _json(text: str) -> list[Cue]:
    """YouTube's own format: events with segments, which of automatic captions are words with the time of each."""
    try:
        events = json.loads(text)["events"]
        return [cue for event in events for cue in _event(event)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorruptContent(f"The captions are not in YouTube's format: {error}.") from None


def _event(event: dict[str, Any]) -> Iterator[Cue]:
    segments = [each for each in event.get("segs") or [] if str(each.get("utf8", "")).strip()]
    starts = float(event.get("tStartMs", 0)) / 1000
    ends = starts + float(event.get("dDurationMs", 0)) / 1000
    for at, segment in enumerate(segments):
        written = str(segment["utf8"])
        start = starts + float(segment.get("tOffsetMs", 0)) / 1000
        last = at + 1 == len(segments)
        until = ends if last else starts + float(segments[at + 1].get("tOffsetMs", 0)) / 1000
        # The event stays on the screen after its last word, until it rolls away.
        end = min(until, start + _spoken_seconds(written)) if len(segments) > 1 else until
        sure = float(segment.get("acAsrConf") or 0) / _SURE
        spaced = at == 0 or written[:1].isspace() or str(segments[at - 1]["utf8"])[-1:].isspace()
        yield Cue(start, max(start, end), written, sure if 0 < sure <= 1 else None, spaced=spaced)


def _spoken_seconds(words: str) -> float:
    return _SHORTEST + _LETTER_SECONDS * len(words.strip())


def _blocks(text: str) -> Iterator[Cue]:
    """A cue goes from the line with its times to an empty one, or to the next such line where that is missing."""
    times: re.Match[str] | None = None
    lines: list[str] = []
    for line in chain(text.splitlines(), [""]):
        found = _TIMES.match(line)
        if times and (found or not line.strip()):
            # The number of a cue stands before its times.
            number = bool(found and lines and lines[-1].strip().isdecimal())
            yield _block(times, lines[:-1] if number else lines)
        if found or not line.strip():
            times, lines = found, []
        else:
            lines.append(line)


def _block(times: re.Match[str], lines: list[str]) -> Cue:
    written = "\n".join(lines)
    start, end = _seconds(*times.groups()[:4]), _seconds(*times.groups()[4:])
    return Cue(start, max(start, end), _TAG.sub("", written), turn=bool(_VOICE.search(written)))


def _seconds(hours: str | None, minutes: str, seconds: str, part: str | None) -> float:
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds) + int((part or "0").ljust(3, "0")) / 1000


def _rolled(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Captions roll, and grow: each cue shows once more what it follows upon. Only what is new is said."""
    shown: list[str] = []
    until = 0.0
    for cue in cues:
        lines = [" ".join(line.split()) for line in cue.text.split("\n") if line.strip()]
        above = shown if cue.start - until <= _AT_ONCE else []
        new = lines[_repeated(above, lines) :]
        if new and above and new[0].startswith(f"{above[-1]} ") and not ends_sentence(above[-1]):
            new[0] = new[0].removeprefix(above[-1]).strip()
        if new:
            yield replace(cue, text="\n".join(new))
        shown, until = lines or shown, max(until, cue.end)


def _repeated(shown: list[str], lines: list[str]) -> int:
    """How many lines at the beginning stood at the end of what was shown."""
    return next((n for n in range(min(len(shown), len(lines)), 0, -1) if shown[-n:] == lines[:n]), 0)


def _turns(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Part a cue where somebody else speaks in it, its time by letters. A mark alone is that of the next cue."""
    waiting = False
    for cue in cues:
        first, *others = _SPEAKS.split(unescape(cue.text))
        whole = sum(map(len, (first, *others))) or 1
        start, turn, spaced = cue.start, cue.turn or waiting, cue.spaced
        waiting = False
        for place, part in enumerate((first, *others)):
            end = start + (cue.end - cue.start) * len(part) / whole
            if part.strip():
                yield replace(cue, start=start, end=end, text=part, turn=turn or place > 0, spaced=spaced)
                turn = False
            elif place == len(others) and others:
                waiting = True
            start, spaced = end, True
        if not others and not first.strip():
            yield cue


def _speech(cue: Cue) -> Cue | None:
    """What is said; None for what only tells of a sound: ``[Music]``, ``(laughs)``, a note."""
    text = " ".join(cue.text.split())
    if not any(map(str.isalnum, _SOUND.sub("", text))):
        return None
    return replace(cue, text=text.strip(_NOTES))
