"""Preparing text for a speech engine without losing track of where each character came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from williams.domain.errors import InvalidRequest
from williams.ports.speech import WordTiming

_SILENT = frozenset({"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"})


@dataclass(frozen=True)
class SpokenText:
    """``text`` is what the engine gets; ``origin[i]`` is the offset in the given text that ``text[i]`` came from."""

    text: str
    origin: list[int]
    given: str

    def word_timings(self, events: list[tuple[int, float]]) -> list[WordTiming]:
        """Turn an engine's events (offset into ``text``, seconds) into one timing per written word of the given text.

        Engines report the pieces of "3.5" or "don't" one by one; a word here is what stands between white space.
        """
        timings: dict[int, WordTiming] = {}
        for offset, seconds in events:
            if not 0 <= offset < len(self.origin):
                continue
            start, end = _word_around(self.given, self.origin[offset])
            if start < end and start not in timings:
                timings[start] = WordTiming(start=start, end=end, seconds=seconds)
        return [timings[start] for start in sorted(timings)]


def for_speech(text: str, longest: int) -> SpokenText:
    """Compose accents, open ligatures, turn control characters into spaces and leave out invisible ones.

    Raises InvalidRequest when nothing in the text can be spoken, or it is longer than ``longest`` code points.
    """
    if len(text) > longest:
        raise InvalidRequest(f"a line of {len(text)} characters is too long to speak: split it below {longest}")
    if not any(character.isalnum() for character in text):
        raise InvalidRequest("there is nothing to speak: the text has no letter and no digit")
    pieces: list[str] = []
    origin: list[int] = []
    for start, end in _clusters(text):
        spoken = _spoken(text[start:end])
        pieces.append(spoken)
        origin.extend([start] * len(spoken))
    return SpokenText(text="".join(pieces), origin=origin, given=text)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Split into base characters with the combining marks that follow them."""
    clusters: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if clusters and unicodedata.combining(character):
            clusters[-1] = (clusters[-1][0], index + 1)
        else:
            clusters.append((index, index + 1))
    return clusters


def _spoken(cluster: str) -> str:
    if cluster in _SILENT:
        return ""
    if unicodedata.category(cluster[0]) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return " "
    if "\ufb00" <= cluster[0] <= "\ufb4f":
        return unicodedata.normalize("NFKC", cluster)
    return unicodedata.normalize("NFC", cluster)


def _word_around(text: str, offset: int) -> tuple[int, int]:
    start = end = offset
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
