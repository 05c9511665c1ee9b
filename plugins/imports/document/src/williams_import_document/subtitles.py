"""Subtitles (SubRip, WebVTT): what is said, in paragraphs with the seconds in which it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape

from williams.domain.errors import CorruptContent
from williams.domain.sentence_ends import ends_sentence
from williams_import_document.reading import Part, Reading

_TIMES = re.compile(r"^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^>]*>|\{\\[^}]*\}")
_NOT_SPOKEN = ("NOTE", "STYLE", "REGION")
_PAUSE = 2.0
"""Seconds without a word, after which something else begins."""
_LONG, _LONGEST = 400, 900
"""Characters: from the first on a paragraph ends with its sentence, at the second in any case."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Some words and the seconds in which they are shown."""

    start: float
    end: float
    text: str
    speaker: str | None = None


def read_subtitles(text: str) -> Reading:
    """Return the spoken text. Raises CorruptContent where no line has times."""
    cues = list(_spoken(_cues(text)))
    if not cues:
        raise CorruptContent("No line of the file says when something is spoken: it is no subtitle file.")
    return Reading([_part(group) for group in _paragraphs(cues)])


def _cues(text: str) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        if lines[0].startswith(_NOT_SPOKEN):
            continue
        place = next((number for number, line in enumerate(lines) if _TIMES.match(line)), None)
        if place is not None and (times := _TIMES.match(lines[place])):
            written = "\n".join(lines[place + 1 :])
            voice = _VOICE.search(written)
            words = " ".join(unescape(_TAG.sub("", written)).split())
            yield Cue(_seconds(*times.groups()[:4]), _seconds(*times.groups()[4:]), words, voice[1] if voice else None)


def _seconds(hours: str | None, minutes: str, seconds: str, part: str) -> float:
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds) + int(part.ljust(3, "0")) / 1000


def _spoken(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Automatic subtitles roll: each cue says again what stood above. Only what is new is spoken."""
    before = ""
    for cue in cues:
        text = cue.text
        if text == before:
            continue
        new = _without(before, text)
        if new:
            yield Cue(cue.start, cue.end, new, cue.speaker)
        before = text or before


def _without(before: str, text: str) -> str:
    """Return the text without the words that it begins with and the one before ended with, if these are several."""
    old, new = before.split(), text.split()
    for count in range(min(len(old), len(new)), 1, -1):
        if old[-count:] == new[:count]:
            return " ".join(new[count:])
    return text


def _paragraphs(cues: list[Cue]) -> Iterator[list[Cue]]:
    group: list[Cue] = []
    for cue in cues:
        if group and _is_over(group, cue):
            yield group
            group = []
        group.append(cue)
    yield group


def _is_over(group: list[Cue], following: Cue) -> bool:
    last, length = group[-1], sum(len(cue.text) for cue in group)
    if following.speaker != group[0].speaker or following.start - last.end > _PAUSE or length > _LONGEST:
        return True
    return length > _LONG and ends_sentence(last.text)


def _part(group: list[Cue]) -> Part:
    said = " ".join(cue.text for cue in group)
    speaker = f"{group[0].speaker}: " if group[0].speaker else ""
    return Part(f"<p>{escape(speaker + said)}</p>", {"seconds": group[0].start, "until": group[-1].end})
