"""How long a script is when it is spoken: heard from some of its lines."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from williams.plugin import StageContext
from williams_export_podcast.models import PodcastScript, ScriptLine, SpokenLine
from williams_export_podcast.parameters import PodcastParameters
from williams_export_podcast.speaking import speak

GAP_SECONDS = 0.35
SECTION_GAP_SECONDS = 0.8
_JINGLE_SECONDS = 7.7  # before and after the words
_HEARD_LETTERS = 1000  # about a minute
_LETTERS_OF_A_DIGIT = 4


def gaps_of(sections: list[str | None]) -> list[float]:
    """Return the silence behind each line, in seconds: longer where the section changes."""
    return [SECTION_GAP_SECONDS if one != other else GAP_SECONDS for one, other in pairwise([*sections, sections[-1]])]


class Heard:
    """Lines that were spoken before the script was final; the script takes them over."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str, str | None], SpokenLine] = {}
        self._letters = 0

    async def listen(self, script: PodcastScript, ctx: StageContext) -> None:
        """Speak lines from all over a script, until as many were heard as tell the pace."""
        lines: list[ScriptLine] = []
        for line in _spread(script.lines):
            if self._letters < _HEARD_LETTERS and _key(line) not in self._lines:
                self._letters += letters_of(line.text)
                # A name of its own in scratch: the next script may have another line in its place.
                lines.append(line.model_copy(update={"ordinal": -1 - len(self._lines) - len(lines)}))
        for line, spoken in zip(
            lines, await asyncio.gather(*(speak(line, script.language, ctx) for line in lines)), strict=True
        ):
            self._lines[_key(line)] = spoken

    def seconds(self, script: PodcastScript, parameters: PodcastParameters) -> float:
        """Return how long the episode will be."""
        pace = sum(line.seconds for line in self._lines.values()) / self._letters
        known = [self._lines.get(_key(line)) for line in script.lines]
        speech = sum(
            spoken.seconds if spoken else pace * letters_of(line.text)
            for line, spoken in zip(script.lines, known, strict=True)
        )
        silence = sum(gaps_of([line.section for line in script.lines]))
        return speech + silence + (_JINGLE_SECONDS if parameters.add_intro else 0.0)

    def taken_over(self, script: PodcastScript) -> PodcastScript:
        """Return the script with what of it was heard."""
        return script.model_copy(update={"lines": [self._taken_over(line) for line in script.lines]})

    def _taken_over(self, line: ScriptLine) -> ScriptLine:
        spoken = self._lines.get(_key(line))
        if spoken is None:
            return line
        return line.model_copy(update={"spoken": spoken.model_copy(update={"ordinal": line.ordinal})})


def letters_of(text: str) -> int:
    """Count what takes time to say; a digit as the word that it is."""
    return sum(_LETTERS_OF_A_DIGIT if each.isdigit() else 1 for each in text if each.isalnum()) or 1


def _key(line: ScriptLine) -> tuple[str, str, str | None]:
    return line.text, line.voice, line.language


def _spread(lines: list[ScriptLine]) -> list[ScriptLine]:
    """Return the lines in an order whose every beginning is from all over them."""
    bits = max(1, (len(lines) - 1).bit_length())
    return [lines[place] for place in sorted(range(len(lines)), key=lambda place: f"{place:0{bits}b}"[::-1])]
